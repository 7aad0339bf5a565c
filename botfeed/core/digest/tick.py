"""Periodic work of the digest.
Safe to run twice, late, or in two processes: each row is taken by compare-and-set.
"""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.chat.context import Services
from botfeed.core.digest import compose, due_time, edition_view, subscriptions, time_zones
from botfeed.core.model import Delivery, Edition, SendState, Subscription
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs
from botfeed.core.work import jobs

BATCH = 200  # subscriptions moved in one transaction: some 50 ms on SQLite's one writer
_ENDS = {SendState.DEAD: "dead", SendState.UNKNOWN: "unknown", SendState.CANCELLED: "skipped"}


async def due(services: Services) -> int:
    """Plan the digests that are due and move each subscription to its next minute.
    Returns the number of subscriptions examined.
    """
    looked = 0
    while n := await services.store.run(lambda uow: _advance(services, uow)):
        looked += n
    return looked


def _advance(services: Services, uow: Unit) -> int:
    rows = uow.timelines.due(uow.now, BATCH)
    for row in rows:
        _plan(services, uow, row)
    return len(rows)


def _plan(services: Services, uow: Unit, row: Subscription) -> None:
    """Move the subscription on, then plan the edition of its latest due minute.
    Earlier missed ones are skipped.
    """
    zone, spread = time_zones.zone(row.zone), subscriptions.offset(services, row)
    chosen = uow.now - spread
    following = subscriptions.upcoming(row, chosen) + spread
    if not uow.compare_and_set(
        Subscription, {"id": row.id, "due": row.due, "state": subscriptions.ACTIVE}, due=following
    ):
        return
    minute = due_time.last_due(chosen, row.minute, zone, subscriptions.mask(row))
    if chosen - minute > due_time.LATE:
        return
    period = minute.astimezone(zone).date().isoformat()
    edition = Edition(uow.new_id(), row.id, period, uow.now)
    if uow.insert(edition):
        compose.plan(uow, edition, jobs.DIGESTS)


async def tidy(services: Services) -> int:
    """Settle editions whose delivery ended without a callback, and forget old contact sheets.
    Returns the number of editions whose sheets are over.
    """
    await services.store.run(_settle)
    cleared = 0
    while n := await services.store.run(_forget):
        cleared += n
    return cleared


def _settle(uow: Unit) -> None:
    for edition in uow.all(Edition, state="queued", created__lt=uow.now - timedelta(hours=1), limit=BATCH):
        delivery = uow.one(Delivery, key=compose.key(edition))
        if delivery and delivery.state in _ENDS:
            uow.compare_and_set(Edition, {"id": edition.id, "state": "queued"}, state=_ENDS[delivery.state])


def _forget(uow: Unit) -> int:
    """Clear the sheet names of some old editions. Returns their number."""
    edge = uow.now - edition_view.KEPT
    old = uow.all(Edition, collage__ne="", created__lt=edge, limit=BATCH)
    for edition in old:
        uow.update(edition, collage="")
        blobs.drop(uow, edition.collage)  # those of before `DerivedFile` have no row
    return len(old)
