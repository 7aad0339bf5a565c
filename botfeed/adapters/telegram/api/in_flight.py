"""How many messages Telegram may have counted within the last second.

It counts them as they arrive, which nobody sees from here: some time between the start of the call and its answer. So
each counts from its start until a second after its answer, and no second of Telegram's can hold more than ours.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

SECOND = 1.0  # seconds that Telegram looks back
LONGEST = 1.0  # seconds that a call counts as on its way: what takes longer arrived long before its answer


@dataclass(eq=False, slots=True)
class Flight:
    """A message on its way. `counts`: until when, known once it was answered."""

    start: float
    counts: float
    answered: bool = False

    def end(self, now: float) -> float:
        """It was answered, or is not under way any more. Gives how long it was, 0 where that was known."""
        if self.answered:
            return 0.0
        self.counts, self.answered = min(self.counts, now + SECOND), True
        return min(now - self.start, LONGEST)


class Flights:
    """All times are seconds of one clock."""

    def __init__(self) -> None:
        self._flights: deque[Flight] = deque()

    def begin(self, now: float) -> Flight:
        """A message may be on its way from now on."""
        while self._flights and self._flights[0].counts <= now:
            self._flights.popleft()
        flight = Flight(now, now + LONGEST + SECOND)
        self._flights.append(flight)
        return flight

    def free(self, now: float, most: int) -> float:
        """When fewer than `most` count, at the latest: answers may make it sooner."""
        if len(self._flights) < most:
            return now
        counting = sorted(flight.counts for flight in self._flights if flight.counts > now)
        return counting[-most] if len(counting) >= most else now
