"""Spaces: settings chosen by their administrators, and their state when the bot joins and leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, Unpack

from botfeed.core.cards import spaces as cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply, Request
from botfeed.core.copies import sensitive_copies
from botfeed.core.errors import BadInput
from botfeed.core.language import i18n
from botfeed.core.language.i18n import L
from botfeed.core.language.text import sound
from botfeed.core.model import Address, Decision, Post, Right, Space, Subscription
from botfeed.core.people import memberships
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import SpaceValues
from botfeed.core.safety import visibility
from botfeed.core.work import outbox
from botfeed.core.work.messages import To, message

HERE, NOWHERE = "here", "none"
MOST = 25  # channels or roles of one setting: what a list on Discord takes
Use = Literal["showcase", "log"]  # columns of a space that hold a channel
_USES: tuple[Use, ...] = ("showcase", "log")
_LISTS: tuple[Literal["channels", "roles", "setters"], ...] = ("channels", "roles", "setters")


def here(ctx: Context) -> Space:
    """Return the space of the request; space commands run nowhere else."""
    assert ctx.space
    return ctx.space


def hears(uow: Unit, request: Request) -> bool:
    """Return True if the space's settings let the bot answer this person publicly in this channel."""
    space = uow.one(Space, platform=request.address.platform, ref=request.address.space)
    if space is None:
        return True
    channels, roles = set(space.channels), set(space.roles)
    where = not channels or not channels.isdisjoint({request.channel, request.address.ref})
    return where and (not roles or not roles.isdisjoint(request.sender.roles))


def address(ctx: Context, picked: str) -> Address | None:
    """Return the channel picked for a setting: None, this one, or one the platform verified.
    Raises BadInput, also for one where the bot could not post.
    """
    if picked in ("", NOWHERE):
        return None
    if picked == HERE:
        check_writable(ctx, ctx.request.lacks)
        return ctx.address
    found = ctx.request.picked.get(picked)
    if found is None or found.address is None or found.address.space != ctx.address.space:
        raise BadInput(L("That is no channel of this place that I can see."))
    check_writable(ctx, found.lacks, found.name)
    return found.address


def check_writable(ctx: Context, lacks: Sequence[str], channel: str = "") -> None:
    """Raise BadInput if permissions are missing for messages in a channel; without its name it is this one."""
    if not lacks:
        return
    missing = ", ".join(ctx.s(name) for name in lacks)
    if channel:
        raise BadInput(
            L(
                "I can't post in {channel:b} yet: I lack the permission {missing:b} there. Give it to me and try "
                "again, or choose another channel."
            ),
            channel=f"#{channel}",
            missing=missing,
        )
    raise BadInput(
        L("I can't post in this channel yet: I lack the permission {missing:b} here. Give it to me and try again."),
        missing=missing,
    )


def ids(ctx: Context, picked: str, *, roles: bool) -> tuple[str, ...]:
    """Return the ids of the channels or roles picked, as verified by the platform. Raises BadInput."""
    wanted = tuple(dict.fromkeys(id for id in picked.split(",") if id))
    if len(wanted) > MOST:
        raise BadInput(L("At most {most} of them can be chosen."), most=MOST)
    for id in wanted:
        found = ctx.request.picked.get(id)
        if found is None or (found.address is None) is not roles:
            raise BadInput(L("That is none of this place's own channels or roles."))
    return wanted


def settle(ctx: Context, **values: Unpack[SpaceValues]) -> Space:
    """Store settings, the names of the channels and roles picked, and the person who set them.
    Sensitive copies in the space are checked again if its policy on them changed.
    """
    space = here(ctx)
    called = {id: sound(picked.name) for id, picked in ctx.request.picked.items()}
    names = {**(space.names or {}), **called} or None
    chosen: SpaceValues = {**values, "set_up": ctx.now, "keeper": ctx.actor.id, "names": names}
    settled = ctx.uow.update(space, **chosen)
    if settled.ceiling != space.ceiling:
        sensitive_copies.follow(ctx.uow, settled)
    return settled


def is_kept_by(uow: Unit, space: Space, account: int | None) -> bool:
    """Return True if messages about a space are for this person alone: who set it up, while it has the bot, and unless
    the platform said since that they left it or administer it no more. What nobody asked is not no.
    """
    return account is not None and space.keeper == account and space.left is None and may_keep(uow, account, space)


def may_keep(uow: Unit, account: int, space: Space) -> bool:
    """Return False for who is known to have left a space, or to have lost the right to set it up."""
    right = uow.one(Right, account=account, space=space.id)
    return memberships.may_be_inside(uow, account, space) and (right is None or right.admin or bool(space.setters))


def subscription(uow: Unit, space: Space) -> Subscription | None:
    return uow.one(Subscription, space=space.id)


def joined(uow: Unit, there: Address, say_at: Address | None, locale: str = "") -> None:
    """Record that the bot is in a space, for the first time or again.
    Earlier settings apply; the welcome is sent only once ever.
    """
    space = visibility.space_of(uow, there)
    if space is None:
        language = i18n.guess(locale)
        space = Space(uow.new_id(), there.platform, there.space, sound(there.title), uow.now, language=language)
        if not uow.insert(space):
            return
    if space.left:
        row = subscription(uow, space)
        if space.resumes and row and row.state == "off":
            uow.update(row, state="active", due=uow.now, paused_until=uow.now)  # at its next hour, not at once
        space = uow.update(space, left=None, resumes=False)
    if say_at is not None and space.greeted is None:
        uow.update(space, greeted=uow.now)
        welcome.post(uow, To(say_at, key=f"welcome:{space.id}", urgent=False), space=space.id)


@message()
def welcome(ctx: RenderContext, space: int) -> Reply | None:
    """Render the bot's introduction to a space; None if it was removed meanwhile."""
    row = ctx.uow.get(Space, space)
    return None if row is None or row.left else Reply(cards=(cards.welcome(ctx),), private=False, silent=True)


def left(uow: Unit, platform: str, ref: str) -> None:
    """Record that the bot was removed from a space: its digest stops, its settings are kept for a return."""
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
    """End showcase, log and digest in a channel that is deleted or not writable.
    The person who set them up is notified.
    """
    space = visibility.space_of(uow, channel)
    if space is None or space.left:
        return
    values, gone = SpaceValues(), list[str]()
    for name in _uses(space, channel):
        values[name] = None
        gone.append("channel" if space.broadcast else name)
    if values:
        space = uow.update(space, **values)
    row = subscription(uow, space)
    if row is not None and row.state != "off" and row.address.ref == channel.ref:
        uow.update(row, state="off", due=None)
        gone.append("digest")
    if gone:
        _tell(uow, space, *gone)


def _uses(space: Space, channel: Address) -> list[Use]:
    """Return what a channel is used for in its space, but for the digest."""
    return [name for name in _USES if (at := getattr(space, name)) is not None and at.ref == channel.ref]


def restricted(uow: Unit, channel: Address) -> None:
    """Record that a channel became age-restricted or ceased to be.
    Sensitive copies in it are checked again: none stays in a channel that is no longer age-restricted.
    """
    space = visibility.space_of(uow, channel)
    if space is None:
        return
    others = tuple(ref for ref in space.opened if ref != channel.ref)
    opened = others if channel.age_restricted else (*others, channel.ref)
    values: SpaceValues = {"opened": opened}
    for name in _uses(space, channel):
        values[name] = channel
    uow.update(space, **values)
    row = subscription(uow, space)
    if row is not None and row.address.ref == channel.ref:
        uow.update(row, address=channel)
    sensitive_copies.follow(uow, space, channel.ref)


def changed(uow: Unit, platform: str, ref: str, channels: Sequence[Address]) -> list[Address]:
    """Return the channels whose age restriction differs from the last known state.
    Known are channels used by settings and channels with sensitive copies.
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
    """Apply the state of a space found at start-up.
    The bot may have been added again, and `channels` changed meanwhile.
    """
    space = uow.one(Space, platform=platform, ref=ref)
    if space is None:
        return
    if space.left:
        joined(uow, Address(platform, "", ref, space.title, private=False), None)
    for channel in channels:
        restricted(uow, channel)


def deleted(uow: Unit, platform: str, ref: str, id: str) -> None:
    """Remove a deleted channel or role from all settings of a space."""
    space = uow.one(Space, platform=platform, ref=ref)
    if space is None:
        return
    lost(uow, Address(platform, id, ref, private=False))
    gone, values = [], SpaceValues()
    for name in _LISTS:
        before: tuple[str, ...] = getattr(space, name)
        if id in before:
            values[name] = tuple(one for one in before if one != id)
            gone += [name] if before == (id,) and name != "setters" else []
    if values:
        space = uow.update(space, **values)
    if gone:
        _tell(uow, space, *gone)


def _tell(uow: Unit, space: Space, *gone: str) -> None:
    """Queue a private message to the person who set the space up, if they opted in."""
    at = outbox.to(uow, space.keeper) if space.keeper is not None else None
    if at is not None and space.set_up:
        to = To(at, key=f"space.lost:{space.id}:{uow.new_id()}", account=space.keeper)
        tell.post(uow, to, space=space.id, gone=list(gone))


@message(kind="space.lost")
def tell(ctx: RenderContext, space: int, gone: list[str]) -> Reply | None:
    """Build the message about ended functions of a space for the person who set it up."""
    row = ctx.uow.get(Space, space)
    return Reply(cards=(cards.lost(ctx, row, gone),)) if row else None


_CHOSEN = (
    *("approved", "gathers", "likes", "least", "ceiling", "channels", "roles", "setters", "language", "set_up"),
    *("keeper", "names", "greeted"),
)


def moved(uow: Unit, before: Space, now: Space, old: str) -> None:
    """Move a space's settings to its new id, with the refs of its channels, after a group changed its id.
    If the new id was recorded first, the posts and decisions of the old space move along.
    """
    if now.id != before.id:
        uow.compare_and_set(Post, {"space": before.id}, space=now.id)
        uow.compare_and_set(Decision, {"space": before.id}, space=now.id)

    def there(at: Address | None) -> Address | None:
        return at and replace(at, ref=now.ref + at.ref.removeprefix(old), space=now.ref)

    chosen = {name: getattr(before, name) for name in _CHOSEN}
    uow.update(now, **chosen, showcase=there(before.showcase), log=there(before.log), left=None, resumes=False)
