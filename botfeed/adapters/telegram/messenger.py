"""Speaks on Telegram: one message a card, edits in place, and Telegram's refusals in the house's words."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, ForceReply, InputMediaPhoto, LinkPreviewOptions, Message, error

from botfeed.adapters.telegram import decode, render
from botfeed.adapters.telegram.files import Files
from botfeed.adapters.telegram.limiter import Limiter
from botfeed.adapters.telegram.render import Body
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Ask, Receipt, Reply
from botfeed.core.chat.text import Text
from botfeed.core.errors import MessageGone, Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Address

T = TypeVar("T")
_GONE = ("message to edit not found", "message to delete not found", "message can't be deleted", "message_id_invalid")
_LOST = ("chat not found", "user is deactivated", "group chat was deactivated", "peer_id_invalid", "topic_closed")
_WRONG_KIND = ("there is no text in the message", "there is no caption in the message")


class Messenger:
    """Implements the core's `Messenger`, `CanEdit`, `CanDelete`, `CanStream` and `CanCheckRights`."""

    platform = decode.PLATFORM

    def __init__(self, house: House, bot: Bot) -> None:
        self.bot = bot
        self._files = Files(house, bot)
        self._limiter = Limiter(house.clock)

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Send each card as a message; the receipt names the last. Telegram knows no key: a repeat may double."""
        del key
        receipt: Receipt | None = None
        for card in reply.cards:
            receipt = await self._send(address, render.card(card), silent=reply.silent)
        for file in reply.files:
            receipt = await self._document(address, file)
        if reply.ask:
            receipt = await self.ask(address, reply.ask)
        elif reply.notice and not reply.cards:
            receipt = await self._send(address, render.notice(reply.notice), silent=reply.silent)
        if receipt is None:
            raise Rejected("an empty reply")
        return receipt

    async def ask(self, address: Address, ask: Ask) -> Receipt:
        """Put the first open question of a form; words are asked for by a forced reply."""
        markup = ForceReply(selective=True) if render.forced(ask) else None
        return await self._send(address, render.question(ask), markup=markup)

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Replace a message. Where its kind does not allow that, it is taken down and said anew."""
        if not reply.cards:
            raise Rejected("nothing to show")
        body = render.card(reply.cards[0])
        try:
            message = await self._edit(ref, body)
        except _Unchanged:
            return Receipt(ref)
        except _WrongKind:
            with contextlib.suppress(MessageGone):
                await self.delete(address, ref)
            return await self._send(address, body, silent=True)
        return Receipt(decode.message_ref(message.chat.id, message.message_id)) if message else Receipt(ref)

    async def delete(self, address: Address, ref: str) -> None:
        del address
        chat, message = _parts(ref)
        await self._guarded(lambda: self.bot.delete_message(chat, message))

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show that a picture is on its way, for five seconds or until it comes."""
        del ref, text, partial
        chat, thread = _where(address)
        with contextlib.suppress(Unreachable, TryAgain, Rejected, SendUnknown, MessageGone):
            await self._guarded(lambda: self.bot.send_chat_action(chat, "upload_photo", message_thread_id=thread))

    async def is_admin(self, address: Address, user: str) -> bool:
        chat, _ = _where(address)
        member = await self._guarded(lambda: self.bot.get_chat_member(chat, int(user)))
        return member.status in ("administrator", "creator")

    async def acknowledge(self, callback: str, text: str) -> None:
        """Answer a tap; Telegram shows a spinner until then. At most 200 characters; a late answer is no error."""
        with contextlib.suppress(Rejected, SendUnknown, TryAgain):
            await self._guarded(lambda: self.bot.answer_callback_query(callback, text[:200] or None))

    async def _send(self, address: Address, body: Body, *, silent: bool = False, markup: Any = None) -> Receipt:
        chat, thread = _where(address)
        await self._limiter.turn(str(chat))
        common: dict[str, Any] = {
            "message_thread_id": thread,
            "disable_notification": silent,
            "reply_markup": markup or body.keyboard,
        }
        if not body.media:
            message = await self._guarded(
                lambda: self.bot.send_message(
                    chat, body.text or "…", entities=body.entities, link_preview_options=_no_preview(), **common
                )
            )
        else:
            message = await self._photo(chat, body, common)
        return Receipt(decode.message_ref(message.chat.id, message.message_id))

    async def _photo(self, chat: int, body: Body, common: dict[str, Any]) -> Message:
        photo = await self._files.photo(body.media)
        caption: dict[str, Any] = {"caption": body.text, "caption_entities": body.entities}
        message = await self._guarded(lambda: self.bot.send_photo(chat, photo.content, **caption, **common))
        await self._files.remember(photo, message)
        return message

    async def _document(self, address: Address, file: Any) -> Receipt:
        chat, thread = _where(address)
        data = await self._files.load(file)
        send = partial(self.bot.send_document, chat, data, filename=file.name, message_thread_id=thread)
        message = await self._guarded(send)
        return Receipt(decode.message_ref(message.chat.id, message.message_id))

    async def _edit(self, ref: str, body: Body) -> Message | None:
        chat, message = _parts(ref)
        await self._limiter.turn(str(chat))
        if not body.media:
            return _message(
                await self._guarded(
                    lambda: self.bot.edit_message_text(
                        body.text or "…",
                        chat,
                        message,
                        entities=body.entities,
                        reply_markup=body.keyboard,
                        link_preview_options=_no_preview(),
                    )
                )
            )
        photo = await self._files.photo(body.media)
        media = InputMediaPhoto(photo.content, caption=body.text, caption_entities=body.entities)
        done = _message(
            await self._guarded(lambda: self.bot.edit_message_media(media, chat, message, reply_markup=body.keyboard))
        )
        if done:
            await self._files.remember(photo, done)
        return done

    async def _guarded(self, call: Callable[[], Awaitable[T]]) -> T:
        with _refusals(self._limiter):
            return await call()


class _WrongKind(Rejected):
    """A picture message cannot become words."""


class _Unchanged(Rejected):
    """The message shows this already."""


@contextlib.contextmanager
def _refusals(limiter: Limiter) -> Iterator[None]:
    try:
        yield
    except error.RetryAfter as e:
        after = seconds(e)
        limiter.refused(after)
        raise TryAgain("told to wait", after) from None
    except error.ChatMigrated as e:
        raise Unreachable(f"moved to {e.new_chat_id}") from None
    except (error.Forbidden, error.InvalidToken) as e:
        raise Unreachable(type(e).__name__) from None
    except error.BadRequest as e:
        raise _bad_request(e.message) from None
    except error.TimedOut:
        raise SendUnknown("timed out") from None
    except error.NetworkError as e:
        raise TryAgain(type(e).__name__, 3.0) from None
    except error.TelegramError as e:
        raise Rejected(type(e).__name__) from None


def _bad_request(message: str) -> Exception:
    low = message.casefold()
    if any(words in low for words in _GONE):
        return MessageGone(low)
    if any(words in low for words in _LOST):
        return Unreachable(low)
    if "message is not modified" in low:
        return _Unchanged(low)
    if any(words in low for words in _WRONG_KIND):
        return _WrongKind(low)
    return Rejected(low)


def seconds(refusal: error.RetryAfter) -> float:
    """How long Telegram asked us to wait."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


def _message(done: Message | bool) -> Message | None:
    return None if isinstance(done, bool) else done


def _where(address: Address) -> tuple[int, int | None]:
    chat, _, thread = address.ref.partition(":")
    return int(chat), int(thread) if thread else None


def _parts(ref: str) -> tuple[int, int]:
    chat, _, message = ref.partition("/")
    return int(chat), int(message)


def _no_preview() -> LinkPreviewOptions:
    return LinkPreviewOptions(is_disabled=True)
