"""Sending the next digest at once, before it is due."""

from __future__ import annotations

from datetime import date, timedelta

from botfeed.core.cards import lines
from botfeed.core.chat.context import Services
from botfeed.core.digest import compose, subscriptions
from botfeed.core.model import Account, Edition, Subscription
from botfeed.core.ports import Unit
from botfeed.core.work import jobs, outbox


async def now(services: Services, account: int) -> bool:
    """Send the next digest now, subscribing the person first if needed.
    Returns False if there are not enough unseen posts, the digest is paused or off, or nowhere to send it.
    """
    return await services.store.run(lambda uow: _plan(services, uow, account))


def _plan(services: Services, uow: Unit, account: int) -> bool:
    row = uow.one(Subscription, account=account) or _subscribed(services, uow, account)
    if row is None or not subscriptions.wanted(row, uow.now):
        return False
    if not compose.choose(services, uow, row).enough:
        return False
    edition = Edition(uow.new_id(), row.id, _free(uow, row), uow.now)
    if not uow.insert(edition):
        return False
    _move_on(services, uow, row, edition.period)
    return compose.plan(uow, edition, jobs.PEOPLE_FIRST)


def _subscribed(services: Services, uow: Unit, account: int) -> Subscription | None:
    person, address = uow.get(Account, account), outbox.to(uow, account)
    if person is None or address is None:
        return None
    row = Subscription(
        id=uow.new_id(),
        address=address,
        created=uow.now,
        account=account,
        zone=person.zone,
        language=person.language,
    )
    uow.insert(row)
    return subscriptions.start(services, uow, row)


def _move_on(services: Services, uow: Unit, row: Subscription, period: str) -> None:
    """Move the subscription past the date of a digest sent early, so that date has no second one."""
    if row.due and row.due.astimezone(lines.zone_info(row.zone)).date().isoformat() <= period:
        uow.update(row, due=subscriptions.upcoming(row, row.due) + subscriptions.offset(services, row))


def _free(uow: Unit, row: Subscription) -> str:
    """Return the first local date from today on without an edition."""
    day: date = uow.now.astimezone(lines.zone_info(row.zone)).date()
    while uow.count(Edition, subscription=row.id, period=day.isoformat()):
        day += timedelta(days=1)
    return day.isoformat()
