"""What keeps the nouns: one function, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from botfeed.core.model import Job
from botfeed.core.ports.timelines import Terms, Timelines

N = TypeVar("N")
T = TypeVar("T")


class Unit(Protocol):
    """One transaction, over nouns of `model`. Conditions are keywords: `likes=3`, `id__lt=9`, `state__in=(..)`;
    suffixes: lt, le, gt, ge, ne, in, like (a case-blind part of the text).
    """

    @property
    def now(self) -> datetime: ...

    def new_id(self) -> int: ...

    def get(self, noun: type[N], id: int | None) -> N | None: ...

    def one(self, noun: type[N], **where: Any) -> N | None: ...

    def all(self, noun: type[N], *, newest: bool = False, limit: int | None = None, **where: Any) -> list[N]: ...

    def count(self, noun: type[Any], **where: Any) -> int: ...

    def insert(self, thing: Any) -> bool:
        """Insert. False, and nothing changed, where a row of the same unique key is there."""

    def update(self, thing: N, **values: Any) -> N:
        """Write `values` and give the new record back."""

    def compare_and_set(self, noun: type[N], when: dict[str, Any], **values: Any) -> int:
        """Change the rows that meet `when`, and say how many did: a guarded step of a state machine."""

    def increment(self, noun: type[Any], id: int | Sequence[int], **by: float) -> None:
        """Add to counters, of one row or of several."""

    def duplicates(
        self, noun: type[N], name: str, of: int, beside: int, same: Sequence[str], *, until: int | None = None
    ) -> list[N]:
        """Rows whose `name` is `of`, where a row with the same values of `same` is there for `beside` too; none past
        the id `until`.
        """

    def delete(self, noun: type[Any], *, limit: int | None = None, **where: Any) -> int:
        """Drop rows, at most `limit` of them; how many went."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A savepoint: what is done inside is undone when an exception leaves it."""

    def on_commit(self, call: Callable[[], None]) -> None:
        """Run `call` once this transaction is durable."""

    @property
    def jobs(self) -> Jobs: ...

    @property
    def quotas(self) -> Quotas: ...

    @property
    def timelines(self) -> Timelines: ...

    @property
    def terms(self) -> Terms: ...


class Jobs(Protocol):
    def claim(self, kinds: Sequence[str], limit: int, lease: timedelta) -> list[Job]:
        """Lease due jobs, one a lane, in the order priority, turn, age; a lapsed lease counts as due."""

    def next_at(self, kinds: Sequence[str]) -> datetime | None:
        """When the next of these kinds is due or its lease ends; None if there is none."""

    def ahead(self, job: Job) -> int:
        """How many of its kind will be claimed before it."""


class Quotas(Protocol):
    def take(self, name: str, day: str, amount: int, limit: int) -> bool:
        """Add to the day's tally unless that would pass the limit: exact under concurrency."""

    def give_back(self, name: str, day: str, amount: int) -> None: ...

    def used(self, name: str, day: str) -> int: ...

    def wait(self, name: str, per: timedelta, burst: int) -> float:
        """One step of GCRA: 0.0 if allowed now, else the seconds to wait."""

    def forget(self, before: str) -> int:
        """Drop what days before `before` used, and rates that are at rest; how many rows went."""


class Store(Protocol):
    async def run(self, fn: Callable[[Unit], T], *, patient: bool = False) -> T:
        """Run `fn` in one write transaction; return when it is durable.

        `patient`: nobody waits for it, so it may stand back some milliseconds and share another's commit.
        """

    async def read(self, fn: Callable[[Unit], T]) -> T:
        """Run `fn` in one snapshot."""

    async def woken(self, timeout: float) -> None:
        """Return when work may be waiting, or after `timeout` seconds."""

    def wake(self) -> None: ...

    async def close(self) -> None: ...
