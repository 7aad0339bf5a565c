"""Special steps of account merging, named in `@noun(..., merge=once("post", first=name))`.
Each runs before the rows themselves are moved, and may run twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from botfeed.core.copies import standing
from botfeed.core.model import (
    Account,
    AccountState,
    Alias,
    Block,
    Collection,
    Decision,
    Edition,
    Follow,
    FollowRequest,
    Link,
    Notice,
    Post,
    Reaction,
    Report,
    Saved,
    Subscription,
)
from botfeed.core.people import account_merge_history
from botfeed.core.ports import Unit

OPEN_LINKS = ("open", "typed", "asked", "agreed")


def _blocks(uow: Unit, gone: int, kept: int) -> None:
    """Merge blocks, and delete follows between the merged account and everybody blocked by or blocking it."""
    both = (gone, kept)
    theirs = {row.blocked for row in uow.all(Block, account__in=both)}
    apart = theirs | {row.account for row in uow.all(Block, blocked__in=both)}
    for them in account_merge_history.chunks(apart.difference(both)):
        uow.delete(Follow, follower__in=both, followee__in=them)
        uow.delete(Follow, followee__in=both, follower__in=them)
        uow.delete(FollowRequest, follower__in=both, followee__in=them)
        uow.delete(FollowRequest, followee__in=both, follower__in=them)


def _reactions(uow: Unit, gone: int, kept: int) -> None:
    """Delete likes of posts that are now the person's own, and correct counters and heat."""
    for own in account_merge_history.chunks(post.id for post in uow.all(Post, author=kept)):
        account_merge_history.take_back(uow, uow.all(Reaction, account__in=(gone, kept), post__in=own))


def _notices(uow: Unit, gone: int, kept: int) -> None:
    """Delete notices of one account about the other."""
    uow.delete(Notice, account=gone, actor=kept)
    uow.delete(Notice, account=kept, actor=gone)


def _reports(uow: Unit, gone: int, kept: int) -> None:
    """Merge reports; of two open reports about the same thing one stays."""
    doubles = uow.duplicates(Report, "account", gone, kept, ("post", "comment", "state"))
    account_merge_history.drop(uow, Report, (row for row in doubles if row.state == "open"))


def _subscriptions(uow: Unit, gone: int, kept: int) -> None:
    """Merge digests into one: the active one, or else that of `kept`.
    Editions of the other are kept with it.
    """
    ours, theirs = uow.one(Subscription, account=kept), uow.one(Subscription, account=gone)
    if ours and theirs:
        stays, goes = (theirs, ours) if theirs.state == "active" != ours.state else (ours, theirs)
        periods = {edition.period for edition in uow.all(Edition, subscription=stays.id)}
        for edition in uow.all(Edition, subscription=goes.id):
            if edition.period in periods:
                uow.delete(Edition, id=edition.id)
            else:
                uow.update(edition, subscription=stays.id)
        uow.delete(Subscription, id=goes.id)


def _collections(uow: Unit, gone: int, kept: int) -> None:
    """Merge shelves of the same title; the result is shared only if both were."""
    ours = {row.title: row for row in uow.all(Collection, account=kept)}
    for theirs in uow.all(Collection, account=gone):
        if same := ours.get(theirs.title):
            uow.compare_and_set(Saved, {"collection": theirs.id}, collection=same.id)
            uow.update(same, shared=same.shared and theirs.shared)
            uow.delete(Collection, id=theirs.id)


def _saved(uow: Unit, gone: int, kept: int) -> None:
    """Merge saved posts; a post saved by both stays on a shelf if either had put it on one."""
    shelves: dict[int, list[int]] = {}
    for row in uow.duplicates(Saved, "account", gone, kept, ("post",)):
        if row.collection is not None:
            shelves.setdefault(row.collection, []).append(row.post)
    for shelf, posts in shelves.items():
        for some in account_merge_history.chunks(posts):
            uow.compare_and_set(Saved, {"account": kept, "collection": None, "post__in": some}, collection=shelf)


def _links(uow: Unit, gone: int, kept: int) -> None:
    """Void open link codes of either account, and move the rest."""
    uow.compare_and_set(Link, {"account__in": (gone, kept), "state__in": OPEN_LINKS}, state="void")
    uow.compare_and_set(Link, {"other__in": (gone, kept), "state__in": OPEN_LINKS}, state="void")


def _account(uow: Unit, gone: int, kept: int) -> None:
    """Merge account settings, taking the stricter of both; the other handle becomes an alias."""
    theirs, ours = uow.get(Account, gone), uow.get(Account, kept)
    if theirs is None or ours is None or theirs.state is AccountState.GONE:
        return
    barred = AccountState.SUSPENDED in (theirs.state, ours.state)
    if barred and AccountState.ACTIVE in (theirs.state, ours.state):
        standing.follow(uow, kept)
    uow.update(theirs, state=AccountState.GONE, handle=f"gone:{gone}", last_post=-1, bio="", name="", pushed_at=None)
    uow.update(
        ours,
        state=AccountState.SUSPENDED if barred else ours.state,
        last_post=max(theirs.last_post, ours.last_post),
        personal=theirs.personal and ours.personal,
        pushes=theirs.pushes and ours.pushes,
        pushed_at=max(filter(None, (theirs.pushed_at, ours.pushed_at)), default=None),
        invited=theirs.invited or ours.invited,
        barred=theirs.barred or ours.barred,
        replies_told=theirs.replies_told or ours.replies_told,
        bio=ours.bio or theirs.bio,
        name=ours.name or theirs.name,
        audience=ours.audience if ours.audience == theirs.audience else "",
        approves=theirs.approves or ours.approves,
        unpushed=tuple(sorted({*theirs.unpushed, *ours.unpushed})),
        quiet_from=ours.quiet_from if ours.quiet_until is not None else theirs.quiet_from,
        quiet_until=ours.quiet_until if ours.quiet_until is not None else theirs.quiet_until,
        asked_in=ours.asked_in or theirs.asked_in,
    )
    uow.compare_and_set(Decision, {"by": theirs.handle}, by=ours.handle)
    uow.insert(Alias(uow.new_id(), kept, theirs.handle, uow.now))


SPECIAL: Mapping[str, Callable[[Unit, int, int], None]] = {
    "account": _account,
    "blocks": _blocks,
    "collections": _collections,
    "links": _links,
    "notices": _notices,
    "reactions": _reactions,
    "reports": _reports,
    "saved": _saved,
    "subscriptions": _subscriptions,
}
