"""Allowances and rates: one guarded statement each, exact under concurrent requests, on both engines.
Statements are built once: every command takes a step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from botfeed.core.rate_limit import advance, next_allowed
from botfeed.store import statements
from botfeed.store.session import Session
from botfeed.store.statements import Statement
from botfeed.store.tables import gate, millis, tally


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger, required=True)


def _row(dialect: str, table: Table) -> Any:
    insert: Any = (postgresql if dialect == "postgresql" else sqlite).insert
    return insert(table)


@lru_cache
def _conforms(dialect: str) -> Statement:
    now, ahead = _number("now"), gate.c.due > _number("latest") + _number("step")  # of a clock that was ahead
    row = _row(dialect, gate).values(name=bindparam("who"), due=_number("first"))
    row = row.on_conflict_do_update(
        index_elements=["name"],
        set_={"due": case((and_(gate.c.due > now, not_(ahead)), gate.c.due), else_=now) + _number("step")},
        where=or_(gate.c.due <= _number("latest"), ahead),
    )
    return statements.compiled(dialect, row.returning(gate.c.due))


@lru_cache
def _due(dialect: str) -> Statement:
    return statements.compiled(dialect, select(gate.c.due).where(gate.c.name == _word("who")))


@lru_cache
def _takes(dialect: str) -> Statement:
    taken = tally.c.used + _number("amount")
    row = _row(dialect, tally).values(name=bindparam("who"), day=bindparam("on"), used=_number("amount"))
    row = row.on_conflict_do_update(
        index_elements=["name", "day"], set_={"used": taken}, where=taken <= _number("limit")
    )
    return statements.compiled(dialect, row.returning(tally.c.used))


@lru_cache
def _gives_back(dialect: str) -> Statement:
    left = update(tally).where(*_of_day()).values(used=tally.c.used - _number("amount"))
    return statements.compiled(dialect, left)


@lru_cache
def _used(dialect: str) -> Statement:
    return statements.compiled(dialect, select(tally.c.used).where(*_of_day()))


def _word(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text, required=True)


def _of_day() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return tally.c.name == _word("who"), tally.c.day == _word("on")


class SqlQuotas:
    def __init__(self, uow: Session) -> None:
        self.uow = uow

    def take(self, name: str, day: str, amount: int, limit: int) -> bool:
        if amount > limit:
            return False
        return bool(self._rows(_takes, who=name, on=day, amount=amount, limit=limit))

    def give_back(self, name: str, day: str, amount: int) -> None:
        values = {"who": name, "on": day, "amount": amount}
        _gives_back(self.uow.dialect).run(self.uow.connection, values)

    def used(self, name: str, day: str) -> int:
        found = self._rows(_used, who=name, on=day)
        return int(found[0][0]) if found else 0

    def wait(self, name: str, per: timedelta, burst: int) -> float:
        """Count a request by GCRA (`core/rate_limit.py`) and return 0; if none is allowed, the seconds until one is."""
        now, step = millis(self.uow.now), per // timedelta(milliseconds=1)
        tolerance = (burst - 1) * step
        first = advance(now, now, step)
        if self._rows(_conforms, who=name, now=now, step=step, first=first, latest=now + tolerance):
            return 0.0
        due = int(self._rows(_due, who=name)[0][0])
        return max(0.001, (next_allowed(due, now, tolerance) - now) / 1000)

    def ahead(self, today: str, but: str) -> int:
        """Delete the usage of days after `today`, except under names that begin with `but`."""
        past = tally.c.name.not_like(f"{but}%")
        return self.uow.connection.execute(delete(tally).where(tally.c.day > today, past)).rowcount

    def forget(self, before: str) -> int:
        days = self.uow.connection.execute(delete(tally).where(tally.c.day < before)).rowcount
        return days + self.uow.connection.execute(delete(gate).where(gate.c.due <= millis(self.uow.now))).rowcount

    def _rows(self, statement: Callable[[str], Statement], **values: Any) -> Sequence[Any]:
        return statement(self.uow.dialect).run(self.uow.connection, values).fetchall()
