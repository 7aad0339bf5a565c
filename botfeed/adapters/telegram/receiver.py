"""Telegram's updates by a poll loop of our own: parsed singly, in order per chat, confirmed once all is durable."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Update, error
from telegram.warnings import PTBUserWarning

from botfeed.adapters.telegram import decode, groups, schema
from botfeed.adapters.telegram.answer import Voice
from botfeed.adapters.telegram.decode import Arrived
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.refusals import seconds
from botfeed.core import dispatch
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Reply
from botfeed.core.errors import StartError

log = structlog.get_logger()

ALLOWED = ("message", "callback_query", "message_reaction", "my_chat_member")
POLL = 25  # seconds that Telegram holds an empty poll
SAID_BY = 2.0  # seconds to wait for answers to be said before the next poll; their requests are durable already
PAUSE = 2.0  # seconds after a failed poll
SECOND = "Another process polls this Telegram bot. Stop it, or use a bot of its own."
WEBHOOK = "A webhook is set for this Telegram bot, so it cannot be polled. Remove it, or use a bot of its own."
UNKNOWN = "Telegram does not know this TELEGRAM_TOKEN. Ask @BotFather for it again."


class Receiver:
    """One poller a token: Telegram answers 409 to a second one, and then we stop and say so."""

    def __init__(self, house: House, bot: Bot, messenger: Messenger) -> None:
        self._house = house
        self._bot = bot
        self._messenger = messenger
        self._voice = Voice(house, messenger)
        self._offset = 0
        self._saying: dict[str, asyncio.Task[None]] = {}  # by chat: the answer that is said last there

    async def poll(self) -> None:
        """Poll until cancelled. Raises StartError for a bad token or a second poller."""
        while True:
            batch = await self._batch()
            await self.take(batch)

    async def _batch(self) -> Sequence[dict[str, Any]]:
        args = {"offset": self._offset, "timeout": POLL, "allowed_updates": list(ALLOWED)}
        try:
            with warnings.catch_warnings():
                # Read raw on purpose: an update that cannot be parsed must not stop the others.
                warnings.simplefilter("ignore", PTBUserWarning)
                got = await self._bot.do_api_request("getUpdates", api_kwargs=args, read_timeout=POLL + 10)
        except error.Conflict as e:
            raise StartError(WEBHOOK if "webhook" in e.message else SECOND) from None
        except (error.InvalidToken, error.Forbidden):
            raise StartError(UNKNOWN) from None
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
            if arrived := await self._parse(raw):
                chats[arrived.chat].append(arrived)
        await asyncio.gather(*(self._in_order(arrivals) for arrivals in chats.values()))
        if self._saying:
            await asyncio.wait(self._saying.values(), timeout=SAID_BY)
        numbers = [raw["update_id"] for raw in batch if isinstance(raw.get("update_id"), int)]
        self._offset = max([self._offset, *(n + 1 for n in numbers)])

    async def _parse(self, raw: dict[str, Any]) -> Arrived | None:
        """Give the request of one raw update; what cannot be read is put aside, not tried again."""
        try:
            update = Update.de_json(raw, self._bot)
            if update.message and update.message.migrate_to_chat_id:
                await self._messenger.moves.moved(update.message.chat.id, update.message.migrate_to_chat_id)
            await groups.heard(self._house, update)
            return decode.update(update, self._bot.username)
        except Exception:
            log.exception("an update could not be read", update=raw.get("update_id"))
            return None

    async def _in_order(self, arrivals: Sequence[Arrived]) -> None:
        for arrived in arrivals:
            reply = await dispatch.handle(self._house, arrived.request)
            repeated = self._offset == 0 or arrived.number < self._offset
            if repeated and await self._voice.said(arrived.request):
                reply = Reply()
            before = self._saying.get(arrived.chat)
            saying = asyncio.create_task(self._say(arrived, reply, before))
            self._saying[arrived.chat] = saying
            saying.add_done_callback(partial(self._done, arrived.chat))

    async def _say(self, arrived: Arrived, reply: Reply, before: asyncio.Task[None] | None) -> None:
        """Say an answer after the one before it in this chat."""
        if before:
            await asyncio.wait({before})
        await self._voice.say(arrived, reply)

    def _done(self, chat: str, saying: asyncio.Task[None]) -> None:
        if self._saying.get(chat) is saying:
            del self._saying[chat]

    async def stop(self) -> None:
        """End what is being said. Its requests are durable, and not yet confirmed if it is of the last batch."""
        left = list(self._saying.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


async def serve(house: House, token: str, ready: Callable[[str], None], **options: Any) -> None:
    """Connect, tell Telegram our commands, and poll until cancelled.

    `ready` is given our user name; `options` go to `telegram.Bot` (base_url ...).
    """
    for name in ("httpx", "httpcore", "telegram"):  # they log the addresses they call, which hold the token
        logging.getLogger(name).setLevel(logging.WARNING)
    bot = Bot(token, **options)
    try:
        await bot.initialize()
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    messenger = Messenger(house, bot)
    receiver = Receiver(house, bot, messenger)
    await messenger.moves.load()
    house.messengers[messenger.platform] = messenger
    house.store.wake()
    try:
        await _tell_commands(house, bot)
        ready(bot.username)
        await receiver.poll()
    finally:
        house.messengers.pop(messenger.platform, None)
        await receiver.stop()
        await bot.shutdown()


async def _tell_commands(house: House, bot: Bot) -> None:
    """The list of commands is a convenience: without it everything works, and the next start tells it."""
    try:
        await schema.push(house, bot)
    except error.TelegramError as e:
        log.warning("the list of commands was not told", why=type(e).__name__)
