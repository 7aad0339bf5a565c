"""How far it is, shown where it will be: a word at the top of the chat, partial pictures in the message itself.

An answer in words is drafted in a private chat: it grows below the message that waits, until the whole is sent.

All of it is lossy: it takes only turns that nobody misses, and a refusal of it is forgotten.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import structlog
from telegram import InlineKeyboardMarkup, InputMediaPhoto

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api.client import UPLOAD, ApiClient, parts, where
from botfeed.adapters.telegram.api.refusals import NoMethod
from botfeed.core.errors import Rejected, SendError
from botfeed.core.language.text import Text
from botfeed.core.model import Address
from botfeed.core.ports import Clock

log = structlog.get_logger()

ACTION = 5.0  # seconds that Telegram shows an action
REMEMBERED = 10_000  # messages and chats


@contextlib.contextmanager
def _lossy() -> Iterator[None]:
    """Forget what is refused, and what fails."""
    try:
        yield
    except SendError as error:
        log.debug("progress was not shown", why=type(error).__name__)
    except Exception:
        log.exception("progress failed")


class Progress:
    """`_shown` holds when a chat was last told; `_waiting` the buttons of the messages that will become something else;
    `_drafted` those below which a draft grows.

    An edit takes away the buttons that it does not bring along, so what another process sent is left as it is.
    """

    def __init__(self, line: ApiClient, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._shown = Recent[str, float](REMEMBERED)
        self._waiting = Recent[str, InlineKeyboardMarkup | None](REMEMBERED)
        self._drafted = Recent[str, bool](REMEMBERED)
        self._drafts = True  # until a server says that it has none

    def begins(self, ref: str, buttons: InlineKeyboardMarkup | None) -> None:
        """This message says what is being made."""
        self._waiting[ref] = buttons

    def ends(self, ref: str) -> bool:
        """It becomes something else now: nothing of its progress may come after that. Gives whether it was drafted."""
        self._waiting.pop(ref, None)
        return self._drafted.pop(ref, False)

    async def show(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show words or a partial picture in the message, else that something is on its way. Never raises."""
        words = self._waiting.get(ref, True) is None  # what can be cancelled is a picture
        await self._tell(address, ref, text, partial, "typing" if words else "upload_photo")

    async def draft(self, address: Address, ref: str, text: Text) -> None:
        """Show an answer that is being written, in a draft or in the message that waits. Never raises."""
        if not (address.private and self._drafts):
            await self._tell(address, ref, text, None, "typing")
            return
        with _lossy():
            try:
                await self._draft(address, ref, text)
            except (NoMethod, Rejected) as error:
                self._drafts = False
                self._drafted.pop(ref, None)
                log.info("telegram takes no drafts: answers are shown in the message that waits", why=str(error))

    async def _tell(self, address: Address, ref: str, text: Text, partial: bytes | None, doing: str) -> None:
        with _lossy():
            await self._action(address, doing)
            if ref in self._waiting and str(text).strip():
                await self._put(ref, text, partial)

    async def _draft(self, address: Address, ref: str, text: Text) -> None:
        """Draft it under the number of the message that waits, so that it grows in its place."""
        (chat, message), (_, thread) = parts(ref), where(address)
        turn = self._line.spare(chat)
        if turn is None:
            return
        words, entities = render.words(text, render.TEXT)
        bot = self._line.bot
        self._drafted[ref] = True  # also where nobody learns whether it arrived
        await self._line.call(
            chat, lambda to: bot.send_message_draft(to, message, words, thread, entities=entities), turn
        )

    async def _action(self, address: Address, doing: str) -> None:
        """Say at the top of the chat what is on its way, as often as Telegram forgets it."""
        now, (chat, thread) = self._clock.now().timestamp(), where(address)
        if now - self._shown.get(address.ref, 0.0) < ACTION or self._line.held(chat):
            return
        self._shown[address.ref] = now
        bot = self._line.bot
        await self._line.call(chat, lambda to: bot.send_chat_action(to, doing, message_thread_id=thread))

    async def _put(self, ref: str, text: Text, partial: bytes | None) -> None:
        """Edit the message, keeping its buttons: an edit without a keyboard would take them away."""
        chat, message = parts(ref)
        turn = self._line.spare(chat)
        if turn is None:
            return
        bot, keyboard = self._line.bot, self._waiting[ref]
        if partial is None:
            words, entities = render.words(text, render.TEXT)
            await self._line.call(
                chat,
                lambda to: bot.edit_message_text(words, to, message, entities=entities, reply_markup=keyboard),
                turn,
            )
            return
        caption, entities = render.words(text, render.CAPTION)
        media = InputMediaPhoto(partial, caption=caption, caption_entities=entities)
        await self._line.call(
            chat,
            lambda to: bot.edit_message_media(media, to, message, reply_markup=keyboard, write_timeout=UPLOAD),
            turn,
        )
