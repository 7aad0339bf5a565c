"""Translate what the client raises into the errors of the core."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import structlog
from telegram import error

from botfeed.core.errors import Expired, MessageGone, Rejected, SendError, SendUnknown, TooLarge, TryAgain, Unreachable

log = structlog.get_logger()

PAUSE = 3.0  # seconds after a fault of the network or of Telegram
_GONE = ("message to edit not found", "message to delete not found", "message_id_invalid")
_TOO_OLD = ("message can't be deleted", "message can't be edited")
_LOST = (
    "chat not found",
    "user is deactivated",
    "group chat was deactivated",
    "peer_id_invalid",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "have no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
)
_WRONG_KIND = ("there is no text in the message", "there is no caption in the message")
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)  # of an answer that is not what it should be
_WRONG_FILE = ("wrong file identifier", "wrong remote file identifier", "wrong type of file")


class WrongKind(Rejected):
    """Error: the message shows a picture and cannot become text."""


class WrongFile(Rejected):
    """Error: Telegram does not recognise the file id any more."""


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


@contextlib.contextmanager
def as_core_errors() -> Iterator[None]:
    """Raise SendError and its kinds for the client's errors, without any URL, since these contain the token."""
    try:
        yield
    except error.RetryAfter as e:
        raise Paused("told to wait", seconds(e)) from None
    except error.ChatMigrated as e:
        raise Moved(e.new_chat_id) from None
    except error.Forbidden as e:
        raise Unreachable(type(e).__name__) from None
    except (error.InvalidToken, error.EndPointNotFound) as e:
        raise _not_found(e) from None
    except error.BadRequest as e:
        raise _bad_request(e.message.casefold()) from None
    except error.NetworkError as e:
        raise _network(e) from None
    except error.TelegramError as e:
        kind = SendUnknown if type(e) is error.TelegramError else Rejected  # the bare one: a body that is no JSON
        raise kind(type(e).__name__) from None
    except _UNREADABLE as e:
        log.exception("an answer of Telegram's cannot be read")  # or a fault of ours: it must not go unheard
        raise SendUnknown(f"the answer cannot be read ({type(e).__name__})") from None


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


def _bad_request(low: str) -> SendError:
    kinds: tuple[tuple[tuple[str, ...], type[SendError]], ...] = (
        (_GONE, MessageGone),
        (_TOO_OLD, Expired),
        (_LOST, Unreachable),
        (("message is not modified",), Unchanged),
        (_WRONG_KIND, WrongKind),
        (_WRONG_FILE, WrongFile),
    )
    return next((kind(low) for words, kind in kinds if any(w in low for w in words)), Rejected(low))


def seconds(refusal: error.RetryAfter) -> float:
    """Return the seconds for which Telegram asked to wait."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
