"""Periodic work of the digest.
Safe to run twice, late, or in two processes: each row is taken by compare-and-set.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import structlog

from botfeed.core import ids
from botfeed.core.cards import lines
from botfeed.core.chat.context import Services
from botfeed.core.digest import compose, digest_message, due_time, edition_view, subscriptions, time_zones
from botfeed.core.model import Delivery, Edition, SendState, Subscription
from botfeed.core.ports import Unit
from botfeed.core.ports.clock import SKEW
from botfeed.core.safety import blobs
from botfeed.core.work import batches, jobs
from botfeed.core.work.messages import To

log = structlog.get_logger()

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
    batches.each(uow, "digest", rows, partial(_plan, services), _rest)
    return len(rows)


def _rest(uow: Unit, row: Subscription, error: Exception) -> None:
    """Set a digest aside whose hour cannot be reckoned, and tell its owner."""
    uow.compare_and_set(Subscription, {"id": row.id}, state=subscriptions.PAUSED, due=None)
    try:
        with uow.savepoint():
            to = To(subscriptions.where(uow, row), key=f"digest.rests:{row.id}:{uow.now}", account=row.account)
            digest_message.rests.post(uow, to, subscription=row.id)
    except Exception:
        log.exception("the owner of a digest that rests is not told", subscription=row.id, why=repr(error)[:200])


def _plan(services: Services, uow: Unit, row: Subscription) -> None:
    """Move the subscription on, then plan the edition of its latest due minute.
    Earlier missed ones are skipped.
    """
    if not time_zones.is_known(row.zone):
        raise LookupError(f"no time zone {row.zone} on this machine")
    zone, spread = lines.zone_info(row.zone), subscriptions.offset(services, row)
    chosen = uow.now - spread
    following = subscriptions.upcoming(row, chosen) + spread
    if not uow.compare_and_set(
        Subscription, {"id": row.id, "due": row.due, "state": subscriptions.ACTIVE}, due=following
    ):
        return
    minute = due_time.last_due(chosen, subscriptions.minute(row), zone, subscriptions.mask(row))
    if chosen - minute > due_time.LATE or (row.paused_until is not None and minute <= row.paused_until):
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


async def replan(services: Services) -> None:
    """Plan all digests anew after the clock was set back: by a clock ahead of the time they are due too late, and what
    was sent then stands under dates to come.
    """
    after: int | None = 0
    while after is not None:
        after = await services.store.run(lambda uow, after=after: _replan(services, uow, after))  # type: ignore[misc]
    after = ids.first(services.clock.now())
    while after is not None:
        after = await services.store.run(lambda uow, after=after: _redate(uow, after))  # type: ignore[misc]


def _replan(services: Services, uow: Unit, after: int) -> int | None:
    """Replan the next subscriptions. Return the id of the last, None at the end."""
    some = uow.all(Subscription, id__gt=after, limit=BATCH)
    on = [row for row in some if row.state == subscriptions.ACTIVE and row.due is not None]
    batches.each(uow, "digest", on, partial(_sooner, services), _rest)
    return some[-1].id if some else None


def _sooner(services: Services, uow: Unit, row: Subscription) -> None:
    spread = subscriptions.offset(services, row)
    due = subscriptions.upcoming(row, max(uow.now, row.paused_until or uow.now) - spread) + spread
    if row.due is not None and due < row.due:
        uow.compare_and_set(Subscription, {"id": row.id, "due": row.due}, due=due)
    if row.heard and row.heard > uow.now:
        uow.compare_and_set(Subscription, {"id": row.id}, heard=uow.now)


def _redate(uow: Unit, after: int) -> int | None:
    """Date the next editions of a clock ahead of the time today, so that the days to come have theirs. Return the id
    of the last one looked at, None at the end.
    """
    some = uow.all(Edition, id__gt=after, limit=BATCH)
    ahead = [edition for edition in some if edition.created > uow.now + SKEW]
    batches.each(uow, "edition", ahead, _date_today, lambda *_: None)
    return some[-1].id if some else None


def _date_today(uow: Unit, edition: Edition) -> None:
    row = uow.get(Subscription, edition.subscription)
    today = uow.now.astimezone(lines.zone_info(row.zone if row else "UTC")).date().isoformat()
    taken = uow.count(Edition, subscription=edition.subscription, period=today)
    period = f"{today}~{edition.id}" if taken else today
    uow.compare_and_set(Edition, {"id": edition.id}, period=period, created=uow.now)
