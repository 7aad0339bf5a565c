"""Wakes: the writer of a job sends its kind and due time to the listeners."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from secrets import token_hex

from botfeed.core.ports import Hear
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

    def tell(self, due: Mapping[str, datetime]) -> None:
        for hear in tuple(self._hear):
            hear(due)

    def written(self, due: Mapping[str, datetime]) -> str:
        """Return the notification for other processes: our name, then each kind and when it is due in milliseconds."""
        text = " ".join([self.name, *(f"{kind}@{millis(at)}" for kind, at in due.items())])
        return text if len(text) <= MOST else self.name

    def heard(self, text: str) -> None:
        """Pass on the notification of another process. A malformed one wakes all listeners."""
        name, *parts = text.split()
        if name != self.name:
            self.tell(dict(_read(part) for part in parts))


def merged(each: Iterable[Mapping[str, datetime]]) -> dict[str, datetime]:
    """Return the earliest time of each kind."""
    found: dict[str, datetime] = {}
    for due in each:
        for kind, at in due.items():
            found[kind] = min(at, found.get(kind, at))
    return found


def _read(part: str) -> tuple[str, datetime]:
    kind, _, at = part.rpartition("@")
    return kind, moment(int(at))
