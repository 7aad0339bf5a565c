"""Followers of a person and those whom they follow, as a viewer sees them: for the lists and a profile's numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from botfeed.core.chat.context import RenderContext
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Listing
from botfeed.core.model import Account, AccountState, Follow, FollowRequest


def followers(ctx: RenderContext, them: int) -> Listing[Follow, Account]:
    """List who follows a person, newest first."""
    return _circle(ctx, pages.by_id(ctx.uow, Follow, followee=them), attrgetter("follower"))


def following(ctx: RenderContext, them: int) -> Listing[Follow, Account]:
    """List whom a person follows, newest first."""
    return _circle(ctx, pages.by_id(ctx.uow, Follow, follower=them), attrgetter("followee"))


def requests(ctx: RenderContext, me: int) -> Listing[FollowRequest, Account]:
    """List who asks to follow the viewer, the oldest first."""
    return _circle(ctx, pages.by_id(ctx.uow, FollowRequest, newest=False, followee=me), attrgetter("follower"))


def _circle(ctx: RenderContext, read: pages.Read[pages.R], whom: Callable[[pages.R], int]) -> Listing[pages.R, Account]:
    """List the people whom rows name, without blocked ones, either way, and those who are not active."""

    def shown(rows: Sequence[pages.R]) -> list[tuple[pages.R, Account]]:
        blocked = ctx.uow.timelines.apart(ctx.account.id).blocked if ctx.account else frozenset[int]()
        wanted = sorted({whom(row) for row in rows} - blocked)
        known = ctx.uow.all(Account, id__in=wanted, state=AccountState.ACTIVE) if wanted else []
        people = {each.id: each for each in known}
        return [(row, people[whom(row)]) for row in rows if whom(row) in people]

    return Listing(read, shown)
