"""Telegram's updates, whichever way they come: parsed singly, in order per chat, durable before they are confirmed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Update, error

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram import decode, schema
from botfeed.adapters.telegram.api import transport
from botfeed.adapters.telegram.decode import Arrived
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.receive import groups
from botfeed.adapters.telegram.receive.backpressure import Crowd
from botfeed.adapters.telegram.receive.inline import Inline, Shares
from botfeed.adapters.telegram.send import ephemeral
from botfeed.adapters.telegram.send.answer import AnswerTarget
from botfeed.core import dispatch, serialization
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import StartError, TryAgain

log = structlog.get_logger()

_UNSOUND = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of what it says, not of the store
ALLOWED = (
    "message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
)
SAID_BY = 2.0  # seconds to wait for answers to be said; their requests are durable already
NOWHERE = Shares()
HEARD = 10_000  # updates that this process knows it has taken
HOLDS = 2.0  # seconds after which an answer counts as said: who is slow holds nobody else's updates longer
SPINNERS = 100  # presses at most that are passed over and acknowledged at once
OWED = 30  # times that an update about a group is tried which the store does not take: then it is put aside
OWED_PAUSE = 1.0  # seconds until it is tried again
AWAY = 5.0  # seconds until Telegram is tried again that could not be reached at the start
UNKNOWN = "Telegram does not know this TELEGRAM_TOKEN. Ask @BotFather for it again."


class Receiver:
    """Takes updates, by polling or by webhook: one has one effect and one answer, however often it comes."""

    def __init__(self, services: Services, bot: Bot, messenger: Messenger, shares: Shares = NOWHERE) -> None:
        self.services = services
        self.bot = bot
        self._messenger = messenger
        self._ctx = AnswerTarget(services, messenger)
        self._inline = Inline(services, messenger, shares)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._heard = Recent[int, None](HEARD)
        self._saying: dict[str, asyncio.Task[None]] = {}  # by chat: the answer that is said last there
        self._crowd = Crowd()
        self._spinners: set[asyncio.Task[None]] = set()  # presses that are passed over, and acknowledged just now
        self._unsaid: dict[int, float] = {}  # by update: when its answer was begun
        self._owed: dict[int, int] = {}  # by update that has to come again: how often it was tried

    def heard(self, number: int) -> bool:
        """Whether this process has taken the update, or put it aside."""
        return number in self._heard

    def unsaid(self) -> int | None:
        """Give the oldest update whose answer is being said, or that is to come again."""
        since = self._now() - HOLDS
        saying = (number for number, when in self._unsaid.items() if when > since)
        return min((*saying, *self._owed), default=None)

    @property
    def owes(self) -> bool:
        """Whether an update has to come again."""
        return bool(self._owed)

    def confirmed(self, offset: int) -> None:
        """What is before that does not come again."""
        for number in [number for number in self._owed if number < offset]:
            del self._owed[number]

    async def read(self, raw: Any) -> Arrived | None:
        """Give the request of one raw update; what cannot be read is put aside, not tried again.

        Raises TryAgain where it was read and what it says of a group could not be written down: it has to come again.
        """
        number = numbered(raw)
        try:
            update = Update.de_json(raw, self.bot)
            arrived = serialization.checked(decode.update(self.services.menu, update, self.bot.username))
            await self._follow(update)
            if update.inline_query:
                self._inline.ask(update.inline_query)
            elif update.chosen_inline_result:
                self._inline.chosen(update.chosen_inline_result)
        except TryAgain:
            raise
        except Exception:
            log.exception("an update could not be read", update=number)
            arrived = None
        if arrived is None and number is not None:
            self._heard[number] = None
        return arrived

    async def _follow(self, update: Update) -> None:
        """Write down where a group went, and whether we are in it. Raises TryAgain, some times for each update."""
        number, message = update.update_id, update.message
        try:
            if message and message.migrate_to_chat_id:
                await self._messenger.line.moves.moved(message.chat.id, message.migrate_to_chat_id)
            await groups.heard(self.services, update)
        except _UNSOUND:
            raise
        except Exception as e:
            log.exception("what an update says of a group was not written down", update=number)
            self._owed[number] = self._owed.get(number, 0) + 1
            if self._owed[number] < OWED:
                raise TryAgain(type(e).__name__, OWED_PAUSE) from None
        self._owed.pop(number, None)

    async def take(self, arrived: Arrived, *, repeated: bool, patience: float = 0.0) -> None:
        """Handle one: its effect is durable when this returns, its answer is said after the one before it in its chat.

        `repeated`: it may have been taken before this process began. `patience`: seconds that the one before gets to
        be said first, so that a press finds what the message it was made on shows. A press on what one person sees
        always waits: that it is theirs is known once it is written down.
        """
        if ephemeral.told(arrived.request.pressed):
            patience = max(patience, SAID_BY)
        turn = self._turns.setdefault(arrived.chat, asyncio.Lock())
        async with turn:
            if arrived.number in self._heard:
                return
            if patience and (before := self._saying.get(arrived.chat)):
                await asyncio.wait({before}, timeout=patience)
            reply = await self._reply(arrived)
            self._heard[arrived.number] = None
            if reply is None:
                return
            self._crowd.enter(arrived.chat, arrived.request.sender.user)
            before = self._saying.get(arrived.chat)
            self._unsaid[arrived.number] = self._now()
            saying = asyncio.create_task(self._say(arrived, reply, before, repeated=repeated))
            self._saying[arrived.chat] = saying
            saying.add_done_callback(partial(self._done, arrived))

    async def _reply(self, arrived: Arrived) -> Reply | None:
        """Have it done, unless nobody can tell for whom.

        Of who is too much nothing is listened to: that is said once, and to each press.
        """
        chat, who = arrived.chat, arrived.request.sender.user
        if not self._crowd.full(chat, who):
            if arrived.nameless:
                return await self._ctx.nameless(arrived.request)
            return await dispatch.handle(self.services, await self._messenger.rests.above(arrived.request))
        if arrived.callback:
            self._pass_over(arrived)
            return None
        return None if self._crowd.told(chat, who) else await self._ctx.crowded(arrived.request)

    def _pass_over(self, press: Arrived) -> None:
        """End the spinner on its button, beside everything else."""
        if len(self._spinners) < SPINNERS:
            task = asyncio.create_task(self._ctx.pass_over(press))
            self._spinners.add(task)
            task.add_done_callback(self._spinners.discard)

    async def _say(self, arrived: Arrived, reply: Reply, before: asyncio.Task[None] | None, *, repeated: bool) -> None:
        if before:
            await asyncio.wait({before})
        if repeated and await self._ctx.said(arrived.request):
            reply = Reply()
        await self._ctx.say(arrived, reply)

    def _done(self, arrived: Arrived, saying: asyncio.Task[None]) -> None:
        self._unsaid.pop(arrived.number, None)
        self._crowd.leave(arrived.chat, arrived.request.sender.user)
        if self._saying.get(arrived.chat) is saying:
            del self._saying[arrived.chat]

    def _now(self) -> float:
        return self.services.clock.now().timestamp()

    async def said(self, seconds: float) -> None:
        """Wait until what was answered is said, for so long at most."""
        if self._saying:
            await asyncio.wait(self._saying.values(), timeout=seconds)

    async def stop(self) -> None:
        """End what is being said. Its requests are durable."""
        await self._inline.stop()
        left = [*self._saying.values(), *self._spinners]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def numbered(raw: Any) -> int | None:
    """Give an update's number, None where it is not one."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None


Way: TypeAlias = Callable[[Receiver, Callable[[], None]], Awaitable[None]]
"""How updates come in: runs until cancelled, and calls what it is given once they do."""


async def serve(
    services: Services,
    token: str,
    ready: Callable[[str], None],
    way: Way,
    shares: Shares = NOWHERE,
    *,
    rich: bool = False,
    whispers: bool = False,
    **options: Any,
) -> None:
    """Connect, tell Telegram our commands, and let updates come in by `way` until cancelled.

    `ready` is given our user name; `options` go to `telegram.Bot` (base_url ...). `rich`: words are said as rich
    messages, where the server knows them. `whispers`: private answers may be said in a group for one person's eyes.
    """
    for name in ("httpx", "httpcore", "telegram"):  # they log the addresses they call, which hold the token
        logging.getLogger(name).setLevel(logging.WARNING)
    bot = transport.bot(token, **options)
    try:
        await bot.initialize()
    except (error.InvalidToken, error.Forbidden):
        raise StartError(UNKNOWN) from None
    except error.NetworkError as e:
        raise TryAgain(f"Telegram cannot be reached ({type(e).__name__})", AWAY) from None
    messenger = Messenger(services, bot, shares.storage, rich=rich, whispers=whispers)
    receiver = Receiver(services, bot, messenger, shares)
    await messenger.line.moves.load()
    services.messengers[messenger.platform] = messenger
    services.store.wake()
    try:
        await _tell_commands(services, bot)
        await dispatch.deferred_replies.missed(services, messenger.platform)
        await way(receiver, lambda: ready(bot.username))
    finally:
        services.messengers.pop(messenger.platform, None)
        await receiver.said(SAID_BY)
        await receiver.stop()
        await bot.shutdown()


async def speak(_receiver: Receiver, ready: Callable[[], None]) -> None:
    """Let nothing in: another process receives, this one speaks."""
    ready()
    await asyncio.Event().wait()


async def _tell_commands(services: Services, bot: Bot) -> None:
    """The list of commands is a convenience: without it everything works, and the next start tells it."""
    try:
        await schema.push(services, bot)
    except error.TelegramError as e:
        log.warning("the list of commands was not told", why=type(e).__name__)
