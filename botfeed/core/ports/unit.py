"""Unit of work. mypy reads `unit.pyi` instead, where each noun has its own fields (`tools/store_types.py`)."""

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
    """Conditions of `compare_and_set` whose fields are known only at run time: mypy checks none of them."""


class Unit(Protocol):
    """Run verbs inside one transaction, over nouns of `model`. Conditions are keywords: `likes=3`, `id__lt=9`.
    Suffixes: lt, le, gt, ge, ne, in, and begins, for columns that are declared `bytewise`: one range of an index.
    """

    @property
    def now(self) -> datetime: ...

    def new_id(self) -> int: ...

    def get(self, noun: type[N], id: int | None) -> N | None: ...

    def one(self, noun: type[N], **where: Any) -> N | None: ...

    def all(self, noun: type[N], *, newest: bool = False, limit: int | None = None, **where: Any) -> list[N]: ...

    def count(self, noun: type[Any], **where: Any) -> int: ...

    def insert(self, thing: Any) -> bool:
        """Insert a row. Return False, and change nothing, where a row with the same unique key exists."""

    def update(self, thing: N, **values: Any) -> N:
        """Write `values` and give the new record back."""

    def compare_and_set(self, noun: type[N], when: Any, **values: Any) -> int:
        """Change the rows that meet `when`, and return their number: a guarded step of a state machine."""

    def increment(self, noun: type[Any], id: int | Sequence[int], **by: float) -> None:
        """Add to counters, of one row or of several."""

    def duplicates(
        self, noun: type[N], name: str, of: int, beside: int, same: Sequence[str], *, until: int | None = None
    ) -> list[N]:
        """Return rows whose `name` is `of`, where a row with the same values of `same` exists for `beside` too; none
        past
        the id `until`.
        """

    def delete(self, noun: type[Any], *, limit: int | None = None, **where: Any) -> int:
        """Delete at most `limit` rows; return their number."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Open a savepoint: changes made inside are rolled back when an exception leaves it."""

    def on_commit(self, call: Callable[[], None]) -> None:
        """Run `call` once this transaction is durable."""

    def wake(self, kind: str, at: datetime) -> None:
        """Wake, once this is durable, the workers of this kind of jobs, in any process, for the job due `at`."""

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
