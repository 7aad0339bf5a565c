"""Keep Telegram's limits on sending: about 30 messages a second, 1 a second in a chat, 20 a minute in a group."""

from __future__ import annotations

import asyncio
import bisect
import itertools
from collections import deque
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from cachetools import LRUCache

from botfeed.adapters.telegram.api.in_flight import InFlight, InFlightMessage
from botfeed.core.errors import TryAgain
from botfeed.core.ports import Clock
from botfeed.core.rate_limit import advance, next_allowed

MOST = 30  # messages in any second
OVERALL = 1 / 28.8  # seconds between messages of the bot, two of which may go at once
PATIENT = 1 / 20  # seconds between messages that nobody waits for: what is left is for people
LATE = 0.25  # seconds by which these may be early to make up for timers that were late
CHAT = 1.02  # seconds between messages to a chat
BURST = 3  # messages that may go to a chat at once
MINUTE = 60.5  # seconds in which a group takes GROUP messages
GROUP = 20
PATIENCE = 45.0  # seconds after which a patient message is no longer overtaken
GIVE_UP = 50.0  # seconds: a longer wait raises TryAgain, since a delivery has its lease for a minute
PROBE = 20.0  # seconds for which all wait for the probe's answer: by then it is lost, or a slow upload
REMEMBERED = 10_000  # chats
TICK = 0.001  # seconds: clocks count in microseconds, so a shorter pause might never pass


@dataclass(slots=True)
class _Chat:
    """Limits of one chat. `due`: theoretical arrival time (GCRA). `held`: a pause's end.
    `minute`: times of a group's last messages.
    """

    due: float = 0.0
    held: float = 0.0
    minute: deque[float] = field(default_factory=deque)

    def start(self, now: float) -> float:
        """Return the time at which the next message may go here."""
        full = len(self.minute) == GROUP
        allowed = next_allowed(self.due, now, (BURST - 1) * CHAT)
        return max(allowed, self.held, self.minute[0] + MINUTE if full else 0.0)

    def delay(self, by: float, now: float) -> None:
        """Count the last message as sent up to `by` seconds after its turn: Telegram counts from its arrival."""
        self.due = max(self.due, min(self.due + by, now + BURST * CHAT))
        if self.minute:
            self.minute[-1] = now


@dataclass(eq=False, slots=True)
class _Waiting:
    chat: str
    since: float
    number: int
    turn: asyncio.Future[InFlightMessage]


class Limiter:
    """Let messages through in this order: answers to people, patient messages, and progress, which never waits.

    A 429 holds the chat it was about. Telegram may mean the whole bot by it and does not say so: the next message, the
    probe, goes out alone, and if it is refused too everything is held.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due = 0.0  # theoretical arrival time of all messages
        self._due_patient = 0.0
        self._held = 0.0
        self._doubt = 0.0  # until when a chat was refused while it is not known whether all are
        self._probe = ""  # the chat whose answer will tell
        self._probe_ends = 0.0
        self._chats: LRUCache[str, _Chat] = LRUCache(REMEMBERED)
        self._in_flight = InFlight()
        self._people: list[_Waiting] = []
        self._patient: list[_Waiting] = []
        self._numbers = itertools.count()
        self._changed = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def turn(self, chat: str, *, patient: bool = False) -> InFlightMessage:
        """Wait until a message may go to `chat` (a group's id is negative); pass the result to `finished`.

        Raises TryAgain if that takes longer than `GIVE_UP`.
        """
        now = self._now()
        known = self._chats.get(chat)
        _check_wait(max(self._held, known.start(now) if known else 0.0) - now)
        if not (self._people or self._patient) and self._when(chat, now, patient=patient) <= now:
            return self._take(chat, now, patient=patient)
        queue = self._patient if patient else self._people
        turn: asyncio.Future[InFlightMessage] = asyncio.get_running_loop().create_future()
        mine = _Waiting(chat, now, next(self._numbers), turn)
        queue.append(mine)
        self._wake()
        try:
            return await turn
        except asyncio.CancelledError:
            self._leave(mine)
            raise

    def spare(self, chat: str) -> InFlightMessage | None:
        """Take a turn if one is free now, nobody waits, and it is not the last of the chat's burst; else None."""
        now = self._now()
        known = self._chats.get(chat, _Chat())
        tight = known.due > now + TICK or len(known.minute) > GROUP // 2
        if self._people or self._patient or tight or self._doubt > now or self._when(chat, now) > now:
            return None
        return self._take(chat, now)

    async def open(self, chat: str = "") -> None:
        """Wait until neither the whole bot nor `chat` is held. Raises TryAgain if that takes longer than `GIVE_UP`."""
        while (pause := self.paused_for(chat)) > TICK:
            _check_wait(pause)
            await self._clock.sleep(pause)

    def paused_for(self, chat: str = "") -> float:
        """Return the seconds for which Telegram asked for a pause, for the whole bot or for `chat`."""
        known = self._chats.get(chat)
        return max(0.0, max(self._held, known.held if known else 0.0) - self._now())

    def wait(self, chat: str) -> float:
        """Return the least number of seconds that a message to `chat` has to wait."""
        now, known = self._now(), self._chats.get(chat)
        return max(0.0, max(self._held, known.start(now) if known else 0.0) - now)

    def finished(self, chat: str, *messages: InFlightMessage) -> None:
        """Record that a call about `chat` was answered or given up; `messages`: the turns it had, if any."""
        now = self._now()
        if late := max((message.end(now) for message in messages), default=0.0):
            self._known(chat).delay(late, now)
        if chat == self._probe:
            self._doubt, self._probe = 0.0, ""
        self._wake()

    def refused(self, chat: str, after: float) -> None:
        """Record a pause of `after` seconds that Telegram asked for at a call about `chat`; empty for no chat."""
        until = self._now() + after
        if not chat or chat == self._probe:
            self._held = max(self._held, until)
            self._doubt, self._probe = 0.0, ""
        else:
            self._doubt = max(self._doubt, until)
        if chat:
            known = self._known(chat)
            known.held = max(known.held, until)
        self._wake()

    def _now(self) -> float:
        return self._clock.monotonic()

    def _when(self, chat: str, now: float, *, patient: bool = False) -> float:
        """Return the time at which a message may go to `chat` if no other goes before; none goes beside a probe."""
        known = self._chats.get(chat)
        pace = next_allowed(self._due_patient, now, LATE) if patient else now
        probe = self._probe_ends if self._probe not in ("", chat) else 0.0
        room = self._in_flight.free(now, MOST)
        overall = next_allowed(self._due, now, OVERALL)
        return max(overall, self._held, pace, probe, room, known.start(now) if known else now)

    def _take(self, chat: str, now: float, *, patient: bool = False) -> InFlightMessage:
        known = self._known(chat)
        known.due = advance(known.due, now, CHAT)
        if chat.startswith("-"):
            known.minute.append(now)
            if len(known.minute) > GROUP:
                known.minute.popleft()
        self._due = advance(self._due, now, OVERALL)
        if patient:
            self._due_patient = advance(self._due_patient, now, PATIENT)
        if self._doubt > now and chat != self._probe:
            self._probe, self._probe_ends = chat, now + PROBE
        return self._in_flight.begin(now)

    def _known(self, chat: str) -> _Chat:
        known = self._chats[chat] = self._chats.get(chat) or _Chat()
        return known

    def _wake(self) -> None:
        self._changed.set()
        if (self._people or self._patient) and (self._serving is None or self._serving.done()):
            self._serving = asyncio.create_task(self._serve())

    def _leave(self, one: _Waiting) -> None:
        """Remove a caller that gave up waiting, perhaps just when it got its turn."""
        if one.turn.done() and not one.turn.cancelled():
            self.finished(one.chat, one.turn.result())
        for queue in (self._people, self._patient):
            if one in queue:
                queue.remove(one)
        self._wake()

    async def _serve(self) -> None:
        """Give turns until no caller waits."""
        while self._people or self._patient:
            self._changed.clear()
            now = self._now()
            self._age(now)
            pause = self._step(now)
            if pause > 0:
                await self._rest(max(pause, TICK))

    def _age(self, now: float) -> None:
        while self._patient and now - self._patient[0].since > PATIENCE:
            bisect.insort(self._people, self._patient.pop(0), key=attrgetter("number"))

    def _step(self, now: float) -> float:
        """Give one turn and return 0, or return the seconds until one may be given."""
        soonest = float("inf")
        for queue in (self._people, self._patient):
            patient = queue is self._patient
            for one in queue:
                when = self._when(one.chat, now, patient=patient)
                if when <= now:
                    queue.remove(one)
                    one.turn.set_result(self._take(one.chat, now, patient=patient))
                    return 0.0
                soonest = min(soonest, when)
        return soonest - now

    async def _rest(self, pause: float) -> None:
        """Sleep for `pause` seconds, or until something changed."""
        waits: list[asyncio.Task[Any]] = [asyncio.create_task(self._changed.wait())]
        if pause < float("inf"):
            waits.append(asyncio.create_task(self._clock.sleep(pause)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def _check_wait(pause: float) -> None:
    if pause > GIVE_UP:
        raise TryAgain("told to wait", pause)
