"""The unit of work. mypy reads `unit.pyi` in its place, where each noun has its own fields (`tools/store_types.py`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar

from botfeed.core.ports.queries import Queries
from botfeed.core.ports.queues import Jobs, Quotas
from botfeed.core.ports.timelines import Terms, Timelines

N = TypeVar("N")


class Conditions(dict[str, Any]):
    """Conditions of `compare_and_set` whose fields are known only when it runs: mypy looks at none of them."""


class Unit(Protocol):
    """Run verbs inside one transaction, over nouns of `model`. Conditions are keywords: `likes=3`, `id__lt=9`.

    Suffixes: lt, le, gt, ge, ne, in, and begins, for columns that are declared `bytewise`: one stretch of an index.
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

    def compare_and_set(self, noun: type[N], when: Any, **values: Any) -> int:
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

    @property
    def queries(self) -> Queries: ...
