"""Show progress: a chat action at the top of the chat, partial pictures and text in the message that waits.
In a private chat an answer in text is a draft that grows below the waiting message until the whole is sent.
All of it is lossy: it takes only spare turns, and a refusal is ignored.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import structlog
from cachetools import LRUCache
from telegram import InlineKeyboardMarkup, InputMediaPhoto

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api.addresses import parts, where
from botfeed.adapters.telegram.api.client import UPLOAD, ApiClient
from botfeed.adapters.telegram.api.refusals import NoMethod
from botfeed.core.errors import NotPermitted, Rejected, SendError
from botfeed.core.language.text import Text
from botfeed.core.model import Address
from botfeed.core.ports import Clock

log = structlog.get_logger()

ACTION = 5.0  # seconds that Telegram shows an action
REMEMBERED = 10_000  # messages and chats


@contextlib.contextmanager
def _lossy() -> Iterator[None]:
    """Log refusals and failures, and go on."""
    try:
        yield
    except SendError as error:
        log.debug("progress was not shown", why=type(error).__name__)
    except Exception:  # progress may be lost, and may not end what it tells of
        log.exception("progress failed")


class Progress:
    """Progress by chat. `_shown`: when a chat last got an action; `_waiting`: the buttons of messages that will be
    replaced;
    `_drafted`: messages below which a draft grows.
    An edit removes buttons that it does not repeat, so messages that another process sent are left as they are.
    """

    def __init__(self, client: ApiClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._shown: LRUCache[str, float] = LRUCache(REMEMBERED)
        self._waiting: LRUCache[str, InlineKeyboardMarkup | None] = LRUCache(REMEMBERED)
        self._drafted: LRUCache[str, bool] = LRUCache(REMEMBERED)
        self._drafts = True  # until a server says that it has none

    def begin(self, ref: str, buttons: InlineKeyboardMarkup | None) -> None:
        """Let progress be shown in this message."""
        self._waiting[ref] = buttons

    def end(self, ref: str) -> bool:
        """Show no more progress in this message, which is replaced now. Returns True if a draft grew below it."""
        self._waiting.pop(ref, None)
        return self._drafted.pop(ref, False)

    async def show(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show text or a partial picture in the message, and a chat action. Never raises."""
        words = self._waiting.get(ref, True) is None  # only a picture has a button, to cancel it
        await self._update(address, ref, text, partial, "typing" if words else "upload_photo")

    async def draft(self, address: Address, ref: str, text: Text) -> None:
        """Show a partial answer in a draft, or in the message that waits. Never raises."""
        if not (address.private and self._drafts):
            await self._update(address, ref, text, None, "typing")
            return
        with _lossy():
            try:
                await self._draft(address, ref, text)
            except (NoMethod, Rejected, NotPermitted) as error:
                self._drafts = False
                self._drafted.pop(ref, None)
                log.info("telegram takes no drafts: answers are shown in the message that waits", why=str(error))

    async def _update(self, address: Address, ref: str, text: Text, partial: bytes | None, doing: str) -> None:
        with _lossy():
            await self._action(address, doing)
            if ref in self._waiting and str(text).strip():
                await self._edit(ref, text, partial)

    async def _draft(self, address: Address, ref: str, text: Text) -> None:
        """Send the draft under the number of the waiting message, so that it replaces the draft before."""
        (chat, message), (_, thread) = parts(ref), where(address)
        turn = self._client.spare_turn(chat)
        if turn is None:
            return
        words, entities = render.words(text, render.TEXT)
        bot = self._client.bot
        self._drafted[ref] = True  # even if the call is lost: the draft may have arrived
        await self._client.call(
            chat, lambda to: bot.send_message_draft(to, message, words, thread, entities=entities), turn
        )

    async def _action(self, address: Address, doing: str) -> None:
        """Send a chat action, again once Telegram stopped showing the last one."""
        now, (chat, thread) = self._clock.monotonic(), where(address)
        if now - self._shown.get(address.ref, now - ACTION) < ACTION or self._client.paused_for(chat):
            return
        self._shown[address.ref] = now
        bot = self._client.bot
        await self._client.call(chat, lambda to: bot.send_chat_action(to, doing, message_thread_id=thread))

    async def _edit(self, ref: str, text: Text, partial: bytes | None) -> None:
        """Edit the message and repeat its buttons, which an edit without a keyboard would remove."""
        chat, message = parts(ref)
        turn = self._client.spare_turn(chat)
        if turn is None:
            return
        bot, keyboard = self._client.bot, self._waiting[ref]
        if partial is None:
            words, entities = render.words(text, render.TEXT)
            await self._client.call(
                chat,
                lambda to: bot.edit_message_text(words, to, message, entities=entities, reply_markup=keyboard),
                turn,
            )
            return
        caption, entities = render.words(text, render.CAPTION)
        media = InputMediaPhoto(partial, caption=caption, caption_entities=entities)
        await self._client.call(
            chat,
            lambda to: bot.edit_message_media(media, to, message, reply_markup=keyboard, write_timeout=UPLOAD),
            turn,
        )
