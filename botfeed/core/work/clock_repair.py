"""Repair of stored times after the clock was set back: what was planned by a clock ahead of the time comes at its time.

Times that only say when something happened stay as they are; what they gate is bounded where it is asked (`fresh`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.chat.policy import DEADLINE
from botfeed.core.model import Job, KeyValue, Pending
from botfeed.core.ports import Unit
from botfeed.core.ports.clock import SKEW
from botfeed.core.work import jobs, pending

log = structlog.get_logger()

SEEN = "clock:seen"  # the time of day at the last look
ROW = 1  # the id of that row: no other has one as low
PLANNED = timedelta(days=8)  # ahead of the row, for what a job plans at most: the deletion of an export
BATCH = 500


async def look(services: Services) -> bool:
    """Note the time of day. Return True, and repair the queue, if it went back since the last look."""
    seen = await services.store.read(_seen)
    back = services.watch.look(services.clock, seen)
    if back:
        log.warning("the clock was set back; what was planned by it is planned anew", seen=str(seen))
        await repair(services)
    await services.store.run(_note, patient=True)
    return back


async def repair(services: Services) -> None:
    """Plan jobs and promises anew, and forget the usage of days to come."""
    longest = max((each.lease for each in services.jobs.values()), default=jobs.LEASE)
    after: int | None = 0
    while after is not None:
        after = await services.store.run(lambda uow, after=after: _some(uow, after, longest))  # type: ignore[misc]
    await services.store.run(_bound)
    services.store.wake()


def _some(uow: Unit, after: int, longest: timedelta) -> int | None:
    """Repair the next jobs. Return the id of the last, None at the end."""
    some = uow.all(Job, id__gt=after, limit=BATCH)
    for row in some:
        if row.state == "leased" and row.lease and row.lease > uow.now + longest + SKEW:
            uow.compare_and_set(Job, {"id": row.id, "epoch": row.epoch}, lease=uow.now)
        elif row.state == "ready" and row.run_at > uow.now:
            _plan(uow, row)
    return some[-1].id if some else None


def _plan(uow: Unit, row: Job) -> None:
    ahead = max(timedelta(0), row.created - uow.now)
    at = row.run_at - ahead
    if row.error or row.attempts or at > row.created - ahead + PLANNED:  # a retry, or planned by a clock ahead
        at = uow.now
    if at != row.run_at:
        created = row.created - ahead
        uow.compare_and_set(Job, {"id": row.id, "epoch": row.epoch, "state": "ready"}, run_at=at, created=created)


def _bound(uow: Unit) -> None:
    latest = uow.now + DEADLINE + pending.MARGIN
    uow.compare_and_set(Pending, {"until__gt": latest}, until=latest)
    uow.quotas.ahead(uow.now.date().isoformat(), "opening:")
    for fact in uow.all(KeyValue, name__begins="opening:"):  # private chats: see `dm_warmup`
        since, free = (datetime.fromisoformat(part) for part in fact.value.split())
        if since.replace(tzinfo=UTC) > uow.now:
            since, free = uow.now, uow.now
        uow.update(fact, value=f"{since.date().isoformat()} {min(free, uow.now + PLANNED).isoformat()}")


def _seen(uow: Unit) -> datetime | None:
    fact = uow.one(KeyValue, name=SEEN)
    return datetime.fromisoformat(fact.value) if fact else None


def _note(uow: Unit) -> None:
    value = uow.now.isoformat()
    if not uow.compare_and_set(KeyValue, {"name": SEEN}, value=value):
        uow.insert(KeyValue(ROW, SEEN, value))
