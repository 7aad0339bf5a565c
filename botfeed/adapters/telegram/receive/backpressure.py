"""How much is listened to at once: so many requests of one person in a chat, and so many of a whole chat.

Where more is asked than can be said, it is told once and then passed over, until what waits has been said.
"""

from __future__ import annotations

from collections import Counter

EACH = 10  # answers that wait for one person in a chat: half of what a group takes in a minute
MOST = 40  # answers that wait in a chat, whoever asked


class Crowd:
    """By chat and person: the answers that are not said yet. The person is empty for all of a chat."""

    def __init__(self) -> None:
        self._waiting: Counter[tuple[str, str]] = Counter()
        self._told: set[tuple[str, str]] = set()

    def full(self, chat: str, who: str) -> bool:
        """Whether nothing more of them is listened to here."""
        return self._waiting[chat, who] >= EACH or self._waiting[chat, ""] >= MOST

    def told(self, chat: str, who: str) -> bool:
        """Whether who is too much was told so; from now on they were."""
        whose = (chat, "") if self._waiting[chat, ""] >= MOST else (chat, who)
        known = whose in self._told
        self._told.add(whose)
        return known

    def enter(self, chat: str, who: str) -> None:
        self._waiting.update(((chat, ""), (chat, who)))

    def leave(self, chat: str, who: str) -> None:
        for whose in ((chat, ""), (chat, who)):
            self._waiting[whose] -= 1
            if not self._waiting[whose]:
                del self._waiting[whose]
                self._told.discard(whose)
