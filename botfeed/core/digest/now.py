"""A digest out of turn: what a person would get at their hour, sent at once."""

from __future__ import annotations

from botfeed.core.chat.context import House
from botfeed.core.digest import subscriptions
from botfeed.core.model import Account, Edition, Subscription
from botfeed.core.ports import Unit
from botfeed.core.work import job as jobs
from botfeed.core.work import outbox


async def now(house: House, account: int) -> None:
    """Plan one for `account`, who is subscribed by asking. Nothing comes where there is not enough to send."""
    await house.store.run(lambda uow: _plan(house, uow, account))


def _plan(house: House, uow: Unit, account: int) -> None:
    row = uow.one(Subscription, account=account) or _subscribed(house, uow, account)
    if row is None:
        return
    edition = Edition(uow.new_id(), row.id, f"{uow.now.date().isoformat()}+{uow.new_id()}", uow.now)
    uow.add(edition)
    args = {"edition": edition.id}
    jobs.add(uow, "digest", args, lane=f"digest:{row.id}", key=f"digest:{edition.id}", priority=jobs.PEOPLE_FIRST)


def _subscribed(house: House, uow: Unit, account: int) -> Subscription | None:
    who, address = uow.get(Account, account), outbox.to(uow, account)
    if who is None or address is None:
        return None
    row = Subscription(uow.new_id(), address, uow.now, account, zone=who.zone, language=who.language)
    uow.add(row)
    return subscriptions.start(house, uow, row)
