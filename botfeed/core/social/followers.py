"""Followers of a person: whom they let in, turn down or remove."""

from __future__ import annotations

from botfeed.core.chat.context import RenderContext
from botfeed.core.errors import NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Follow, FollowRequest
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import notices

LISTED = 6  # requests of one page
AT_ONCE = 500  # requests that are granted where somebody approves no more


def requests(ctx: RenderContext, me: Account) -> list[Account]:
    """Return who asks to follow a person, the oldest first, without people blocked either way."""
    rows = ctx.uow.all(FollowRequest, followee=me.id, limit=AT_ONCE)
    known = {a.id: a for a in ctx.uow.all(Account, id__in=[r.follower for r in rows])} if rows else {}
    blocked = visibility.viewer(ctx.uow, me).blocked
    found = [known[r.follower] for r in rows if r.follower in known and r.follower not in blocked]
    return [them for them in found if visibility.is_here(them)]


def accept(uow: Unit, me: Account, them: Account) -> None:
    """Let somebody follow who asked to. Raises NotFound if they did not."""
    if not _decided(uow, me, them):
        raise NotFound(L("{who:b} does not ask to follow you."), who=them.handle)
    uow.insert(Follow(uow.new_id(), them.id, me.id, uow.now))
    notices.tell(uow, them.id, "accepted", actor=me.id)


def decline(uow: Unit, me: Account, them: Account) -> None:
    """Turn down who asked to follow, and is not told. Raises NotFound if they did not."""
    if not _decided(uow, me, them):
        raise NotFound(L("{who:b} does not ask to follow you."), who=them.handle)


def _decided(uow: Unit, me: Account, them: Account) -> bool:
    notices.take_back(uow, me.id, "wish", actor=them.id)
    return uow.delete(FollowRequest, follower=them.id, followee=me.id) > 0


def remove(uow: Unit, me: Account, them: Account) -> None:
    """Remove a follower, who is not told. Raises NotFound if they do not follow."""
    if not uow.delete(Follow, follower=them.id, followee=me.id):
        raise NotFound(L("{who:b} does not follow you."), who=them.handle)
    notices.take_back(uow, me.id, "follow", actor=them.id)


def approve(uow: Unit, me: Account, *, wanted: bool) -> Account:
    """Choose whether followers are approved first. Where they are not any more, who waits follows at once."""
    if not wanted:
        for row in uow.all(FollowRequest, followee=me.id, limit=AT_ONCE):
            uow.delete(FollowRequest, id=row.id)
            if them := uow.get(Account, row.follower):
                uow.insert(Follow(uow.new_id(), them.id, me.id, uow.now))
    return uow.update(me, approves=wanted)
