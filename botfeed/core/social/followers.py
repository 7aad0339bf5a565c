"""Followers of a person: whom they let in, turn down or remove."""

from __future__ import annotations

from botfeed.core.chat.context import Services
from botfeed.core.errors import NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Follow, FollowRequest, Notice
from botfeed.core.ports import Unit
from botfeed.core.social import notices
from botfeed.core.work import pools
from botfeed.core.work.jobs import When, job

LISTED = 6  # requests of one page
AT_ONCE, BATCH = 25, 100  # requests that are granted where somebody approves no more: by the command, by its job


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
    """Choose whether followers are approved first. Where they are not any more, who waits follows: a few at once, the
    others by a job.
    """
    if not wanted and _grant(uow, me.id, AT_ONCE):
        name = f"grant:{me.id}"
        grant.enqueue(uow, When(name, key=name), account=me.id)
    return uow.update(me, approves=wanted)


@job(kind="followers.grant", pool=pools.ORDINARY)
async def grant(services: Services, account: int) -> None:
    """Let everybody follow who waits, in batches, while the person approves nobody first."""

    def some(uow: Unit) -> bool:
        me = uow.get(Account, account)
        return me is not None and not me.approves and _grant(uow, account, BATCH)

    while await services.store.run(some):
        pass


def _grant(uow: Unit, me: int, most: int) -> bool:
    """Let the next people follow who asked to, but for blocked ones. Return True if others may wait."""
    rows = uow.all(FollowRequest, followee=me, limit=most)
    apart = uow.timelines.apart(me).blocked
    for row in rows:
        uow.delete(FollowRequest, id=row.id)
        if row.follower not in apart:
            uow.insert(Follow(uow.new_id(), row.follower, me, uow.now))
    who = [row.follower for row in rows]
    if who:
        uow.delete(Notice, account=me, kind="wish", read=None, actor__in=who)
    return len(rows) == most
