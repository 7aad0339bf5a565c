"""Count the messages that Telegram may have counted within the last second.

Telegram counts a message when it arrives, at an unknown time between the start of the call and its answer. So each one
counts here from its start until a second after its answer, and no second of Telegram's can hold more than ours.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

SECOND = 1.0  # seconds that Telegram looks back
LONGEST = 1.0  # seconds that a call counts as on its way: what takes longer arrived long before its answer


@dataclass(eq=False, slots=True)
class InFlightMessage:
    """A message that was sent and maybe not answered yet. `counts`: until when, known once it was answered."""

    start: float
    counts: float
    answered: bool = False

    def end(self, now: float) -> float:
        """Mark the call as answered or given up. Returns its duration in seconds, 0 if it had ended before."""
        if self.answered:
            return 0.0
        self.counts, self.answered = min(self.counts, now + SECOND), True
        return min(now - self.start, LONGEST)


class InFlight:
    """The messages that count. All times are seconds of one clock."""

    def __init__(self) -> None:
        self._messages: deque[InFlightMessage] = deque()

    def begin(self, now: float) -> InFlightMessage:
        """Count a message from now on."""
        while self._messages and self._messages[0].counts <= now:
            self._messages.popleft()
        message = InFlightMessage(now, now + LONGEST + SECOND)
        self._messages.append(message)
        return message

    def free(self, now: float, most: int) -> float:
        """Return the time at which fewer than `most` count, at the latest; answers may make it sooner."""
        if len(self._messages) < most:
            return now
        counting = sorted(message.counts for message in self._messages if message.counts > now)
        return counting[-most] if len(counting) >= most else now
