"""Subscriptions to the digest: a person's, in private, or a channel's, set up by its administrators."""

from __future__ import annotations

from datetime import datetime, timedelta

from botfeed.core.cards.choices import Place
from botfeed.core.chat.context import Context, Services
from botfeed.core.digest import due_time, time_zones, weekdays
from botfeed.core.errors import NotFound
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Address, Identity, Subscription
from botfeed.core.ports import Unit
from botfeed.core.spaces import spaces
from botfeed.core.work import contactability

ACTIVE, PAUSED, OFF = "active", "paused", "off"


def shared(ctx: Context, place: Place) -> bool:
    """Return True if the request is about the channel's digest, not the actor's own."""
    return place is Place.HERE and ctx.space is not None and not ctx.address.private


def find(ctx: Context, place: Place) -> Subscription | None:
    """Return the subscription of this channel or of the actor, or None."""
    if shared(ctx, place):
        assert ctx.space
        return ctx.uow.one(Subscription, space=ctx.space.id)
    return ctx.uow.one(Subscription, account=ctx.actor.id)


def blank(ctx: Context, place: Place) -> Subscription:
    """Return a new subscription with default values, not stored."""
    public = shared(ctx, place)
    return Subscription(
        id=ctx.uow.new_id(),
        address=ctx.address if public else _alone(ctx),
        created=ctx.now,
        account=None if public else ctx.actor.id,
        space=ctx.space.id if public and ctx.space else None,
        zone=ctx.actor.zone,
        language=ctx.actor.language,
    )


def nobodys(ctx: Context) -> Subscription:
    """Return an inactive subscription of the actor for rendering, not stored."""
    me = ctx.actor
    return Subscription(
        ctx.uow.new_id(), ctx.reads_at, ctx.now, account=me.id, zone=me.zone, language=me.language, state=OFF
    )


def move(ctx: Context, row: Subscription, address: Address) -> Subscription:
    """Move a space's digest to another of its channels. Only for administrators."""
    ctx.must_keep()
    return ctx.uow.update(row, address=address)


def _alone(ctx: Context) -> Address:
    """Return the private address for the actor's digest: on their chosen home platform, else here.
    Counts as opting in to messages there. Raises BadInput.
    """
    here = contactability.ask(ctx)
    home = contactability.on(ctx.uow, ctx.actor.id, ctx.actor.home) if ctx.actor.home else None
    return home or (ctx.address if ctx.address.private else here)


def home(ctx: Context, address: Address) -> None:
    """Send the actor's digest to this address from now on."""
    ctx.uow.compare_and_set(Subscription, {"account": ctx.actor.id}, address=address)


def where(uow: Unit, row: Subscription) -> Address:
    """Return the address to send to now: if a person is unreachable there, another address of theirs."""
    if row.account is None:
        return row.address
    refused = uow.count(Identity, account=row.account, platform=row.address.platform, reachable=False)
    return (contactability.to(uow, row.account) if refused else None) or row.address


def choose(
    ctx: Context, *, hour: int, minute: int, zone: str, days: str, size: int | None, place: Place
) -> Subscription:
    """Create or change a digest and switch it on. Values that are not given stay as they were.
    A channel's digest needs its administrator.
    """
    if shared(ctx, place):
        ctx.must_keep()
        if ctx.address.ref == ctx.request.address.ref:
            spaces.check_writable(ctx, ctx.request.lacks)
    known = find(ctx, place)
    row = known or blank(ctx, place)
    if known is None and not ctx.uow.insert(row):
        row = find(ctx, place) or row  # somebody set it up in the same moment
    name = time_zones.read(zone) if zone else row.zone
    row = ctx.uow.update(
        row,
        address=ctx.address if shared(ctx, place) else _alone(ctx),
        minute=hour * 60 + minute,
        zone=name,
        days=weekdays.read(days) if days else row.days,
        size=size or row.size,
        language=ctx.actor.language,
        weekly=False,
        ignored=0,
        heard=ctx.now,
    )
    if zone and not shared(ctx, place):
        ctx.uow.update(ctx.actor, zone=name)
    return start(ctx.services, ctx.uow, row)


def start(services: Services, uow: Unit, row: Subscription, after: datetime | None = None) -> Subscription:
    """Switch the subscription on, due at its first minute after `after` (default: now)."""
    due = upcoming(row, after or uow.now) + offset(services, row)
    return uow.update(row, state=ACTIVE, due=due, paused_until=after)


def upcoming(row: Subscription, after: datetime) -> datetime:
    """Return the subscription's next chosen minute, before the load-spreading offset."""
    return due_time.next_due(after, minute(row), time_zones.zone(row.zone), mask(row))


def minute(row: Subscription) -> int:
    """Return the chosen minute of the day, within its bounds."""
    return min(max(row.minute, 0), due_time.MINUTES - 1)


def offset(services: Services, row: Subscription) -> timedelta:
    return due_time.spread(f"digest:{row.id}", services.policy.spread)


def mask(row: Subscription) -> int:
    """Return the weekday mask; only its first day while the digest is weekly for inactivity."""
    days = row.days & due_time.ALL or due_time.ALL
    return days & -days if row.weekly else days


def move_zone(ctx: Context, place: Place, zone: str) -> None:
    """Move a digest to another time zone, at the same hour; one's own zone too. Raises BadInput."""
    name, row = time_zones.read(zone), _theirs(ctx, place) if shared(ctx, place) else find(ctx, place)
    if row is not None:
        row = ctx.uow.update(row, zone=name)
        if row.state == ACTIVE:
            paused = row.paused_until if row.paused_until and row.paused_until > ctx.now else None
            start(ctx.services, ctx.uow, row, paused)
    if not shared(ctx, place):
        ctx.uow.update(ctx.actor, zone=name)


def pause(ctx: Context, place: Place, days: int) -> Subscription:
    """Pause the digest for some days, or with 0 until it is resumed. Raises NotFound."""
    row = _theirs(ctx, place)
    if days:
        return start(ctx.services, ctx.uow, row, ctx.now + timedelta(days=days))
    return ctx.uow.update(row, state=PAUSED, due=None, paused_until=None)


def resume(ctx: Context, place: Place) -> Subscription:
    row = _theirs(ctx, place)
    address = row.address if row.account is None else _alone(ctx)
    row = ctx.uow.update(row, address=address, weekly=False, ignored=0, heard=ctx.now)
    return start(ctx.services, ctx.uow, row)


def stop(ctx: Context, place: Place) -> Subscription:
    """Switch the digest off; editions not sent yet are dropped. Raises NotFound."""
    return ctx.uow.update(_theirs(ctx, place), state=OFF, due=None, paused_until=None)


def _theirs(ctx: Context, place: Place) -> Subscription:
    if shared(ctx, place):
        ctx.must_keep()
    row = find(ctx, place)
    if row is None:
        raise NotFound(L("There is no digest yet. {set:c} starts one."), set=CommandLine("/digest set 9"))
    return row


def wanted(row: Subscription, now: datetime) -> bool:
    """Return True if a digest may be sent: active and not paused at `now`."""
    return row.state == ACTIVE and (row.paused_until is None or row.paused_until <= now)
