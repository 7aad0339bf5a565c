"""Follows, mutes and blocks between people.
Every function sets a wanted state; repeating it changes nothing.
"""

from __future__ import annotations

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice
from botfeed.core.copies import separation
from botfeed.core.errors import BadInput, Forbidden, NotFound
from botfeed.core.feed import events
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, AccountState, Block, Follow, FollowRequest, Mute
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.safety import rebuild
from botfeed.core.social import notices

CHOICES = 25  # what a platform shows while somebody types


def anybody(ctx: RenderContext, me: Account, who: str) -> Account:
    """Return another person to mute or block, even one who blocked the actor.
    Raises NotFound, and BadInput for oneself.
    """
    them = _find(ctx, who)
    if them.id == me.id:
        raise BadInput(L("That is you."))
    return them


def other(ctx: RenderContext, me: Account, who: str) -> Account:
    """Return another active person who has not blocked the actor.
    Raises NotFound, and BadInput for oneself.
    """
    them = anybody(ctx, me, who)
    if blocks(ctx, them, me) or them.state is not AccountState.ACTIVE:
        raise NotFound(L("There is nobody called {who:b} here. Handles look like @ada."), who=who[:40])
    return them


def whom(ctx: RenderContext, me: Account, who: str) -> Account:
    """Return the person to look at: the actor if nobody is named. Raises NotFound."""
    return me if not who or _find(ctx, who).id == me.id else other(ctx, me, who)


def _find(ctx: RenderContext, who: str) -> Account:
    """Return a person by handle or shown name; by `platform:id` only if the platform offered that person to the actor.
    Raises NotFound.
    """
    vouched = isinstance(ctx, Context) and who in ctx.request.picked
    if ":" in who and not vouched:
        raise NotFound(L("There is nobody called {who:b} here. Handles look like @ada."), who=who[:40])
    return accounts.find(ctx.uow, who, shown=True)


def called(ctx: RenderContext, me: Account, them: Account, who: str) -> str:
    """Return a person's name as the actor may know it: as they typed it, where that person blocked them."""
    return them.handle if rebuild.may_meet(ctx.uow, me.id, them) else who.strip().lstrip("@")[:40]


def blocks(ctx: RenderContext, who: Account, whom: Account) -> bool:
    return ctx.uow.count(Block, account=who.id, blocked=whom.id) > 0


def follow(ctx: RenderContext, me: Account, them: Account, *, post: int | None = None) -> bool:
    """Follow somebody, or ask to, where they approve their followers; `post` is the post that led to it.
    Returns True if new. Raises Forbidden if the actor blocked them.
    """
    if blocks(ctx, me, them):
        raise Forbidden(L("You blocked {who:b}. Unblock them first."), who=them.handle)
    if them.approves and not follows(ctx.uow, me.id, them.id):
        return _wish(ctx.uow, me, them)
    if not ctx.uow.insert(Follow(ctx.uow.new_id(), me.id, them.id, ctx.now)):
        return False
    if post is not None:
        events.record(ctx.uow, me, post, "follow")
    notices.tell(ctx.uow, them.id, "follow", actor=me.id)
    return True


def _wish(uow: Unit, me: Account, them: Account) -> bool:
    if not uow.insert(FollowRequest(uow.new_id(), me.id, them.id, uow.now)):
        return False
    notices.tell(uow, them.id, "wish", actor=me.id)
    return True


def follows(uow: Unit, me: int, them: int) -> bool:
    return uow.count(Follow, follower=me, followee=them) > 0


def unfollow(ctx: RenderContext, me: Account, them: Account) -> bool:
    if ctx.uow.delete(FollowRequest, follower=me.id, followee=them.id):
        notices.take_back(ctx.uow, them.id, "wish", actor=me.id)
    if not ctx.uow.delete(Follow, follower=me.id, followee=them.id):
        return False
    notices.take_back(ctx.uow, them.id, "follow", actor=me.id)
    return True


def mute(ctx: RenderContext, me: Account, them: Account, wanted: bool = True) -> bool:
    """Mute or unmute somebody, who gets no notice of it. Returns True if something changed."""
    if wanted:
        return ctx.uow.insert(Mute(ctx.uow.new_id(), me.id, them.id, ctx.now))
    return ctx.uow.delete(Mute, account=me.id, muted=them.id) > 0


def block(ctx: RenderContext, me: Account, them: Account) -> bool:
    """Block somebody and end follows both ways, in this transaction. Returns True if new.
    What stands of each in the other's private chat is taken down by a job.
    """
    added = ctx.uow.insert(Block(ctx.uow.new_id(), me.id, them.id, ctx.now))
    unfollow(ctx, me, them)
    unfollow(ctx, them, me)
    if added:
        separation.follow(ctx.uow, me.id, them.id)
    return added


def unblock(ctx: RenderContext, me: Account, them: Account) -> bool:
    return ctx.uow.delete(Block, account=me.id, blocked=them.id) > 0


def people(ctx: RenderContext, typed: str) -> list[Choice]:
    """Complete a handle by its beginning, or by that of the name that a platform shows: people the actor follows
    first, then other active people. Leaves out people who blocked the actor.
    """
    uow, stem = ctx.uow, typed.strip().lstrip("@＠﹫")
    if ctx.account is None:
        return []
    known = uow.timelines.people(stem, CHOICES, follower=ctx.account.id)
    others = uow.timelines.people(stem, CHOICES * 2)
    hidden = {b.account for b in uow.all(Block, blocked=ctx.account.id)} | {ctx.account.id}
    found = {a.id: a for a in (*known, *others) if a.id not in hidden}
    return [Choice(a.handle, f"@{a.handle} · {a.name}" if a.name else f"@{a.handle}") for a in found.values()][:CHOICES]
