"""Translate what the client raises into the errors of the core, by one table.

class of refusal   error           what follows from it
gone for good      Unreachable     no further attempt; what a chat used this for ends
                   MessageGone     the message is settled as gone; a replacement is sent as a new message
                   Expired         too old to change: covered where that can be, else a new message
forbidden now      NotPermitted    tried again, slower and slower; an answer goes to the private chat
                   NoPictures      as words
malformed          Rejected        never sent again as it is; who waits is told in words
                   BadPicture      once more, then as a document, then in words
                   BadCaption      with a short caption and the rest below, then in words
                   WrongKind       the message is replaced by a new one
                   WrongFile       sent again from its bytes
                   NoReply         sent again as a reply to nothing
                   Unchanged       it stands as it should
too fast           Paused          sent again after the time that was named
unknown            SendUnknown     an edit is repeated; a message is repeated for two minutes

A description decides, whatever the status; then the status. Telegram changes its descriptions without notice, so a
BadRequest of a description that is not listed is malformed, and a Forbidden one gone for good.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

import httpx
import structlog
from telegram import error

from botfeed.core.errors import (
    Expired,
    MessageGone,
    NotPermitted,
    Rejected,
    SendError,
    SendUnknown,
    TooLarge,
    TryAgain,
    Unreachable,
)

log = structlog.get_logger()

PAUSE = 3.0  # seconds after a fault of the network or of Telegram
_PROXY = "parsing the server response"  # the client's own words for a body that is no JSON
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)  # of an answer that is not what it should be


class WrongKind(Rejected):
    """Error: the message shows a picture and cannot become text."""


class WrongFile(Rejected):
    """Error: Telegram does not recognise the file id any more."""


class BadPicture(Rejected):
    """Error: Telegram does not take these bytes as a picture."""


class BadCaption(Rejected):
    """Error: the caption is too long for Telegram."""


class NoPictures(NotPermitted):
    """Error: the bot may write in this chat, but send no pictures there."""


class NoReply(Rejected):
    """Error: the message that is replied to does not exist any more."""


class Unchanged(Rejected):
    """Error: the edit would change nothing."""


class Moved(TryAgain):
    """Error: the group became a supergroup and has another id now."""

    def __init__(self, chat: int) -> None:
        super().__init__("the group has another id now", 0.0)
        self.chat = chat


class NoMethod(TryAgain):
    """Error: this Bot API server does not have the method; it is older than this code."""


class Paused(TryAgain):
    """Error: Telegram asked for a pause of `after` seconds."""


# Parts of descriptions in lower case, the first match counts. Sources: telegram-bot-api's Client.cpp, the error lists
# of Telegram's own API methods, and what bots of others logged.
TABLE: Mapping[str, type[SendError]] = {
    "message is not modified": Unchanged,
    "message to edit not found": MessageGone,
    "message to delete not found": MessageGone,
    "message_id_invalid": MessageGone,
    "message identifier is not specified": MessageGone,
    "message can't be deleted": Expired,
    "message can't be edited": Expired,
    "message_edit_time_expired": Expired,
    "message_author_required": Expired,
    "message_delete_forbidden": Expired,
    "message to be replied not found": NoReply,
    "replied message not found": NoReply,
    "reply_message_id_invalid": NoReply,
    "chat not found": Unreachable,
    "user is deactivated": Unreachable,
    "input_user_deactivated": Unreachable,
    "user_is_blocked": Unreachable,
    "user_deactivated": Unreachable,
    "bot was blocked": Unreachable,
    "bot was kicked": Unreachable,
    "bot is not a member": Unreachable,
    "can't initiate conversation": Unreachable,
    "can't send messages to bots": Unreachable,
    "chat was deactivated": Unreachable,
    "chat was deleted": Unreachable,
    "peer_id_invalid": Unreachable,
    "chat_id_invalid": Unreachable,
    "channel_invalid": Unreachable,
    "channel_private": Unreachable,
    "user_banned_in_channel": NotPermitted,  # while the bot is limited for spam
    "topic_deleted": Unreachable,
    "topic_id_invalid": Unreachable,
    "message thread not found": Unreachable,
    "topic_closed": NotPermitted,
    "no rights to send": NotPermitted,
    "not enough rights to send photos": NoPictures,
    "not enough rights to send documents": NoPictures,
    "not enough rights to send media": NoPictures,
    "not enough rights": NotPermitted,
    "need administrator rights": NotPermitted,
    "chat_admin_required": NotPermitted,
    "chat_write_forbidden": NotPermitted,
    "chat_restricted": NotPermitted,
    "chat_guest_send_forbidden": NotPermitted,
    "chat_forbidden": NotPermitted,
    "right_forbidden": NotPermitted,
    "chat_send_photos_forbidden": NoPictures,
    "chat_send_media_forbidden": NoPictures,
    "chat_send_docs_forbidden": NoPictures,
    "_forbidden": NotPermitted,
    "member list is inaccessible": NotPermitted,
    "payment_required": NotPermitted,
    "there is no text in the message": WrongKind,
    "there is no caption in the message": WrongKind,
    "there is no media in the message": WrongKind,
    "message_not_modified": Unchanged,
    "wrong file identifier": WrongFile,
    "wrong remote file": WrongFile,
    "wrong type of file": WrongFile,
    "wrong file_id": WrongFile,
    "file_reference": WrongFile,
    "caption is too long": BadCaption,
    "caption_too_long": BadCaption,
    "image_process_failed": BadPicture,
    "photo_": BadPicture,  # photo_invalid_dimensions, photo_save_file_invalid, photo_ext_invalid ...
    "media_empty": BadPicture,
    "media_invalid": BadPicture,
    "media_type_invalid": BadPicture,
    "file_part": BadPicture,
    "file must be non-empty": BadPicture,
    "can't use file of type": BadPicture,
    "failed to get http url content": BadPicture,
    "wrong http url": BadPicture,
    "file is too big": TooLarge,
    "too large": TooLarge,
    "file_parts_invalid": TooLarge,
}


@contextlib.contextmanager
def as_core_errors() -> Iterator[None]:
    """Raise SendError and its kinds for the client's errors, without any URL, since these contain the token."""
    try:
        yield
    except error.RetryAfter as e:
        raise Paused("told to wait", seconds(e)) from None
    except error.ChatMigrated as e:
        raise Moved(e.new_chat_id) from None
    except (error.InvalidToken, error.EndPointNotFound) as e:
        raise _not_found(e) from None
    except error.Forbidden as e:
        raise refused(e.message, Unreachable) from None
    except error.BadRequest as e:
        raise refused(e.message, Rejected) from None
    except error.NetworkError as e:
        raise _network(e) from None
    except error.TelegramError as e:
        kind = SendUnknown if type(e) is error.TelegramError else Rejected  # the bare one: a body that is no JSON
        raise kind(type(e).__name__) from None
    except _UNREADABLE as e:
        log.exception("an answer of Telegram's cannot be read")  # or a fault of ours: it must not go unheard
        raise SendUnknown(f"the answer cannot be read ({type(e).__name__})") from None


def refused(description: str, otherwise: type[SendError]) -> SendError:
    """Return the error of the core for a refusal; `otherwise` where its description is not listed."""
    low = description.casefold()
    if _PROXY in low:
        return TryAgain("an answer that is not Telegram's", PAUSE)
    return next((kind for words, kind in TABLE.items() if words in low), otherwise)(low)


def _not_found(e: error.TelegramError) -> SendError:
    """Distinguish an unknown method from a wrong answer of a proxy. Neither is about the chat.
    The client wraps the answer where it does not have the method itself.
    """
    answer = e.__cause__ if isinstance(e, error.EndPointNotFound) else e
    unknown = isinstance(answer, error.TelegramError) and answer.message.casefold() == "not found"
    return (NoMethod if unknown else TryAgain)(type(e).__name__, PAUSE)


def _network(e: error.NetworkError) -> SendError:
    """Return SendUnknown if the request may have arrived, else an error after which it can be repeated."""
    fault = e.__cause__
    if isinstance(fault, httpx.TransportError) and not isinstance(fault, _UNSENT):
        return SendUnknown(type(fault).__name__)
    if isinstance(e, error.TimedOut) and fault is None:
        return SendUnknown("timed out")
    return TooLarge("too large") if "too large" in e.message.casefold() else TryAgain(type(e).__name__, PAUSE)


def seconds(refusal: error.RetryAfter) -> float:
    """Return the seconds for which Telegram asked to wait."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
