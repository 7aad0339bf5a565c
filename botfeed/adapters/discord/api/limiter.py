"""Keep Discord's limit on all requests of a bot; the client library keeps those of single routes."""

from __future__ import annotations

from botfeed.core.ports import Clock
from botfeed.core.rate_limit import advance, next_allowed

OVERALL = 1 / 48  # seconds between requests: Discord allows 50 a second
PATIENT = 1 / 30  # seconds between requests that nobody waits for: what is left is for people
LATE = 0.1  # seconds by which requests may be early to make up for timers that were late
TICK = 0.001  # seconds: clocks count in microseconds, so a shorter pause might never pass


class Limiter:
    """Limiter of all requests: those for people reserve the next slot;
    patient ones take a slot only if none is reserved.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due = 0.0  # theoretical arrival time of all requests
        self._due_patient = 0.0

    async def turn(self, *, patient: bool) -> None:
        """Wait until a request may go."""
        while patient and (pause := self._patient_wait()) > TICK:
            await self._clock.sleep(pause)
        now = self._now()
        start = next_allowed(self._due, now, LATE)
        self._due = advance(self._due, now, OVERALL)
        if patient:
            self._due_patient = advance(self._due_patient, now, PATIENT)
        elif start - now > TICK:
            await self._clock.sleep(start - now)

    def _patient_wait(self) -> float:
        now = self._now()
        return max(next_allowed(due, now, LATE) for due in (self._due, self._due_patient)) - now

    def _now(self) -> float:
        return self._clock.monotonic()
