"""Wakes: the writer of a job sends its kind and due time to the listeners."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from secrets import token_hex

from botfeed.core.ports import Due, Hear
from botfeed.store.tables import millis, moment

CHANNEL = "botfeed_wake"
MOST = 6000  # bytes of a notification: PostgreSQL takes 8000


class Listeners:
    """Listeners in this process. `name` tells its notifications from those of other processes."""

    def __init__(self) -> None:
        self.name = token_hex(8)
        self._hear: list[Hear] = []

    @contextlib.contextmanager
    def listening(self, hear: Hear) -> Iterator[None]:
        self._hear.append(hear)
        try:
            yield
        finally:
            self._hear.remove(hear)

    def tell(self, due: AbstractSet[Due]) -> None:
        for hear in tuple(self._hear):
            hear(due)

    def written(self, due: AbstractSet[Due]) -> str:
        """Return the notification for other processes: our name, then each kind and when it is due in milliseconds."""
        text = " ".join([self.name, *(f"{kind}@{millis(at)}" for kind, at in sorted(due))])
        return text if len(text) <= MOST else self.name

    def notified(self, text: str) -> None:
        """Pass on what another process wrote. A text of another form, as of an older botfeed, wakes everybody."""
        name, *parts = text.split() or [""]
        if name != self.name:
            self.tell(_read(parts))


def _read(parts: Sequence[str]) -> set[Due]:
    """Return the kinds and times of a notification; empty if one of them is malformed, as from another version."""
    due: set[Due] = set()
    for part in parts:
        kind, _, at = part.rpartition("@")
        if not kind or not at.isdigit():
            return set()
        due.add((kind, moment(int(at))))
    return due
