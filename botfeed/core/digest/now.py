"""The next digest brought forward, for who wants to see now what it is like."""

from __future__ import annotations

from datetime import date, timedelta

from botfeed.core.chat.context import House
from botfeed.core.digest import compose, subscriptions, zones
from botfeed.core.model import Account, Edition, Subscription
from botfeed.core.ports import Unit
from botfeed.core.work import job as jobs
from botfeed.core.work import outbox


async def now(house: House, account: int) -> bool:
    """Send it, and subscribe who had none; False where there is not enough unseen, or the digest is paused or off."""
    return await house.store.run(lambda uow: _plan(house, uow, account))


def _plan(house: House, uow: Unit, account: int) -> bool:
    row = uow.one(Subscription, account=account) or _subscribed(house, uow, account)
    if row is None or not subscriptions.wanted(row, uow.now):
        return False
    if not compose.enough(compose.choose(house, uow, row)):
        return False
    edition = Edition(uow.new_id(), row.id, _free(uow, row), uow.now)
    if not uow.add(edition):
        return False
    _move_on(house, uow, row, edition.period)
    key = f"digest:{row.id}:{edition.period}"
    return jobs.add(
        uow, "digest", {"edition": edition.id}, lane=f"digest:{row.id}", key=key, priority=jobs.PEOPLE_FIRST
    )


def _subscribed(house: House, uow: Unit, account: int) -> Subscription | None:
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
    uow.add(row)
    return subscriptions.start(house, uow, row)


def _move_on(house: House, uow: Unit, row: Subscription, period: str) -> None:
    """What came early does not come again: a digest due on that date gives way to the one after it."""
    if row.due and row.due.astimezone(zones.zone(row.zone)).date().isoformat() <= period:
        uow.change(row, due=subscriptions.upcoming(row, row.due) + subscriptions.offset(house, row))


def _free(uow: Unit, row: Subscription) -> str:
    """The first local date from today on that has no digest yet: the one of that day came early then."""
    day: date = uow.now.astimezone(zones.zone(row.zone)).date()
    while uow.count(Edition, subscription=row.id, period=day.isoformat()):
        day += timedelta(days=1)
    return day.isoformat()
