"""Places: what those who run a server or group chose for it, and what becomes of that when the bot comes and goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from botfeed.core.cards import spaces as cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply, Request
from botfeed.core.copies import sensitive_copies
from botfeed.core.errors import BadInput
from botfeed.core.language import i18n
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, Decision, Post, Space, Subscription
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.work import outbox
from botfeed.core.work.messages import To, message

HERE, NOWHERE = "here", "none"
MOST = 25  # channels or roles of one setting: what a list on Discord takes


def here(ctx: Context) -> Space:
    """The place this is said in; commands of places are admitted nowhere else."""
    assert ctx.space
    return ctx.space


def hears(uow: Unit, request: Request) -> bool:
    """Whether the place wants us to answer this person in this channel with what all there read."""
    space = uow.one(Space, platform=request.address.platform, ref=request.address.space)
    if space is None:
        return True
    channels, roles = set(space.channels), set(space.roles)
    where = not channels or not channels.isdisjoint({request.channel, request.address.ref})
    return where and (not roles or not roles.isdisjoint(request.sender.roles))


def address(ctx: Context, picked: str) -> Address | None:
    """The channel somebody picked for a setting: none, this one, or one that the platform vouches for."""
    if picked in ("", NOWHERE):
        return None
    if picked == HERE:
        return ctx.address
    found = ctx.request.picked.get(picked)
    if found is None or found.address is None or found.address.space != ctx.address.space:
        raise BadInput(L("That is no channel of this place that I can see."))
    return found.address


def ids(ctx: Context, picked: str, *, roles: bool) -> tuple[str, ...]:
    """The channels or roles of this place that somebody picked, by id."""
    wanted = tuple(dict.fromkeys(id for id in picked.split(",") if id))
    if len(wanted) > MOST:
        raise BadInput(L("At most {most} of them can be chosen."), most=MOST)
    for id in wanted:
        found = ctx.request.picked.get(id)
        if found is None or (found.address is None) is not roles:
            raise BadInput(L("That is none of this place's own channels or roles."))
    return wanted


def settle(ctx: Context, **values: Any) -> Space:
    """Write settings down, with how the channels and roles are called that were picked, and who answers for them.

    What stands there follows where other pictures are wanted now.
    """
    space = here(ctx)
    called = {id: picked.name for id, picked in ctx.request.picked.items()}
    names = {**(space.names or {}), **called} or None
    settled = ctx.uow.update(space, set_up=ctx.now, keeper=ctx.actor.id, names=names, **values)
    if settled.ceiling != space.ceiling:
        sensitive_copies.follow(ctx.uow, settled)
    return settled


def subscription(uow: Unit, space: Space) -> Subscription | None:
    return uow.one(Subscription, space=space.id)


def joined(uow: Unit, there: Address, say_at: Address | None, locale: str = "") -> None:
    """The bot is in a place, for the first time or again: what was set there holds; one line is said, once ever."""
    space = visibility.space_of(uow, there)
    if space is None:
        language = i18n.guess(locale)
        space = Space(uow.new_id(), there.platform, there.space, there.title, uow.now, language=language)
        if not uow.insert(space):
            return
    if space.left:
        row = subscription(uow, space)
        if space.resumes and row and row.state == "off":
            uow.update(row, state="active", due=uow.now)
        space = uow.update(space, left=None, resumes=False)
    if say_at is not None and space.greeted is None:
        uow.update(space, greeted=uow.now)
        welcome.post(uow, To(say_at, key=f"welcome:{space.id}", urgent=False), space=space.id)


@message()
def welcome(ctx: RenderContext, space: int) -> Reply | None:
    """Introduce the bot to a place, unless it was sent away meanwhile."""
    row = ctx.uow.get(Space, space)
    return None if row is None or row.left else Reply(cards=(cards.welcome(ctx),), private=False, silent=True)


def left(uow: Unit, platform: str, ref: str) -> None:
    """The bot was sent away: nothing more is said there. Its settings wait for it to come back."""
    space = uow.one(Space, platform=platform, ref=ref)
    if space is None or space.left:
        return
    row = subscription(uow, space)
    on = row is not None and row.state == "active"
    if row is not None and on:
        uow.update(row, state="off", due=None)
    space = uow.update(space, left=uow.now, resumes=on)
    _tell(uow, space, "left")


def lost(uow: Unit, channel: Address) -> None:
    """A channel is deleted, closed, or not ours to write in: what was said there ends, and who set it up is told."""
    space = visibility.space_of(uow, channel)
    if space is None or space.left:
        return
    gone = []
    for name in ("showcase", "log"):
        at: Address | None = getattr(space, name)
        if at is not None and at.ref == channel.ref:
            values: dict[str, Any] = {name: None}
            space = uow.update(space, **values)
            gone.append(name)
    row = subscription(uow, space)
    if row is not None and row.state != "off" and row.address.ref == channel.ref:
        uow.update(row, state="off", due=None)
        gone.append("digest")
    if gone:
        _tell(uow, space, *gone)


def restricted(uow: Unit, channel: Address) -> None:
    """A channel is age-restricted, or is not: what we knew of it at another time does not count any more.

    What stands there follows: no sensitive picture stays where age is not asked any more.
    """
    space = visibility.space_of(uow, channel)
    if space is None:
        return
    others = tuple(ref for ref in space.opened if ref != channel.ref)
    opened = others if channel.age_restricted else (*others, channel.ref)
    known: dict[str, Any] = {
        name: channel for name in ("showcase", "log") if (at := getattr(space, name)) and at.ref == channel.ref
    }
    uow.update(space, opened=opened, **known)
    row = subscription(uow, space)
    if row is not None and row.address.ref == channel.ref:
        uow.update(row, address=channel)
    sensitive_copies.follow(uow, space, channel.ref)


def changed(uow: Unit, platform: str, ref: str, channels: Sequence[Address]) -> list[Address]:
    """Those of a place's channels that are age-restricted, or not, otherwise than when we last heard of them.

    We know that of those that were set, and of those where a sensitive picture stands.
    """
    space = uow.one(Space, platform=platform, ref=ref)
    if space is None:
        return []
    row = subscription(uow, space)
    known = {at.ref: at.age_restricted for at in (space.showcase, space.log, row.address if row else None) if at}
    open_now = [at.ref for at in channels if not at.age_restricted and at.ref not in space.opened]
    known |= dict.fromkeys(sensitive_copies.aged(uow, platform, open_now), True)
    closed_again = {at.ref for at in channels if at.age_restricted and at.ref in space.opened}
    return [
        at for at in channels if at.ref in closed_again or known.get(at.ref, at.age_restricted) != at.age_restricted
    ]


def found(uow: Unit, platform: str, ref: str, channels: Iterable[Address]) -> None:
    """A place as it is when we begin to listen: we may have been taken in again; these `channels` have changed."""
    space = uow.one(Space, platform=platform, ref=ref)
    if space is None:
        return
    if space.left:
        joined(uow, Address(platform, "", ref, space.title, private=False), None)
    for channel in channels:
        restricted(uow, channel)


def deleted(uow: Unit, platform: str, ref: str, id: str) -> None:
    """A channel or role of a place is no more: no setting names it any longer."""
    space = uow.one(Space, platform=platform, ref=ref)
    if space is None:
        return
    lost(uow, Address(platform, id, ref, private=False))
    gone = []
    for name in ("channels", "roles", "setters"):
        before: tuple[str, ...] = getattr(space, name)
        if id in before:
            values: dict[str, Any] = {name: tuple(one for one in before if one != id)}
            space = uow.update(space, **values)
            gone += [name] if before == (id,) and name != "setters" else []
    if gone:
        _tell(uow, space, *gone)


def _tell(uow: Unit, space: Space, *gone: str) -> None:
    """Write to who set it up, alone, where they asked to be written to."""
    at = outbox.to(uow, space.keeper) if space.keeper is not None else None
    if at is not None and space.set_up:
        to = To(at, key=f"space.lost:{space.id}:{uow.new_id()}", account=space.keeper)
        tell.post(uow, to, space=space.id, gone=list(gone))


@message(kind="space.lost")
def tell(ctx: RenderContext, space: int, gone: list[str]) -> Reply | None:
    """Tell who set a place up what ended there."""
    row = ctx.uow.get(Space, space)
    return Reply(cards=(cards.lost(ctx, row, gone),)) if row else None


_CHOSEN = ("approved", "ceiling", "channels", "roles", "setters", "language", "set_up", "keeper", "names", "greeted")


def moved(uow: Unit, before: Space, now: Space, old: str) -> None:
    """Follow a group that got another id: what was chosen holds, and its channels' refs begin with the new one.

    Where it was heard of under its new id first, what was published to it and decided there comes along.
    """
    if now.id != before.id:
        uow.compare_and_set(Post, {"space": before.id}, space=now.id)
        uow.compare_and_set(Decision, {"space": before.id}, space=now.id)

    def there(at: Address | None) -> Address | None:
        return at and replace(at, ref=now.ref + at.ref.removeprefix(old), space=now.ref)

    chosen = {name: getattr(before, name) for name in _CHOSEN}
    uow.update(now, **chosen, showcase=there(before.showcase), log=there(before.log), left=None, resumes=False)
