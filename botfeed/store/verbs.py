"""Generic verbs: each takes the text of its shape from `statements` and runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from botfeed.core.ports import Due
from botfeed.store import statements
from botfeed.store.session import Session
from botfeed.store.tables import SHAPES

N = TypeVar("N")


class Verbs(Session):
    """Generic verbs of a transaction. `wakes`: kinds of the jobs that were written, and when they are due; `afters` run
    once the commit is durable.
    """

    def __init__(self, connection: Connection, now: datetime, new_id: Callable[[datetime], int]) -> None:
        super().__init__(connection, now, new_id)
        self.afters: list[Callable[[], None]] = []
        self.wakes: set[Due] = set()

    def get(self, noun: type[N], id: int | None) -> N | None:
        return None if id is None else self.one(noun, id=id)

    def one(self, noun: type[N], **where: Any) -> N | None:
        found = self.all(noun, limit=1, **where)
        return found[0] if found else None

    def all(self, noun: type[N], *, newest: bool = False, limit: int | None = None, **where: Any) -> list[N]:
        asked, values = statements.conditions(noun, where)
        if statements.finds_nothing(asked):
            return []
        if limit is not None:
            values["limit"] = limit
        shape = SHAPES[noun]
        query = statements.rows(self.dialect, shape.table, asked, newest, limit is not None)
        found = query.run(self.connection, values).fetchall()
        if limit == 1:  # what is asked for by itself is not left out in silence
            return [cast("N", shape.record(row)) for row in found]
        return cast("list[N]", shape.records(found))

    def count(self, noun: type[Any], **where: Any) -> int:
        asked, values = statements.conditions(noun, where)
        if statements.finds_nothing(asked):
            return 0
        query = statements.count(self.dialect, SHAPES[noun].table, asked)
        return int(query.run(self.connection, values).fetchall()[0][0])

    def insert(self, thing: Any) -> bool:
        shape = SHAPES[type(thing)]
        done = statements.insert(self.dialect, shape.table).run(self.connection, shape.row(thing))
        return done.rowcount == 1

    def update(self, thing: N, **values: Any) -> N:
        noun, id = type(thing), cast("Any", thing).id
        self.compare_and_set(noun, {"id": id}, **values)
        changed = self.get(noun, id)
        assert changed is not None
        return changed

    def compare_and_set(self, noun: type[N], when: Mapping[str, Any], **values: Any) -> int:
        asked, given = statements.conditions(noun, when)
        shape = SHAPES[noun]
        written = shape.values(values)
        given |= {f"to_{name}": value for name, value in written.items()}
        step = statements.compare_and_set(self.dialect, shape.table, asked, tuple(written))
        return step.run(self.connection, given).rowcount

    def increment(self, noun: type[Any], id: int | Sequence[int], **by: float) -> None:
        ids = [id] if isinstance(id, int) else statements.filled(list(id))
        values: dict[str, Any] = {f"id__in_{n}": one for n, one in enumerate(ids)}
        values |= {f"by_{name}": amount for name, amount in by.items()}
        statements.increment(self.dialect, SHAPES[noun].table, tuple(by), len(ids)).run(self.connection, values)

    def duplicates(
        self, noun: type[N], name: str, of: int, beside: int, same: Sequence[str], *, until: int | None = None
    ) -> list[N]:
        shape = SHAPES[noun]
        query = statements.duplicates(self.dialect, shape.table, name, tuple(same))
        values = {"of": of, "beside": beside, "until": statements.LAST_ID if until is None else until}
        return [cast("N", shape.record(row)) for row in query.run(self.connection, values).fetchall()]

    def delete(self, noun: type[Any], *, limit: int | None = None, **where: Any) -> int:
        asked, values = statements.conditions(noun, where)
        if limit is not None:
            values["limit"] = limit
        statement = statements.delete(self.dialect, SHAPES[noun].table, asked, limit is not None)
        return statement.run(self.connection, values).rowcount

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        afters, wakes = len(self.afters), set(self.wakes)
        try:
            with statements.savepoint(self.connection):
                yield
        except BaseException:
            del self.afters[afters:]
            self.wakes = wakes
            raise

    def on_commit(self, call: Callable[[], None]) -> None:
        self.afters.append(call)

    def wake(self, kind: str, at: datetime) -> None:
        self.wakes.add((kind, max(at, self.now)))
