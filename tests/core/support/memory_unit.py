"""In-memory unit of work over a few rows, fast enough to build a hundred thousand messages with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

from botfeed.core.model import Block, Mute
from botfeed.core.ports import Separation

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
_TESTS = {
    "": lambda have, want: have == want,
    "ne": lambda have, want: have != want,
    "in": lambda have, want: have in want,
    "lt": lambda have, want: have < want,
}


@cache
def _read(name: str) -> tuple[str, Any]:
    plain, _, how = name.partition("__")
    return plain, _TESTS[how]


@dataclass
class Memory:
    """The part of `Unit` that builders use, over rows in dictionaries."""

    rows: dict[type, dict[int, Any]] = field(default_factory=dict)
    now: datetime = NOW
    _ids: Any = field(default_factory=lambda: count(1))

    def new_id(self) -> int:
        return next(self._ids)

    def get(self, noun: type, id: int | None) -> Any:
        return self.rows.get(noun, {}).get(id)

    def all(self, noun: type, *, newest: bool = False, limit: int | None = None, **where: Any) -> list[Any]:
        found = list(self.rows.get(noun, {}).values())
        for name, value in where.items():
            field_, test = _read(name)
            found = [row for row in found if test(getattr(row, field_), value)]
        return (found[::-1] if newest else found)[:limit]

    def one(self, noun: type, **where: Any) -> Any:
        return next(iter(self.all(noun, **where)), None)

    def count(self, noun: type, **where: Any) -> int:
        return len(self.all(noun, **where))

    @property
    def timelines(self) -> Memory:
        return self

    def apart(self, me: int) -> Separation:
        blocks = [(row.account, row.blocked) for row in self.all(Block)]
        blocked = frozenset(one for pair in blocks if me in pair for one in pair if one != me)
        return Separation(blocked, frozenset(row.muted for row in self.all(Mute, account=me)))

    def insert(self, thing: Any) -> bool:
        self.rows.setdefault(type(thing), {})[thing.id] = thing
        return True

    def update(self, thing: Any, **values: Any) -> Any:
        self.insert(changed := replace(thing, **values))
        return changed

    def compare_and_set(self, noun: type, when: dict[str, Any], **values: Any) -> int:
        return len([self.update(row, **values) for row in self.all(noun, **when)])
