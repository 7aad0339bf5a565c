"""Bound the answers that wait in a chat: a number for one person, and a number for everybody.
Beyond that the person gets one warning, and further requests are dropped until the waiting answers are sent.
"""

from __future__ import annotations

from collections import Counter

EACH = 10  # answers that wait for one person in a chat: half of what a group takes in a minute
MOST = 40  # answers that wait in a chat, whoever asked


class Backpressure:
    """Counter of waiting answers, by chat and person; the person is empty for all of a chat."""

    def __init__(self) -> None:
        self._waiting: Counter[tuple[str, str]] = Counter()
        self._warned: set[tuple[str, str]] = set()

    def full(self, chat: str, person: str) -> bool:
        """Return True if further requests of this person are dropped here."""
        return self._waiting[chat, person] >= EACH or self._waiting[chat, ""] >= MOST

    def warned(self, chat: str, person: str) -> bool:
        """Return True if whoever is over the limit was warned before; count them as warned from now on."""
        key = (chat, "") if self._waiting[chat, ""] >= MOST else (chat, person)
        known = key in self._warned
        self._warned.add(key)
        return known

    def enter(self, chat: str, person: str) -> None:
        """Count an answer that waits."""
        self._waiting.update(((chat, ""), (chat, person)))

    def leave(self, chat: str, person: str) -> None:
        """Count an answer as sent or given up."""
        for key in ((chat, ""), (chat, person)):
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                self._warned.discard(key)
