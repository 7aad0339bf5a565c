"""Handle updates, from polling or a webhook: parse each by itself, keep each chat's order, confirm durable ones."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import structlog
from cachetools import LRUCache
from telegram import Bot, Update

from botfeed.adapters.telegram import contents, decode
from botfeed.adapters.telegram.api import ephemeral
from botfeed.adapters.telegram.decode import IncomingRequest
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.receive import groups, guests
from botfeed.adapters.telegram.receive.answers import AnswerSender
from botfeed.adapters.telegram.receive.backpressure import Backpressure
from botfeed.adapters.telegram.receive.inline import InlineQueries, InlineSettings
from botfeed.core import dispatch, serialization
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import StoreAway, TryAgain

log = structlog.get_logger()

_UNSOUND = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # a bad update, not a failed store
ALLOWED = (
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
)
SENT_BY = 2.0  # seconds to wait for answers to be sent; their requests are durable already
NO_INLINE = InlineSettings()
ALBUMS = 1000  # albums of which the first message was answered
MISSPELT = 1000  # messages whose command there is not: they are answered once they are corrected
REMEMBERED = 10_000  # numbers of updates that this process has taken
OLD = timedelta(minutes=1)  # of an update that waited while nobody took it
HOLDS = 2.0  # seconds after which an answer counts as sent, so that a slow one does not hold other updates back
SPINNERS = 100  # dropped presses at most that are acknowledged at once
TRIES = 30  # at an update about a group that the store does not take; then it is put aside
RETRY_PAUSE = 1.0  # seconds between them
UNKNOWN = "Telegram does not know this TELEGRAM_TOKEN. Ask @BotFather for it again."


class Receiver:
    """Handler of updates that gives each one effect and one answer, however often it comes."""

    def __init__(self, services: Services, bot: Bot, messenger: Messenger, inline: InlineSettings = NO_INLINE) -> None:
        self.services = services
        self.bot = bot
        self.messenger = messenger
        self._answers = AnswerSender(services, messenger)
        self._inline = InlineQueries(services, messenger, inline)
        self.hearing = groups.Hearing(services, bot)
        messenger.overhears = self.hearing.hears_all
        self._albums: LRUCache[tuple[str, str], int] = LRUCache(ALBUMS)  # to the update that is answered
        self._misspelt: LRUCache[tuple[int, int], int] = LRUCache(MISSPELT)  # to the update that corrected it, or 0
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._known: LRUCache[int, None] = LRUCache(REMEMBERED)
        self._sending: dict[str, asyncio.Task[None]] = {}  # by chat: its last answer
        self._backpressure = Backpressure()
        self._spinners: set[asyncio.Task[None]] = set()  # dropped presses that are being acknowledged
        self._unanswered: dict[int, float] = {}  # by update: when sending its answer began
        self._away: dict[str, set[int]] = {}  # by chat: its updates that found no store
        self._behind: set[tuple[str, str]] = set()  # chats and people whose backlog is answered by jobs
        self._retries: dict[int, int] = {}  # by update that has to come again: how often it was tried

    def is_known(self, number: int) -> bool:
        """Return True if this process has taken the update, or put it aside."""
        return number in self._known

    def oldest_unanswered(self) -> int | None:
        """Return the oldest update whose answer is being sent, or that has to come again."""
        since = self._now() - HOLDS
        sending = (number for number, when in self._unanswered.items() if when > since)
        return min((*sending, *self._retries), default=None)

    def passed_over(self, chat: str, number: int) -> None:
        """Expect no update of a chat before this one any more: a webhook gets those of a chat one after another."""
        for before in {before for before in self._away.get(chat, ()) if before < number}:
            self._away[chat].discard(before)
            self._retries.pop(before, None)

    def put_aside(self, number: int) -> None:
        """Pass an update over whose handling broke."""
        self._known[number] = None
        self._retries.pop(number, None)

    def oldest_retry(self) -> int | None:
        """Return the oldest update that has to come again; it must not be confirmed."""
        return min(self._retries, default=None)

    @property
    def has_retries(self) -> bool:
        """Return True if an update has to come again."""
        return bool(self._retries)

    def forget_before(self, offset: int) -> None:
        """Expect no update before `offset` any more: Telegram does not repeat confirmed ones."""
        for number in [number for number in self._retries if number < offset]:
            del self._retries[number]
        for chat, numbers in list(self._away.items()):
            if not (left := {number for number in numbers if number >= offset}):
                del self._away[chat]
            else:
                self._away[chat] = left

    async def read(self, raw: Any) -> IncomingRequest | None:
        """Return the request of one raw update; one that cannot be read is put aside.
        Raises TryAgain if its news about a group could not be written: it has to come again.
        """
        number = numbered(raw)
        try:
            update = self._parsed(raw)
            arrived = serialization.checked(self._decoded(update))
            await self._follow(update)
            if update.inline_query:
                self._inline.answer(update.inline_query)
            elif update.chosen_inline_result:
                self._inline.chosen(update.chosen_inline_result)
            elif update.guest_message:
                self._inline.start(guests.answer(self.services, self.messenger, self._inline, update.guest_message))
        except TryAgain:
            raise
        except Exception:  # of the library that reads updates: a bad one is not asked for again
            log.exception("an update could not be read", update=number)
            arrived = None
        if arrived is None and number is not None:
            self._known[number] = None
        return arrived

    def _parsed(self, raw: Any) -> Update:
        """Parse an update. Where the library cannot read a message's content, the rest of the message is read: a poll,
        or the message that is replied to, has fields that a server left out or that came later.
        """
        try:
            return Update.de_json(raw, self.bot)
        except _UNSOUND as e:
            message = raw.get("message") if isinstance(raw, dict) else None
            if not isinstance(message, dict):
                raise
            log.warning("a message is read without its content", update=numbered(raw), why=repr(e)[:200])
            rest = {name: value for name, value in message.items() if name in contents.PLAIN}
            return Update.de_json({"update_id": raw["update_id"], "message": {**rest, "unreadable": True}}, self.bot)

    def _decoded(self, update: Update) -> IncomingRequest | None:
        """Return the request of an update, at the present id of its chat. One answer for an album; an edited message
        is answered where it was a command that there is not.
        """
        arrived = decode.update(self.services.menu, update, decode.Bot(self.bot.username, self.hearing.hears_all))
        if arrived is None:
            return None
        message, request = update.message or update.edited_message, arrived.request
        if message:
            place, known = (message.chat.id, message.message_id), self.services.menu.get(request.command)
            corrected = self._misspelt.get(place)
            again = corrected in (0, arrived.number)  # an update may come again before it is durable
            if update.edited_message and (not again or known is None or request.text is None):
                return None
            if known is None:
                self._misspelt[place] = 0
            elif corrected is not None:
                self._misspelt[place] = arrived.number
        if arrived.album and self._albums.setdefault((arrived.chat, arrived.album), arrived.number) != arrived.number:
            return None
        return replace(arrived, request=self.messenger.client.migrations.follow(request))

    async def _follow(self, update: Update) -> None:
        """Record a group's new id and the bot's membership. Raises TryAgain, a limited number of times an update."""
        number, message = update.update_id, update.message
        try:
            if message and message.migrate_to_chat_id:
                await self.messenger.client.migrations.record(message.chat.id, message.migrate_to_chat_id)
            await groups.follow(self.services, update)
            await self.hearing.follow(update)
        except _UNSOUND:
            raise
        except StoreAway as e:
            self._retries.setdefault(number, 0)
            raise TryAgain(str(e), RETRY_PAUSE) from None
        except Exception as e:  # of the store or a bug: tried again a few times, then the rest goes on
            log.exception("what an update says of a group was not written down", update=number)
            self._retries[number] = self._retries.get(number, 0) + 1
            if self._retries[number] < TRIES:
                raise TryAgain(type(e).__name__, RETRY_PAUSE) from None
        self._retries.pop(number, None)

    async def take(
        self, arrived: IncomingRequest, *, repeated: bool, backlog: bool = False, patience: float = 0.0
    ) -> None:
        """Handle a request; its effect is durable when this returns, its answer is sent after the chat's last one.
        `repeated`: an earlier process may have taken it. `backlog`: it waited while no process was here. `patience`:
        seconds to wait for the chat's last answer, so that a press finds the message that it was made on. A press on an
        ephemeral message always waits: it can be attributed to this person only once its placement is recorded.
        """
        if ephemeral.is_ephemeral(arrived.request.pressed):
            patience = max(patience, SENT_BY)
        turn = self._turns.setdefault(arrived.chat, asyncio.Lock())
        async with turn:
            if arrived.number in self._known:
                return
            if patience and (before := self._sending.get(arrived.chat)):
                await asyncio.wait({before}, timeout=patience)
            reply = await self._durable(arrived, backlog=backlog or self._is_old(arrived))
            self._known[arrived.number] = None
            if reply is None:
                return
            self._backpressure.enter(arrived.chat, arrived.request.sender.user)
            before = self._sending.get(arrived.chat)
            self._unanswered[arrived.number] = self._now()
            sending = asyncio.create_task(self._send(arrived, reply, before, repeated=repeated))
            self._sending[arrived.chat] = sending
            sending.add_done_callback(partial(self._done, arrived))

    def _comes_again(self, arrived: IncomingRequest, waiting: set[int], why: str) -> TryAgain:
        waiting.add(arrived.number)
        self._retries.setdefault(arrived.number, 0)
        return TryAgain(why, RETRY_PAUSE)

    def _is_old(self, arrived: IncomingRequest) -> bool:
        return arrived.sent is not None and self.services.clock.now() - arrived.sent > OLD

    async def _durable(self, arrived: IncomingRequest, *, backlog: bool) -> Reply | None:
        """Return the reply to a request. Raises TryAgain while the store is away: it has to come again, and after what
        its chat asked before.
        """
        waiting = self._away.setdefault(arrived.chat, set())
        if any(number < arrived.number for number in waiting):
            raise self._comes_again(arrived, waiting, "what was asked before waits")
        try:
            reply = await self._reply(arrived, behind=backlog or arrived.number in self._retries)
        except StoreAway as e:
            raise self._comes_again(arrived, waiting, str(e)) from None
        self._retries.pop(arrived.number, None)
        waiting.discard(arrived.number)
        if not waiting:
            self._away.pop(arrived.chat, None)
        return reply

    async def _reply(self, arrived: IncomingRequest, *, behind: bool) -> Reply | None:
        """Return the reply to a request; None if it is answered later, or dropped, because too many answers wait in
        its chat. `behind`: it waited while this process was away or had no store, so it is not dropped.
        """
        chat, person = arrived.chat, arrived.request.sender.user
        full = self._backpressure.full(chat, person)
        if behind and (full or (chat, person) in self._behind) and not arrived.anonymous:
            request = await self.messenger.overflow.redirect(arrived.request)
            if await dispatch.backlog.park(self.services, request, arrived.sent):
                self._behind.add((chat, person))
                return Reply()
        elif not behind:
            self._behind.discard((chat, person))
        if not full:
            if arrived.anonymous:
                return await self._answers.anonymous_reply(arrived.request)
            request = await self.messenger.overflow.redirect(arrived.request)
            return await dispatch.handle(self.services, request, comes_again=True)
        if arrived.callback:
            self._drop_press(arrived)
            return None
        warned = self._backpressure.warned(chat, person)
        return None if warned else await self._answers.overload_reply(arrived.request)

    def _drop_press(self, press: IncomingRequest) -> None:
        """Start to end the spinner on the button of a dropped press."""
        if len(self._spinners) < SPINNERS:
            task = asyncio.create_task(self._answers.acknowledge_overload(press))
            self._spinners.add(task)
            task.add_done_callback(self._spinners.discard)

    async def _send(
        self, arrived: IncomingRequest, reply: Reply, before: asyncio.Task[None] | None, *, repeated: bool
    ) -> None:
        if before:
            await asyncio.wait({before})
        if repeated and await self._is_answered(arrived):
            reply = Reply()
        await self._answers.send(arrived, reply)

    async def _is_answered(self, arrived: IncomingRequest) -> bool:
        try:
            return await self._answers.is_answered(arrived.request)
        except StoreAway:
            return False  # said twice is better than not at all

    def _done(self, arrived: IncomingRequest, sending: asyncio.Task[None]) -> None:
        self._unanswered.pop(arrived.number, None)
        self._backpressure.leave(arrived.chat, arrived.request.sender.user)
        if self._sending.get(arrived.chat) is sending:
            del self._sending[arrived.chat]

    def _now(self) -> float:
        return self.services.clock.monotonic()

    async def wait_for_answers(self, seconds: float) -> None:
        """Wait until all answers are sent, for so long at most."""
        if self._sending:
            await asyncio.wait(self._sending.values(), timeout=seconds)

    async def stop(self) -> None:
        """Cancel the answers that are being sent; their requests are durable."""
        await self._inline.stop()
        left = [*self._sending.values(), *self._spinners]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def numbered(raw: Any) -> int | None:
    """Return the number of a raw update, None if it has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None
