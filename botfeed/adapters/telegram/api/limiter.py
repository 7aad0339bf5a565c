"""Telegram's limits on what a bot sends: about 30 messages a second, 1 a second in a chat, 20 a minute in a group."""

from __future__ import annotations

import asyncio
import bisect
import itertools
from collections import deque
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from botfeed.adapters.lru import Recent
from botfeed.adapters.telegram.api.in_flight import Flight, Flights
from botfeed.core.errors import TryAgain
from botfeed.core.ports import Clock

MOST = 30  # messages in any second
OVERALL = 1 / 28.8  # seconds between messages, so that they do not come in heaps
PATIENT = 1 / 20  # seconds between those that nobody waits for: what is left is for people
LATE = 0.25  # seconds of them that may be made up for: timers are not even
CHAT = 1.02  # seconds between messages to a chat
BURST = 3  # messages that a chat takes at once before its pace counts
MINUTE = 60.5  # seconds in which a group takes GROUP messages
GROUP = 20
PATIENCE = 45.0  # seconds after which what is patient goes in its turn: people delay it, they do not starve it
HANGS_UP = 50.0  # seconds: who would wait longer comes again, since a delivery has its lease for a minute
PROBE = 20.0  # seconds for which everybody waits for the one that tries: by then it is lost, or a slow upload
REMEMBERED = 10_000  # chats
TICK = 0.001  # seconds: clocks count in microseconds, so a shorter pause might never pass


@dataclass(slots=True)
class _Chat:
    """`due`: when its burst would be whole again (GCRA). `minute`: when a group was last written to."""

    due: float = 0.0
    held: float = 0.0
    minute: deque[float] = field(default_factory=deque)

    def start(self, now: float) -> float:
        """When the next message may go here."""
        full = len(self.minute) == GROUP
        return max(now, self.due - (BURST - 1) * CHAT, self.held, self.minute[0] + MINUTE if full else 0.0)

    def late(self, by: float, now: float) -> None:
        """The last message arrived up to so many seconds after its turn, and Telegram counts from there."""
        self.due = max(self.due, min(self.due + by, now + BURST * CHAT))
        if self.minute:
            self.minute[-1] = now


@dataclass(eq=False, slots=True)
class _Waiting:
    chat: str
    since: float
    number: int
    turn: asyncio.Future[Flight]


class Limiter:
    """One queue a bot: answers to people first, then what is patient, then progress, which never waits.

    A 429 holds the chat it was about. Telegram may mean the whole bot by it, and does not say so: the next message
    goes out alone, and if it is refused as well everything is held.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = 0.0  # when the next message may go, whatever its chat
        self._next_patient = 0.0
        self._held = 0.0
        self._doubt = 0.0  # a chat was refused until then, and nobody knows yet whether all are
        self._probe = ""  # the chat whose answer will tell
        self._probe_ends = 0.0
        self._chats = Recent[str, _Chat](REMEMBERED)
        self._flights = Flights()
        self._people: list[_Waiting] = []
        self._patient: list[_Waiting] = []
        self._numbers = itertools.count()
        self._nudged = asyncio.Event()
        self._giving: asyncio.Task[None] | None = None

    async def turn(self, chat: str, *, patient: bool = False) -> Flight:
        """Wait until a message may go to `chat` (a group's id is negative). Give what comes back to `went`.

        Raises TryAgain where that surely takes long.
        """
        now = self._now()
        known = self._chats.get(chat)
        _hang_up(max(self._held, known.start(now) if known else 0.0) - now)
        if not (self._people or self._patient) and self._when(chat, now, patient=patient) <= now:
            return self._take(chat, now, patient=patient)
        queue = self._patient if patient else self._people
        turn: asyncio.Future[Flight] = asyncio.get_running_loop().create_future()
        mine = _Waiting(chat, now, next(self._numbers), turn)
        queue.append(mine)
        self._nudge()
        try:
            return await turn
        except asyncio.CancelledError:
            self._leave(mine)
            raise

    def spare(self, chat: str) -> Flight | None:
        """Take a turn that nobody misses: now, with nobody waiting, and not the last of the chat's burst."""
        now = self._now()
        known = self._chats.get(chat, _Chat())
        tight = known.due > now + TICK or len(known.minute) > GROUP // 2
        if self._people or self._patient or tight or self._doubt > now or self._when(chat, now) > now:
            return None
        return self._take(chat, now)

    async def open(self, chat: str = "") -> None:
        """Wait until neither the whole bot nor `chat` is held. Raises TryAgain where that takes long."""
        while (pause := self.held(chat)) > TICK:
            _hang_up(pause)
            await self._clock.sleep(pause)

    def held(self, chat: str = "") -> float:
        """For how many seconds Telegram wants to hear nothing, at all or about `chat`."""
        known = self._chats.get(chat)
        return max(0.0, max(self._held, known.held if known else 0.0) - self._now())

    def wait(self, chat: str) -> float:
        """For how many seconds a message to `chat` would surely wait."""
        now, known = self._now(), self._chats.get(chat)
        return max(0.0, max(self._held, known.start(now) if known else 0.0) - now)

    def went(self, chat: str, *flights: Flight) -> None:
        """A call about `chat` was answered, or is not under way any more; `flights`: the turns it had, if any."""
        now = self._now()
        if late := max((flight.end(now) for flight in flights), default=0.0):
            self._known(chat).late(late, now)
        if chat == self._probe:
            self._doubt, self._probe = 0.0, ""
        self._nudge()

    def refused(self, chat: str, after: float) -> None:
        """Telegram asked for a pause of so many seconds at a message to `chat`; empty: at something of no chat."""
        until = self._now() + after
        if not chat or chat == self._probe:
            self._held = max(self._held, until)
            self._doubt, self._probe = 0.0, ""
        else:
            self._doubt = max(self._doubt, until)
        if chat:
            known = self._known(chat)
            known.held = max(known.held, until)
        self._nudge()

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _when(self, chat: str, now: float, *, patient: bool = False) -> float:
        """When a message may go to `chat`, if nobody goes before. While a probe is out nobody else goes."""
        known = self._chats.get(chat)
        pace = self._next_patient if patient else 0.0
        probe = self._probe_ends if self._probe not in ("", chat) else 0.0
        room = self._flights.free(now, MOST)
        return max(self._next, self._held, pace, probe, room, known.start(now) if known else now)

    def _take(self, chat: str, now: float, *, patient: bool = False) -> Flight:
        known = self._known(chat)
        known.due = max(known.due, now) + CHAT
        if chat.startswith("-"):
            known.minute.append(now)
            if len(known.minute) > GROUP:
                known.minute.popleft()
        self._next = max(self._next, now - OVERALL) + OVERALL
        if patient:
            self._next_patient = max(self._next_patient, now - LATE) + PATIENT
        if self._doubt > now and chat != self._probe:
            self._probe, self._probe_ends = chat, now + PROBE
        return self._flights.begin(now)

    def _known(self, chat: str) -> _Chat:
        known = self._chats[chat] = self._chats.get(chat) or _Chat()
        return known

    # --- who waits

    def _nudge(self) -> None:
        self._nudged.set()
        if (self._people or self._patient) and (self._giving is None or self._giving.done()):
            self._giving = asyncio.create_task(self._give())

    def _leave(self, one: _Waiting) -> None:
        """Somebody gave up waiting, perhaps just when it was their turn."""
        if one.turn.done() and not one.turn.cancelled():
            self.went(one.chat, one.turn.result())
        for queue in (self._people, self._patient):
            if one in queue:
                queue.remove(one)
        self._nudge()

    async def _give(self) -> None:
        """Give turns until nobody waits."""
        while self._people or self._patient:
            self._nudged.clear()
            now = self._now()
            self._age(now)
            pause = self._step(now)
            if pause > 0:
                await self._rest(max(pause, TICK))

    def _age(self, now: float) -> None:
        while self._patient and now - self._patient[0].since > PATIENCE:
            bisect.insort(self._people, self._patient.pop(0), key=attrgetter("number"))

    def _step(self, now: float) -> float:
        """Let the first one go who may; else give the seconds until somebody might."""
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
        """Sleep so long, or until something changed."""
        waits: list[asyncio.Task[Any]] = [asyncio.create_task(self._nudged.wait())]
        if pause < float("inf"):
            waits.append(asyncio.create_task(self._clock.sleep(pause)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def _hang_up(pause: float) -> None:
    if pause > HANGS_UP:
        raise TryAgain("told to wait", pause)
