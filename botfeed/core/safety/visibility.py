"""The one rule of who sees what; every reader asks here.

A post is seen by its author always; by others when it is public, its author is here and has not blocked them nor
they the author, and they are in its audience: everyone, followers, or those who look from inside its space. A
sensitive one never stands in a shared place that is not age-restricted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from botfeed.core.model import Account, AccountState, Address, Audience, Block, Follow, Mute, Post, PostState, Space
from botfeed.core.ports import Unit


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, and from where. `account` None is a place: a channel that everybody in it reads."""

    account: int | None
    space: int | None = None
    blocked: frozenset[int] = frozenset()  # either way
    muted: frozenset[int] = field(default_factory=frozenset)
    sensitive: bool = True  # may be shown sensitive posts, blurred


def eyes(uow: Unit, account: Account | None, space: Space | None = None) -> Eyes:
    here = space.id if space else None
    if account is None:
        return Eyes(None, here)
    mine = (row.blocked for row in uow.all(Block, account=account.id))
    theirs = (row.account for row in uow.all(Block, blocked=account.id))
    muted = (row.muted for row in uow.all(Mute, account=account.id))
    return Eyes(account.id, here, frozenset((*mine, *theirs)), frozenset(muted))


def of_address(uow: Unit, account: Account | None, address: Address) -> Eyes:
    """Eyes of somebody who reads at an address; a shared place shows only what all there may see."""
    space = uow.one(Space, platform=address.platform, ref=address.space) if address.space else None
    if account is None:
        return Eyes(None, space.id if space else None, sensitive=address.private or address.age_restricted)
    return eyes(uow, account, space)


def may_see(uow: Unit, who: Eyes, post: Post) -> bool:
    return bool(seeable(uow, who, (post,)))


def seeable(uow: Unit, who: Eyes, posts: Iterable[Post]) -> list[Post]:
    """Keep what these eyes may see, in order. Two queries for any number of posts."""
    candidates = list(posts)
    others = {p.author for p in candidates if p.author != who.account}
    here = _authors_here(uow, sorted(others))
    wanted = sorted({p.author for p in candidates if p.audience is Audience.FOLLOWERS} & others)
    followed = _followed(uow, who, wanted)
    return [p for p in candidates if _allowed(who, p, here, followed)]


def _allowed(who: Eyes, post: Post, here: set[int], followed: set[int]) -> bool:
    if who.account is not None and post.author == who.account:
        return post.state is not PostState.REMOVED
    if post.state is not PostState.PUBLIC or post.author not in here or post.author in who.blocked:
        return False
    if post.sensitive and not who.sensitive:
        return False
    if post.audience is Audience.FOLLOWERS:
        return post.author in followed
    if post.audience is Audience.HERE:
        return post.space is not None and post.space == who.space
    return True


def _authors_here(uow: Unit, authors: Sequence[int]) -> set[int]:
    if not authors:
        return set()
    return {a.id for a in uow.all(Account, id__in=authors) if is_here(a)}


def is_here(account: Account | None) -> bool:
    """Whether what somebody says may be seen at all: not while suspended, leaving or gone."""
    return account is not None and account.state is AccountState.ACTIVE


def _followed(uow: Unit, who: Eyes, authors: Sequence[int]) -> set[int]:
    if who.account is None or not authors:
        return set()
    return {row.followee for row in uow.all(Follow, follower=who.account, followee__in=authors)}
