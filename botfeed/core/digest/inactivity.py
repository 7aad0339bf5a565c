"""Inactive subscribers: seven ignored digests in a row make a digest weekly; thirty days of that pause it."""

from __future__ import annotations

from datetime import datetime, timedelta

from botfeed.core.chat.context import Context, Services
from botfeed.core.digest import subscriptions
from botfeed.core.model import Edition, Event, HandledRequest, Subscription
from botfeed.core.ports import Unit

ROW = 7  # digests
LAPSED = timedelta(days=30)
SURFACE = "digest"  # a digest that was delivered is a look, but no sign of life


def mind(services: Services, uow: Unit, row: Subscription) -> Subscription:
    """Update when the subscriber was last active, and slow down or pause the digest.
    Channels are left alone.
    """
    if row.account is None:
        return row
    active = _last_active(uow, row)
    ignored = uow.all(Edition, subscription=row.id, state="sent", created__gt=active)
    weekly = len(ignored) >= ROW
    changed = uow.update(row, heard=active, ignored=len(ignored), weekly=weekly)
    if weekly and uow.now - ignored[0].created >= LAPSED:
        return uow.update(changed, state=subscriptions.PAUSED, due=None)
    return subscriptions.start(services, uow, changed) if weekly != row.weekly else changed


def welcome_back(ctx: Context, row: Subscription) -> Subscription:
    """Make a weekly digest daily again for its reader, who is here."""
    if not row.weekly or row.account != ctx.actor.id or row.state != subscriptions.ACTIVE:
        return row
    row = ctx.uow.update(row, weekly=False, ignored=0, heard=ctx.now)
    return subscriptions.start(ctx.services, ctx.uow, row)


def away(uow: Unit, row: Subscription) -> bool:
    """Return True if the digest is weekly and its reader was not heard of since it became so."""
    return row.weekly and (row.heard is None or _last_active(uow, row) <= row.heard)


def _last_active(uow: Unit, row: Subscription) -> datetime:
    """Return the time of the latest request, press or reaction.
    Requests are stored for two days only, so the result is kept in the subscription.
    """
    asked = uow.all(HandledRequest, account=row.account, newest=True, limit=1)
    did = uow.all(Event, account=row.account, surface__ne=SURFACE, newest=True, limit=1)
    signs = [row.created, *(found.created for found in asked), *(found.created for found in did)]
    return max(signs if row.heard is None else [row.heard, *signs])
