"""The single rule of who may see which post; all readers use it.
Authors always see their own posts unless removed. Others see public posts of active authors if neither
blocked the other and they are in the audience: everyone, followers, or viewers inside the space. A space
excludes posts its moderators took out; a shared chat excludes sensitive ones unless it is age-restricted and
its administrators allow them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from botfeed.core.chat.context import RenderContext
from botfeed.core.model import (
    AUDIENCES,
    Account,
    AccountState,
    Address,
    Belongs,
    Decision,
    Follow,
    Post,
    PostState,
    Space,
    Viewer,
)
from botfeed.core.ports import Unit


def eyes(uow: Unit, account: Account | None, space: Space | None = None, at: Address | None = None) -> Viewer:
    """Return the viewer inside a space, or outside any.
    Sensitive posts are excluded if they may not be shown at `at`, the address where they read.
    """
    here, bears = space.id if space else None, at is None or may_veil(space, at)
    if account is None:
        return Viewer(None, here, sensitive=bears)
    apart = uow.timelines.apart(account.id)
    return Viewer(account.id, here, apart.blocked, apart.muted, bears)


def of(ctx: RenderContext, space: Space | None = None) -> Viewer:
    """Return the viewer who receives the message, at the address where they read it."""
    return eyes(ctx.uow, ctx.account, space, ctx.reads_at)


def may_veil(space: Space | None, at: Address) -> bool:
    """Return True if a sensitive picture may be shown at an address, blurred."""
    if at.private or not at.age_restricted or space is None:
        return at.private or at.age_restricted
    return space.ceiling != "none" and at.ref not in space.opened


def of_address(uow: Unit, account: Account | None, address: Address) -> Viewer:
    """Return the viewer reading at an address; a shared chat shows only what all its members may see."""
    return eyes(uow, account, space_of(uow, address), address)


def space_of(uow: Unit, address: Address) -> Space | None:
    return uow.one(Space, platform=address.platform, ref=address.space) if address.space else None


def may_see(uow: Unit, who: Viewer, post: Post) -> bool:
    return bool(seeable(uow, who, (post,)))


def seeable(uow: Unit, who: Viewer, posts: Iterable[Post]) -> list[Post]:
    """Return the posts the viewer may see, in order.
    Two queries for any number of posts, three inside a space.
    """
    candidates = list(posts)
    others = {p.author for p in candidates if p.author != who.account}
    away = _authors_away(uow, sorted(others))
    wanted = sorted({p.author for p in candidates if AUDIENCES[p.audience] is Belongs.FOLLOWS} & others)
    followed = _followed(uow, who, wanted)
    taken = _taken_out(uow, who.space, sorted(p.id for p in candidates if p.author != who.account))
    return [p for p in candidates if _allowed(who, p, away, followed) and p.id not in taken]


def _allowed(who: Viewer, post: Post, away: set[int], followed: set[int]) -> bool:
    if who.account is not None and post.author == who.account:
        return post.state is not PostState.REMOVED
    if post.state is not PostState.PUBLIC or post.author in away or post.author in who.blocked:
        return False
    if post.sensitive and not who.sensitive:
        return False
    belongs = AUDIENCES[post.audience]
    if belongs is Belongs.FOLLOWS:
        return post.author in followed
    return belongs is Belongs.ALWAYS or (post.space is not None and post.space == who.space)


def _taken_out(uow: Unit, space: int | None, posts: Sequence[int]) -> set[int]:
    """Return the ids of the posts that a space's moderators took out and did not put back."""
    if space is None or not posts:
        return set()
    rows = uow.all(Decision, space=space, post__in=posts, kind="away", overturned=False)
    return {row.post for row in rows if row.post is not None}


def _authors_away(uow: Unit, authors: Sequence[int]) -> set[int]:
    if not authors or uow.count(Account, id__in=authors, state=AccountState.ACTIVE) == len(authors):
        return set()
    return set(authors) - {a.id for a in uow.all(Account, id__in=authors, state=AccountState.ACTIVE)}


def is_here(account: Account | None) -> bool:
    """Return True if the account is active: not suspended, leaving or gone."""
    return account is not None and account.state is AccountState.ACTIVE


def _followed(uow: Unit, who: Viewer, authors: Sequence[int]) -> set[int]:
    if who.account is None or not authors:
        return set()
    return {row.followee for row in uow.all(Follow, follower=who.account, followee__in=authors)}
