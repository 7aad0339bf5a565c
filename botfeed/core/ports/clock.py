"""Current time and sleep."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the time of day, which somebody may set forward or back: for what is stored and shown."""

    def monotonic(self) -> float:
        """Return seconds that only go forward: for pauses and rates of this process, never stored."""

    async def sleep(self, seconds: float) -> None: ...


SKEW = timedelta(seconds=5)  # by which the clocks of two processes may differ
JUMP = timedelta(minutes=5)  # of the time of day against the seconds that passed: somebody set the clock
SETTLES = 3600.0  # seconds after a jump ahead until nothing is deleted by its age: most wrong clocks are put right


def fresh(now: datetime, then: datetime, age: timedelta) -> bool:
    """Return True if `then` is no older than `age`. A time in the future, of a clock that was ahead, is not fresh."""
    return -SKEW <= now - then < age


@dataclass(slots=True)
class ClockWatch:
    """Watch of this process over the time of day: it notices when it was set forward or back."""

    _last: tuple[datetime, float] | None = field(default=None)
    _settled_at: float = 0.0

    def look(self, clock: Clock, seen: datetime | None = None) -> bool:
        """Return True if the time of day went back since the last look, the first since `seen`, a stored time."""
        now, seconds = clock.now(), clock.monotonic()
        before, passed = self._last or (seen or now, seconds)
        drift = now - before - timedelta(seconds=seconds - passed)
        ahead = timedelta(days=2) if self._last is None else JUMP  # a process may have been away for a while
        self._last = (now, seconds)
        if drift > ahead:
            self._settled_at = seconds + SETTLES
        return drift < -SKEW * 6

    def is_settled(self, clock: Clock) -> bool:
        """Return False for a while after a jump ahead, when what is deleted by its age has to wait."""
        return clock.monotonic() >= self._settled_at
