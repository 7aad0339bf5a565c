"""The unit of work: one transaction on a SQLAlchemy connection, the same on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from botfeed.core.model import Job
from botfeed.store.jobs import SqlJobs
from botfeed.store.quotas import SqlQuotas
from botfeed.store.tables import SHAPES
from botfeed.store.timelines import SqlTimelines

N = TypeVar("N")


class SqlUnit:
    """Implements `ports.Unit`. `wakes` is set when a job was written; `afters` run once the commit is durable."""

    def __init__(self, connection: Connection, now: datetime, new_id: Callable[[datetime], int]) -> None:
        self.connection = connection
        self._now = now
        self._new_id = new_id
        self.afters: list[Callable[[], None]] = []
        self.wakes = False

    @property
    def now(self) -> datetime:
        return self._now

    def new_id(self) -> int:
        return self._new_id(self._now)

    def get(self, noun: type[N], id: int | None) -> N | None:
        return None if id is None else self.one(noun, id=id)

    def one(self, noun: type[N], **where: Any) -> N | None:
        found = self.all(noun, limit=1, **where)
        return found[0] if found else None

    def all(self, noun: type[N], *, newest: bool = False, limit: int | None = None, **where: Any) -> list[N]:
        shape = SHAPES[noun]
        key = shape.table.c.id
        query = select(shape.table).where(*self._conditions(noun, where)).order_by(key.desc() if newest else key)
        if limit is not None:
            query = query.limit(limit)
        return [cast("N", shape.record(row)) for row in self.connection.execute(query)]

    def count(self, noun: type[Any], **where: Any) -> int:
        query = select(func.count()).select_from(SHAPES[noun].table).where(*self._conditions(noun, where))
        return int(self.connection.execute(query).scalar_one())

    def add(self, thing: Any) -> bool:
        shape = SHAPES[type(thing)]
        done = self.connection.execute(_insert(self.connection, shape.table).on_conflict_do_nothing(), shape.row(thing))
        self.wakes |= isinstance(thing, Job)
        return done.rowcount == 1

    def change(self, thing: N, **values: Any) -> N:
        noun, id = type(thing), cast("Any", thing).id
        self.swap(noun, {"id": id}, **values)
        changed = self.get(noun, id)
        assert changed is not None
        return changed

    def swap(self, noun: type[N], when: dict[str, Any], **values: Any) -> int:
        shape = SHAPES[noun]
        encoded = {name: shape.encode[name](value) for name, value in values.items()}
        done = self.connection.execute(update(shape.table).where(*self._conditions(noun, when)).values(encoded))
        self.wakes |= noun is Job
        return done.rowcount

    def bump(self, noun: type[N], id: int, **by: float) -> None:
        table = SHAPES[noun].table
        values = {name: table.c[name] + amount for name, amount in by.items()}
        self.connection.execute(update(table).where(table.c.id == id).values(values))

    def remove(self, noun: type[Any], **where: Any) -> int:
        return self.connection.execute(delete(SHAPES[noun].table).where(*self._conditions(noun, where))).rowcount

    @contextmanager
    def attempt(self) -> Iterator[None]:
        afters, wakes = len(self.afters), self.wakes
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.afters[afters:]
            self.wakes = wakes
            raise

    def after(self, call: Callable[[], None]) -> None:
        self.afters.append(call)

    @cached_property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self)

    @cached_property
    def quotas(self) -> SqlQuotas:
        return SqlQuotas(self)

    @cached_property
    def timelines(self) -> SqlTimelines:
        return SqlTimelines(self)

    def _conditions(self, noun: type[Any], where: dict[str, Any]) -> list[ColumnElement[bool]]:
        shape = SHAPES[noun]
        return [_condition(shape.table, shape.encode, key, value) for key, value in where.items()]


def _insert(connection: Connection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def _condition(table: Table, encode: dict[str, Callable[[Any], Any]], key: str, value: Any) -> ColumnElement[bool]:
    name, _, test = key.partition("__")
    column = table.c[name]
    if test == "in":
        return column.in_([encode[name](v) for v in value])
    if test == "like":
        escaped = str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return column.ilike(f"%{escaped}%", escape="\\")
    wanted = encode[name](value)
    if test in ("", "ne"):
        same = column.is_(None) if wanted is None else column == wanted
        return same if not test else (~same if wanted is None else column.is_distinct_from(wanted))
    return cast("ColumnElement[bool]", getattr(column, f"__{test}__")(wanted))
