"""System clock, and a clock that tests and scripts step."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class SteppedClock:
    """Clock that stands still until it is set or advanced; sleeping advances it. `shift` sets it wrong, or right."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._passed = timedelta(0)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._passed.total_seconds()

    def advance(self, by: timedelta) -> None:
        self._now += by
        self._passed += by

    def shift(self, by: timedelta) -> None:
        """Set the time of day forward or back while no time passes."""
        self._now += by

    def set(self, moment: datetime) -> None:
        """Jump forward; backward raises ValueError."""
        if moment < self._now:
            raise ValueError(f"the clock stands at {self._now.isoformat()} and does not go back")
        self.advance(moment.astimezone(UTC) - self._now)

    async def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)
