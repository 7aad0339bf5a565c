"""Clock of the fake: it stands still until it is advanced, so that the 3 s and 15 min rules are deterministic."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)  # what snowflakes count from


class Clock:
    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime.now(UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class Running(Clock):
    """Clock that follows the machine's, for a bot that uses that one."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Snowflakes:
    """Snowflakes: ids that increase, and carry the clock's milliseconds as the real ones do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        moment = int((self._clock.now() - EPOCH) / timedelta(milliseconds=1)) << 22
        self._last = max(self._last + 1, moment)
        return self._last
