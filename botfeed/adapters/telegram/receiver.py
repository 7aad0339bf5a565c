"""Telegram's updates by a poll loop of our own: parsed singly, in order per chat, confirmed once all is durable."""

from __future__ import annotations

import asyncio
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from telegram import Bot, Update, error

from botfeed.adapters.telegram import decode, schema
from botfeed.adapters.telegram.decode import Arrived
from botfeed.adapters.telegram.messenger import Messenger, seconds
from botfeed.core import dispatch
from botfeed.core.chat.context import House
from botfeed.core.chat.i18n import L, guess, words
from botfeed.core.chat.message import Action, Card, Reply
from botfeed.core.errors import SendError, StartError, Unreachable

log = structlog.get_logger()
# We read updates raw on purpose: one that cannot be parsed must not stop the others.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")

ALLOWED = ("message", "callback_query", "message_reaction")
POLL = 25  # seconds that Telegram holds an empty poll
SAID_BY = 2.0  # seconds to wait for answers to be said before the next poll; their requests are durable already
PAUSE = 2.0  # seconds after a failed poll


class Receiver:
    """One poller a token: Telegram answers 409 to a second one, and then we stop and say so."""

    def __init__(self, house: House, bot: Bot, messenger: Messenger) -> None:
        self._house = house
        self._bot = bot
        self._messenger = messenger
        self._offset = 0
        self._saying: set[asyncio.Task[None]] = set()

    async def poll(self) -> None:
        """Poll until cancelled. Raises StartError for a bad token or a second poller."""
        while True:
            batch = await self._batch()
            await self.take(batch)

    async def _batch(self) -> Sequence[dict[str, Any]]:
        args = {"offset": self._offset, "timeout": POLL, "allowed_updates": list(ALLOWED)}
        try:
            got = await self._bot.do_api_request("getUpdates", api_kwargs=args, read_timeout=POLL + 10)
        except error.Conflict:
            raise StartError("Another process polls this Telegram bot. Stop it, or use a bot of its own.") from None
        except (error.InvalidToken, error.Forbidden):
            raise StartError("Telegram does not know this TELEGRAM_TOKEN. Ask @BotFather for it again.") from None
        except error.RetryAfter as e:
            await self._house.clock.sleep(seconds(e))
            return ()
        except error.TelegramError as e:
            log.warning("poll failed", why=type(e).__name__)
            await self._house.clock.sleep(PAUSE)
            return ()
        return got if isinstance(got, list) else ()

    async def take(self, batch: Sequence[dict[str, Any]]) -> None:
        """Handle a batch: chats side by side, each in its order; then its updates may be forgotten by Telegram."""
        chats: dict[str, list[Arrived]] = defaultdict(list)
        for raw in batch:
            if arrived := self._parse(raw):
                chats[arrived.chat].append(arrived)
        await asyncio.gather(*(self._in_order(arrivals) for arrivals in chats.values()))
        if self._saying:
            await asyncio.wait(self._saying, timeout=SAID_BY)
        numbers = [raw["update_id"] for raw in batch if isinstance(raw.get("update_id"), int)]
        self._offset = max([self._offset, *(n + 1 for n in numbers)])

    def _parse(self, raw: dict[str, Any]) -> Arrived | None:
        """Give the request of one raw update; what cannot be read is put aside, not tried again."""
        try:
            update = Update.de_json(raw, self._bot)
            return decode.update(update, self._bot.username) if update else None
        except Exception:
            log.exception("an update could not be read", update=raw.get("update_id"))
            return None

    async def _in_order(self, arrivals: Sequence[Arrived]) -> None:
        before: asyncio.Task[None] | None = None
        for arrived in arrivals:
            reply = await dispatch.handle(self._house, arrived.request)
            before = asyncio.create_task(self._say(arrived, reply, before))
            self._saying.add(before)
            before.add_done_callback(self._saying.discard)

    async def _say(self, arrived: Arrived, reply: Reply, before: asyncio.Task[None] | None) -> None:
        """Say the answer, after the one before it in this chat. What fails here is told by the next thing they do."""
        if before:
            await asyncio.wait({before})
        try:
            if arrived.callback:
                toast = reply.notice if not reply.cards else ""
                await self._messenger.acknowledge(arrived.callback, toast)
            await self._answer(arrived, reply)
        except SendError as e:
            log.warning("an answer was not delivered", why=repr(e))
        except Exception:
            log.exception("an answer failed")

    async def _answer(self, arrived: Arrived, reply: Reply) -> None:
        request = arrived.request
        if not reply.cards and not reply.ask and (arrived.callback or not reply.notice):
            return
        here = request.address
        if reply.update and request.pressed:
            receipt = await self._messenger.edit(here, request.pressed, reply)
            await dispatch.landed(self._house, request, here, reply, receipt)
            return
        aside = reply.private and not here.private
        where = decode.alone_of(request.sender) if aside else here
        try:
            receipt = await self._messenger.send(where, reply, request.id)
        except Unreachable:
            if not aside:
                raise
            await self._point(arrived, L("I answer that in private. Open a chat with me first."))
            return
        await dispatch.landed(self._house, request, where, reply, receipt)
        if aside and not arrived.callback:
            await self._point(arrived, L("I answered you in private."))
        if reply.pending:
            await self._messenger.progress(where, receipt.ref, words("en").t(""), None)

    async def _point(self, arrived: Arrived, line: str) -> None:
        """Leave one line and a link in the group."""
        say = words(guess(arrived.request.locale))
        link = Action(say.s(L("Open")), "start", url=f"https://t.me/{self._bot.username}?start=hi")
        await self._messenger.send(
            arrived.request.address, Reply((Card(say.t(line), actions=(link,)),), silent=True), arrived.request.id
        )


async def serve(house: House, token: str, ready: Callable[[str], None], **options: Any) -> None:
    """Connect, tell Telegram our commands, and poll until cancelled.

    `ready` is given our user name; `options` go to `telegram.Bot` (base_url ...).
    """
    bot = Bot(token, **options)
    try:
        await bot.initialize()
    except (error.InvalidToken, error.Forbidden):
        raise StartError("Telegram does not know this TELEGRAM_TOKEN. Ask @BotFather for it again.") from None
    messenger = Messenger(house, bot)
    house.messengers[messenger.platform] = messenger
    house.store.wake()
    try:
        await schema.push(house, bot)
        ready(bot.username)
        await Receiver(house, bot, messenger).poll()
    finally:
        house.messengers.pop(messenger.platform, None)
        await bot.shutdown()
