"""How many messages Telegram may have counted within the last second.

It counts them as they arrive, which nobody sees from here: some time between the start of the call and its answer. So
each counts from its start until a second after its answer, and no second of Telegram's can hold more than ours.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

SECOND = 1.0  # seconds that Telegram looks back
LONGEST = 1.0  # seconds that a call counts as on its way: what takes longer arrived long before its answer


@dataclass(slots=True)
class _Flight:
    """A message to `chat`. `counts`: until when, known once it was answered."""

    chat: str
    start: float
    counts: float
    answered: bool = False


class Flights:
    """All times are seconds of one clock."""

    def __init__(self) -> None:
        self._flights: deque[_Flight] = deque()

    def begin(self, chat: str, now: float) -> None:
        """A message may be on its way from now on."""
        while self._flights and self._flights[0].counts <= now:
            self._flights.popleft()
        self._flights.append(_Flight(chat, now, now + LONGEST + SECOND))

    def end(self, chat: str, now: float) -> float:
        """What was on its way to `chat` was answered. Gives how long it was under way, 0 where nothing was."""
        longest = 0.0
        for flight in self._flights:
            if flight.chat == chat and not flight.answered:
                longest = max(longest, min(now - flight.start, LONGEST))
                flight.counts, flight.answered = min(flight.counts, now + SECOND), True
        return longest

    def free(self, now: float, most: int) -> float:
        """When fewer than `most` count, at the latest: answers may make it sooner."""
        if len(self._flights) < most:
            return now
        counting = sorted(flight.counts for flight in self._flights if flight.counts > now)
        return counting[-most] if len(counting) >= most else now
