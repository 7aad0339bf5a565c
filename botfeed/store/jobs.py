"""The job table: claimed in one statement, one job a lane, the same on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal, or_, select, tuple_, update

from botfeed.core.model import Job
from botfeed.store.tables import SHAPES, millis, moment, table

if TYPE_CHECKING:
    from botfeed.store.unit import SqlUnit

job = table(Job)
CLAIM = 0x626F7466656564  # "botfeed": the advisory lock of those who claim


class SqlJobs:
    def __init__(self, uow: SqlUnit) -> None:
        self.uow = uow

    def claim(self, kinds: Sequence[str], limit: int, lease: timedelta) -> list[Job]:
        """Lease the first due job of each free lane. Index: (state, run_at), (lane, state).

        On PostgreSQL two workers may look at once, for different kinds of one lane: which lanes are busy is read once
        the one before has committed what it took, so a lane is never in two hands. SQLite has one writer anyway.
        """
        if self.uow.dialect == "postgresql":
            self.uow.connection.execute(select(func.pg_advisory_xact_lock(CLAIM)))
        now = millis(self.uow.now)
        due = or_(and_(job.c.state == "ready", job.c.run_at <= now), and_(job.c.state == "leased", job.c.lease <= now))
        busy = select(job.c.lane).where(job.c.state == "leased", job.c.lease > now)
        place = func.row_number().over(partition_by=job.c.lane, order_by=(job.c.priority, job.c.turn, job.c.id))
        heads = (
            select(job.c.id, place.label("place"))
            .where(due, job.c.kind.in_(kinds), job.c.lane.not_in(busy))
            .subquery("heads")
        )
        chosen = (
            select(job.c.id)
            .join(heads, heads.c.id == job.c.id)
            .where(heads.c.place == 1, due)
            .order_by(job.c.priority, job.c.turn, job.c.id)
            .limit(limit)
        )
        if self.uow.dialect == "postgresql":  # a worker that settles a lapsed job is not waited for
            chosen = chosen.with_for_update(of=job, skip_locked=True)
        claimed = self.uow.connection.execute(
            update(job)
            .where(job.c.id.in_(chosen))
            .values(state="leased", lease=millis(self.uow.now + lease), epoch=job.c.epoch + 1)
            .returning(*job.c)
        )
        rows = [SHAPES[Job].record(row) for row in claimed]
        return sorted(rows, key=lambda row: (row.priority, row.turn, row.id))

    def next_at(self, kinds: Sequence[str]) -> datetime | None:
        ready = select(func.min(job.c.run_at)).where(job.c.state == "ready", job.c.kind.in_(kinds))
        lapsing = select(func.min(job.c.lease)).where(job.c.state == "leased", job.c.kind.in_(kinds))
        times = [self.uow.connection.execute(query).scalar() for query in (ready, lapsing)]
        known = [t for t in times if t is not None]
        return moment(min(known)) if known else None

    def ahead(self, mine: Job) -> int:
        before = tuple_(job.c.priority, job.c.turn, job.c.id) < tuple_(
            literal(mine.priority), literal(mine.turn), literal(mine.id)
        )
        waiting = or_(job.c.state == "leased", and_(job.c.state == "ready", before))
        query = select(func.count()).where(job.c.kind == mine.kind, job.c.id != mine.id, waiting)
        return int(self.uow.connection.execute(query).scalar_one())
