"""SQL texts: each shape of statement is built and compiled once, and afterwards only executed.
Building a statement, finding it in SQLAlchemy's cache and wrapping its result cost several times what SQLite needs
to answer it. A condition's shape is its key and its number of values: none where it compares with NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol, cast

from sqlalchemy import Connection, Table, and_, bindparam, false, func, select, tuple_, update
from sqlalchemy import delete as delete_from
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.util import await_only

from botfeed.store.tables import SHAPES

Conditions = tuple[tuple[str, int], ...]

KEPT = 2048  # shapes of each kind of statement; an old one is built again
LAST = "\U0010ffff"  # above every character: ends the stretch of an index that begins with a stem
LAST_ID = (1 << 63) - 1  # above every id
PADDED = 1024  # longest list that is filled up to a power of two, so that few lengths are shapes of their own
_DIALECTS: dict[str, Any] = {"sqlite": sqlite.dialect(), "postgresql": asyncpg.dialect()}  # type: ignore[no-untyped-call]
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Cursor(Protocol):
    """Interface that a driver's cursor and SQLAlchemy's result share."""

    @property
    def rowcount(self) -> int: ...

    def fetchall(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text, and the name of the value at each of its places. `fixed` are those that the dialect added itself."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Cursor:
        given = {**self.fixed, **values} if self.fixed else values
        return execute(connection, self.text, tuple([given[name] for name in self.names]))


@dataclass(frozen=True, slots=True)
class _Fetched:
    rows: Sequence[Any]

    @property
    def rowcount(self) -> int:
        return len(self.rows)

    def fetchall(self) -> Sequence[Any]:
        return self.rows


def execute(connection: Connection, text: str, values: tuple[Any, ...] = ()) -> Cursor:
    """Run a text inside the current transaction.
    The writer's own cursor skips SQLAlchemy's result wrapper, which costs several times the statement; on PostgreSQL
    that wrapper tells a lost connection from a deadlock. A snapshot's statement enters aiosqlite's thread once, not
    four times (cursor, execute, fetch, close).
    """
    if connection.dialect.driver == "pysqlite":
        cursor: Cursor = connection.connection.dbapi_connection.execute(text, values)  # type: ignore[union-attr]
        return cursor
    if connection.dialect.driver == "aiosqlite":
        snapshot: Any = connection.connection.driver_connection
        return _Fetched(await_only(snapshot.execute_fetchall(text, values)))
    return connection.exec_driver_sql(text, values)


def compiled(dialect: str, built: ClauseElement) -> Statement:
    """Compile a statement whose values are all named by `bindparam`."""
    done: Any = built.compile(dialect=_DIALECTS[dialect])
    names = tuple(done.positiontup or ())
    fixed = {n: done.params[n] for n in names if not done.binds[n].required}
    return Statement(str(done), names, {n: str(v) if isinstance(v, StrEnum) else v for n, v in fixed.items()})


def conditions(noun: type[Any], where: Mapping[str, Any]) -> tuple[Conditions, dict[str, Any]]:
    """Split conditions into their shape and their values, named `key_place`."""
    encode, shape, values = SHAPES[noun].encode, [], {}
    for key, value in where.items():
        if (plain := encode.get(key)) and value is not None:  # nearly all are: `post=3`
            shape.append((key, 1))
            values[f"{key}_0"] = plain(value)
            continue
        found = _values(encode, key, value)
        shape.append((key, len(found)))
        values |= {f"{key}_{n}": one for n, one in enumerate(found)}
    return tuple(shape), values


def finds_nothing(asked: Conditions) -> bool:
    """Return True if one of a query's conditions names no value at all: then nothing has to be asked."""
    return any(not size and key.endswith("__in") for key, size in asked)


def _values(encode: Mapping[str, Callable[[Any], Any]], key: str, value: Any) -> list[Any]:
    name, _, test = key.partition("__")
    if test == "in":
        return filled([encode[name](v) for v in value])
    if test == "begins":
        return [str(value), str(value) + LAST]
    wanted = encode[name](value)
    return [] if wanted is None else [wanted]


def escaped(words: str) -> str:
    """Escape text for a LIKE whose escape character is a backslash, so that it matches itself."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def filled(values: list[Any]) -> list[Any]:
    """Repeat the last item of a list until its length is a power of two: as a set it stays the same."""
    if not values or len(values) > PADDED:
        return values
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


@lru_cache(KEPT)
def rows(dialect: str, table: Table, where: Conditions, newest: bool, limited: bool) -> Statement:
    query = select(table).where(*_where(table, where)).order_by(table.c.id.desc() if newest else table.c.id)
    return compiled(dialect, query.limit(bindparam("limit", required=True)) if limited else query)


@lru_cache(KEPT)
def count(dialect: str, table: Table, where: Conditions) -> Statement:
    return compiled(dialect, select(func.count()).select_from(table).where(*_where(table, where)))


@lru_cache(KEPT)
def insert(dialect: str, table: Table) -> Statement:
    """Build an INSERT; values are named as the columns are."""
    return compiled(dialect, _INSERT[dialect](table).on_conflict_do_nothing())


@lru_cache(KEPT)
def compare_and_set(dialect: str, table: Table, where: Conditions, names: tuple[str, ...]) -> Statement:
    """Build an UPDATE; new values are named `to_column`."""
    values = {name: bindparam(f"to_{name}", type_=table.c[name].type) for name in names}
    return compiled(dialect, update(table).where(*_where(table, where)).values(values))


@lru_cache(KEPT)
def increment(dialect: str, table: Table, names: tuple[str, ...], size: int) -> Statement:
    """Build an UPDATE that adds amounts, named `by_column`, to the rows `id__in_place`."""
    values = {name: table.c[name] + bindparam(f"by_{name}", type_=table.c[name].type) for name in names}
    return compiled(dialect, update(table).where(_condition(table, "id__in", size)).values(values))


@lru_cache(KEPT)
def duplicates(dialect: str, table: Table, name: str, same: tuple[str, ...]) -> Statement:
    """Select rows up to `until` whose `name` is `of` and whose other values `beside` has too, by one hash join."""
    key = tuple_(*(func.coalesce(table.c[n], -1) if table.c[n].nullable else table.c[n] for n in same))
    theirs = select(*key.clauses).where(table.c[name] == bindparam("beside", type_=table.c[name].type))
    mine = table.c[name] == bindparam("of", type_=table.c[name].type)
    early = table.c.id <= bindparam("until", type_=table.c.id.type)
    return compiled(dialect, select(table).where(mine, early, key.in_(theirs)).order_by(table.c.id))


@lru_cache(KEPT)
def delete(dialect: str, table: Table, where: Conditions, limited: bool) -> Statement:
    if not limited:
        return compiled(dialect, delete_from(table).where(*_where(table, where)))
    some = select(table.c.id).where(*_where(table, where)).limit(bindparam("limit", required=True))
    return compiled(dialect, delete_from(table).where(table.c.id.in_(some)))


def _where(table: Table, where: Conditions) -> list[ColumnElement[bool]]:
    """Build the conditions; beside a column with an index of its own, hide columns of few values from the planner.
    SQLite keeps no statistics and took post(state, ..) for the posts of one author: nearly every post there is.
    """
    led = any(size and _leads(table, key) for key, size in where)
    return [_condition(table, key, size, plain=not led) for key, size in where]


def _leads(table: Table, key: str) -> bool:
    name, _, test = key.partition("__")
    return test in ("", "in", "begins") and name in table.info["leads"]


def _condition(table: Table, key: str, size: int, *, plain: bool = True) -> ColumnElement[bool]:
    name, _, test = key.partition("__")
    column: ColumnElement[Any] = table.c[name]
    if not plain and name in table.info["few"]:
        column = func.coalesce(column, "")
    binds = [bindparam(f"{key}_{n}", type_=column.type) for n in range(size)]
    if test == "in":
        return column.in_(binds) if binds else false()
    if test == "begins":  # of a column that is compared byte by byte
        return and_(column >= binds[0], column < binds[1])
    if test in ("", "ne"):
        if not binds:
            return column.is_not(None) if test else column.is_(None)
        return column.is_distinct_from(binds[0]) if test else column == binds[0]
    return cast("ColumnElement[bool]", getattr(column, f"__{test}__")(binds[0] if binds else None))


LOST = "lost"  # in a connection's info: the error that ended its transaction


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Roll back the changes made inside when an exception leaves it.
    They nest: a name means the innermost of its kind.

    SQLite ends the whole transaction by itself at some errors (a full or failing disk). That first error is raised
    then, and again for whatever is tried after it, which would otherwise run without a transaction.
    """
    lost: dict[str, BaseException] = connection.info
    if LOST in lost:
        raise lost[LOST]
    execute(connection, "SAVEPOINT attempt")
    try:
        yield
    except BaseException as error:
        if LOST not in lost:
            _undo(connection, error)
        if (first := lost.get(LOST, error)) is not error:
            raise first from error
        raise
    if LOST in lost:
        raise lost[LOST]
    execute(connection, "RELEASE SAVEPOINT attempt")


def _undo(connection: Connection, error: BaseException) -> None:
    """Undo a savepoint after `error`; where it is gone with its transaction, keep `error` as the first cause."""
    try:
        execute(connection, "ROLLBACK TO SAVEPOINT attempt")
        execute(connection, "RELEASE SAVEPOINT attempt")
    except Exception as after:  # the drivers' errors have no common class
        error.add_note(f"Its transaction is over: {after}")
        connection.info[LOST] = error
