"""Rate of opening private chats: some platforms take many new ones at once for spam, and then refuse all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from botfeed.core.chat.messenger import Messenger, OpensSlowly, Ramp
from botfeed.core.model import Address, Delivery, Identity, KeyValue
from botfeed.core.ports import Unit
from botfeed.core.work.jobs import Retry

DOUBLED_MOST = 16  # times: by then no day is full
OPENING = "opening"  # why a row waits: a moment to open its chat is kept for it


def wait(uow: Unit, row: Delivery, address: Address, messenger: Messenger | None) -> float:
    """Return the seconds until a private chat may be opened with a person who never wrote there,
    and reserve that time.
    """
    if row.why == OPENING or not address.private or not isinstance(messenger, OpensSlowly):
        return 0.0
    if not uow.count(Identity, account=row.account, platform=address.platform, opened=None):
        return 0.0
    at = slot(uow, address.platform, messenger.ramp)
    uow.compare_and_set(Delivery, {"id": row.id, "state": row.state, "epoch": row.epoch}, why=OPENING)
    return (at - uow.now).total_seconds()


def slot(uow: Unit, platform: str, ramp: Ramp) -> datetime:
    """Reserve the next time at which a chat may be opened. Raises Retry where another process just took it."""
    name = f"opening:{platform}"
    uow.insert(KeyValue(uow.new_id(), name, f"{uow.now.date().isoformat()} {uow.now.isoformat()}"))
    fact = uow.one(KeyValue, name=name)
    assert fact is not None
    since, free = (datetime.fromisoformat(part) for part in fact.value.split())
    at = max(uow.now, free)
    while not uow.quotas.take(name, at.date().isoformat(), 1, _most(ramp, at.date() - since.date())):
        at = datetime.combine(_next(at.date()), time(), UTC)
    value = f"{since.date().isoformat()} {(at + ramp.every).isoformat()}"
    if not uow.compare_and_set(KeyValue, {"id": fact.id, "value": fact.value}, value=value):
        raise Retry(0.1, "another chat takes this moment", counts=False)
    return at


def _most(ramp: Ramp, age: timedelta) -> int:
    """Return how many chats a day may be opened: it doubles from day to day."""
    return ramp.first << min(max(age.days, 0), DOUBLED_MOST)


def _next(day: date) -> date:
    return day + timedelta(days=1)
