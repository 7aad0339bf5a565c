"""What keeps the nouns: one function, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from botfeed.core.model import Job
from botfeed.core.ports.timelines import Terms, Timelines

N = TypeVar("N")
T = TypeVar("T")
Hear = Callable[[Mapping[str, datetime]], None]


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

    def wake(self, kind: str, at: datetime) -> None:
        """Wake, once this is durable, whoever does this kind of jobs, in any process, for what is due `at`."""

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

    def due(self, until: datetime) -> list[tuple[str, datetime]]:
        """Return the kinds of which a job is due, or its lease ends, by `until`, in the order of their times.

        Of each kind the first time up to now is among them, and the first one after now.
        """

    def waiting(self, lane: str) -> list[str]:
        """Return the kinds of the due jobs that wait in a lane."""

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

    def listening(self, hear: Hear) -> AbstractContextManager[None]:
        """Call `hear`, in the loop, with the kinds of jobs that were written in any process, and when they are due.

        Nothing named means that anything may be due.
        """

    def wake(self) -> None:
        """Let everybody in this process who listens look for work, as when a platform was opened."""

    async def close(self) -> None: ...
