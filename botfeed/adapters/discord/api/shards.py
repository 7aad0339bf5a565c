"""Read which shards of a large bot one process connects."""

from __future__ import annotations

import re
from dataclasses import dataclass

from botfeed.core.errors import StartError

_FORM = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards from `first` to `last` of `count`."""

    first: int
    last: int
    count: int

    @property
    def ids(self) -> list[int]:
        return list(range(self.first, self.last + 1))


def read(text: str) -> Shards:
    """Read `0-3/8` or `5/8`. Raises StartError."""
    found = _FORM.fullmatch(text.strip())
    if found:
        first, last, count = int(found[1]), int(found[2] or found[1]), int(found[3])
        if first <= last < count:
            return Shards(first, last, count)
    raise StartError(f"{text} names no shards. Write them like 0-3/8: the shards 0 to 3 of 8.")
