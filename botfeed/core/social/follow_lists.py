"""Lists of followers and followed people, in pages."""

from __future__ import annotations

from botfeed.core.cards.people.people_list import Circle
from botfeed.core.chat.context import RenderContext
from botfeed.core.listing import circles, pages
from botfeed.core.listing.pages import Listing
from botfeed.core.model import Account, Follow

PAGE = 6


def followers(ctx: RenderContext, them: Account, page: str) -> Circle:
    return _page(ctx, circles.followers(ctx, them.id), page)


def following(ctx: RenderContext, them: Account, page: str) -> Circle:
    return _page(ctx, circles.following(ctx, them.id), page)


def _page(ctx: RenderContext, people: Listing[Follow, Account], page: str) -> Circle:
    shown = pages.turn(ctx, people, page, PAGE)
    return Circle(shown, _followed(ctx, shown.items))


def _followed(ctx: RenderContext, people: tuple[Account, ...]) -> frozenset[int]:
    if ctx.account is None or not people:
        return frozenset()
    rows = ctx.uow.all(Follow, follower=ctx.account.id, followee__in=[a.id for a in people])
    return frozenset(row.followee for row in rows)
