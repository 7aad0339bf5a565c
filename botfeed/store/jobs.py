"""Job table: jobs are leased in one statement, one per lane, with the same rules on both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from botfeed.core.model import Job
from botfeed.store import statements
from botfeed.store.session import Session
from botfeed.store.statements import KEPT, Statement
from botfeed.store.tables import SHAPES, millis, moment, table

job = table(Job)
CLAIM = 0x626F7466656564  # "botfeed": the advisory lock of those who claim


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger, required=True)


def _of_kinds(first: int, after: int) -> ColumnElement[bool]:
    kinds = [bindparam(f"kind_{n}", type_=Text, required=True) for n in range(first, after)]
    return job.c.kind.in_(kinds) if kinds else false()


def _lease_ends(sizes: Sequence[int]) -> ColumnElement[int]:
    """Return the end of a job's lease by its kind. `sizes`: the numbers of kinds whose leases are equally long."""
    first, ends = 0, []
    for n, size in enumerate(sizes):
        ends.append((_of_kinds(first, first + size), _number(f"until_{n}")))
        first += size
    return case(*ends[:-1], else_=ends[-1][1]) if ends[1:] else ends[0][1]


def _turns(row: Any) -> tuple[Any, ...]:
    """Return the order of jobs: by priority (somebody waits), then by place in the account's queue, then by id."""
    return row.priority, row.turn, row.id


@lru_cache
def _lock() -> Statement:
    return statements.compiled("postgresql", select(func.pg_advisory_xact_lock(literal_column(str(CLAIM)))))


@lru_cache(KEPT)
def _claims(dialect: str, sizes: tuple[int, ...]) -> Statement:
    """Lease the first due job of each free lane. Index: (state, run_at), (lane, state, kind). `sizes`: as above."""
    now = _number("now")
    due = or_(and_(job.c.state == "ready", job.c.run_at <= now), and_(job.c.state == "leased", job.c.lease <= now))
    busy = select(job.c.lane).where(job.c.state == "leased", job.c.lease > now)
    place = func.row_number().over(partition_by=job.c.lane, order_by=_turns(job.c))
    heads = (
        select(job.c.id, place.label("place"))
        .where(due, _of_kinds(0, sum(sizes)), job.c.lane.not_in(busy))
        .subquery("heads")
    )
    first = heads.c.place == literal_column("1")
    chosen = select(job.c.id).join(heads, heads.c.id == job.c.id).where(first, due)
    chosen = chosen.order_by(*_turns(job.c)).limit(_number("limit"))
    if dialect == "postgresql":  # a worker that settles a lapsed job is not waited for
        chosen = chosen.with_for_update(of=job, skip_locked=True)
    lapsed = case((job.c.state == "leased", literal_column("1")), else_=literal_column("0"))  # its worker ended
    leased = {
        "state": "leased",
        "lease": _lease_ends(sizes),
        "epoch": job.c.epoch + literal_column("1"),
        "attempts": job.c.attempts + lapsed,
    }
    return statements.compiled(dialect, update(job).where(job.c.id.in_(chosen)).values(leased).returning(*job.c))


@lru_cache
def _buries(dialect: str) -> Statement:
    values = {"state": "dead", "error": "the row cannot be read", "lease": None, "key": None}
    return statements.compiled(dialect, update(job).where(job.c.id == _number("bad")).values(values))


@lru_cache
def _due(dialect: str) -> Statement:
    """Return the kinds that are due soon, ready or with a lapsing lease, and when. Index: (state, run_at)."""
    now, until = _number("now"), _number("until")
    first = func.min(job.c.run_at)
    due = select(job.c.kind, first).where(job.c.state == "ready", job.c.run_at <= now)
    later = select(job.c.kind, first).where(job.c.state == "ready", job.c.run_at > now, job.c.run_at <= until)
    lapsing = select(job.c.kind, func.min(job.c.lease)).where(job.c.state == "leased", job.c.lease <= until)
    return statements.compiled(dialect, union_all(*(part.group_by(job.c.kind) for part in (due, later, lapsing))))


@lru_cache
def _waiting(dialect: str) -> Statement:
    """Return the kinds of the due jobs of a lane. Index: (lane, state, kind)."""
    here = job.c.lane == bindparam("lane", type_=Text, required=True)
    due = and_(job.c.state == "ready", job.c.run_at <= _number("now"))
    return statements.compiled(dialect, select(job.c.kind).where(here, due).distinct())


@lru_cache
def _ahead(dialect: str) -> Statement:
    """Count the jobs of a kind that are done before a given one."""
    mine = tuple_(_number("priority"), _number("turn"), _number("id"))
    before = tuple_(*_turns(job.c)) < mine
    waiting = or_(job.c.state == "leased", and_(job.c.state == "ready", before))
    query = select(func.count()).select_from(job)
    same = job.c.kind == bindparam("kind", type_=Text, required=True)
    return statements.compiled(dialect, query.where(same, job.c.id != _number("id"), waiting))


class SqlJobs:
    def __init__(self, uow: Session) -> None:
        self.uow = uow

    def claim(self, leases: Mapping[str, timedelta], limit: int) -> list[Job]:
        """Lease the first due job of each free lane, for as long as its kind says.
        On PostgreSQL two workers may claim at once, for different kinds of one lane: busy lanes are read under an
        advisory lock, after the previous claim has committed, so a lane is never leased twice. SQLite has one writer
        anyway.
        """
        if not leases:
            return []
        if self.uow.dialect == "postgresql":
            _lock().run(self.uow.connection, {})
        kinds = sorted(leases, key=lambda kind: leases[kind])
        alike = [(lease, len(list(same))) for lease, same in groupby(kinds, key=lambda kind: leases[kind])]
        values = {f"kind_{n}": kind for n, kind in enumerate(kinds)} | {"now": millis(self.uow.now), "limit": limit}
        values |= {f"until_{n}": millis(self.uow.now + lease) for n, (lease, _) in enumerate(alike)}
        statement = _claims(self.uow.dialect, tuple(size for _, size in alike))
        found: list[Job] = []
        while claimed := statement.run(self.uow.connection, values).fetchall():
            found = SHAPES[Job].records(claimed)
            for id in {row[0] for row in claimed} - {row.id for row in found}:  # else it would be claimed for ever
                _buries(self.uow.dialect).run(self.uow.connection, {"bad": id})
            if found:
                break
        return sorted(found, key=_turns)

    def due(self, until: datetime) -> list[tuple[str, datetime]]:
        values = {"now": millis(self.uow.now), "until": millis(until)}
        found = _due(self.uow.dialect).run(self.uow.connection, values).fetchall()
        return sorted(((kind, moment(at)) for kind, at in found), key=lambda each: each[1])

    def waiting(self, lane: str) -> list[str]:
        values = {"lane": lane, "now": millis(self.uow.now)}
        return [kind for (kind,) in _waiting(self.uow.dialect).run(self.uow.connection, values).fetchall()]

    def ahead(self, mine: Job) -> int:
        values = {"priority": mine.priority, "turn": mine.turn, "id": mine.id, "kind": mine.kind}
        return int(_ahead(self.uow.dialect).run(self.uow.connection, values).fetchall()[0][0])
