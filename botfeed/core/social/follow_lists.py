"""Lists of followers and followed people, in pages, without blocked and inactive accounts."""

from __future__ import annotations

from botfeed.core.cards.people.people_list import Circle
from botfeed.core.chat.context import RenderContext
from botfeed.core.model import Account, Follow
from botfeed.core.safety import visibility

PAGE = 6
LOOK_BACK = 900  # newest follows of one list that can be paged through


def followers(ctx: RenderContext, them: Account, page: int) -> Circle:
    rows = ctx.uow.all(Follow, followee=them.id, newest=True, limit=LOOK_BACK)
    return _page(ctx, [row.follower for row in rows], page)


def following(ctx: RenderContext, them: Account, page: int) -> Circle:
    rows = ctx.uow.all(Follow, follower=them.id, newest=True, limit=LOOK_BACK)
    return _page(ctx, [row.followee for row in rows], page)


def _page(ctx: RenderContext, ids: list[int], page: int) -> Circle:
    eyes = visibility.eyes(ctx.uow, ctx.account)
    known = {a.id: a for a in ctx.uow.all(Account, id__in=ids)} if ids else {}
    people = [known[id] for id in ids if id in known and id not in eyes.blocked and visibility.is_here(known[id])]
    pages = max(1, -(-len(people) // PAGE))
    at = min(max(page, 1), pages)
    shown = tuple(people[(at - 1) * PAGE : at * PAGE])
    return Circle(shown, at, pages, _followed(ctx, shown))


def _followed(ctx: RenderContext, people: tuple[Account, ...]) -> frozenset[int]:
    if ctx.account is None or not people:
        return frozenset()
    rows = ctx.uow.all(Follow, follower=ctx.account.id, followee__in=[a.id for a in people])
    return frozenset(row.followee for row in rows)
