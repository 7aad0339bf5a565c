"""Discord's limit over all, kept before it is met: the client paces each route by itself, but not the whole bot."""

from __future__ import annotations

from botfeed.core.ports import Clock

OVERALL = 1 / 48  # seconds between requests: Discord allows 50 a second
PATIENT = 1 / 30  # seconds between those that nobody waits for: what is left is for people
LATE = 0.1  # seconds that may be made up for: timers are not even
TICK = 0.001  # seconds: clocks count in microseconds, so a shorter pause might never pass


class Limiter:
    """People take the next place at once; what is patient takes its place when nobody is before it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = 0.0  # when a request may go
        self._next_patient = 0.0

    async def turn(self, *, patient: bool) -> None:
        """Wait until a request may go."""
        while patient and (pause := max(self._next, self._next_patient) - self._now()) > TICK:
            await self._clock.sleep(pause)
        now = self._now()
        start = max(self._next, now - LATE)
        self._next = start + OVERALL
        if patient:
            self._next_patient = max(self._next_patient, now - LATE) + PATIENT
        elif start - now > TICK:
            await self._clock.sleep(start - now)

    def _now(self) -> float:
        return self._clock.now().timestamp()
