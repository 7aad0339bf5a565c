"""Two accounts become one: what to do with each table that names a person.

`gone` gives everything to `kept`: in one transaction what they are, made, allow and bar, and then, some rows a
transaction, the long tables of what they saw and did. Each step may be taken twice: what a request that was under way
wrote to `gone` meanwhile is brought over by a second sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from botfeed.core.chat.policy import CONSENT_VERSION
from botfeed.core.copies import standing
from botfeed.core.feed import events
from botfeed.core.model import (
    Account,
    AccountState,
    Alias,
    Block,
    Collection,
    Comment,
    Consent,
    Decision,
    Delivery,
    Draft,
    Edition,
    Follow,
    HandledRequest,
    Identity,
    Job,
    LedgerEntry,
    Link,
    Mute,
    Notice,
    Painting,
    Payload,
    Picture,
    Placement,
    Post,
    Reaction,
    Report,
    Right,
    Saved,
    Space,
    Subscription,
    Topic,
)
from botfeed.core.people import account_merge_history
from botfeed.core.ports import Unit

Merge = Callable[[Unit, int, int], None]

BOUNDLESS = 1 << 40  # what was used adds up, past any limit
OPEN_LINKS = ("open", "typed", "asked", "agreed")
LANES = ("export", "standing", "ask")  # of jobs that name an account


def merge(uow: Unit, gone: int, kept: int) -> None:
    """Make `gone` nobody but `kept`; the row stays until the last sweep, and the long tables come by `trails.some`."""
    agreed = _exports(uow, gone) and _exports(uow, kept)
    sweep(uow, gone, kept)
    if not agreed and _exports(uow, kept):
        uow.insert(Consent(uow.new_id(), kept, events.EXPORT, CONSENT_VERSION, granted=False, created=uow.now))


def sweep(uow: Unit, gone: int, kept: int) -> None:
    """Bring over every row that names `gone`, table by table, but those of long tables."""
    for merger in MERGERS.values():
        merger(uow, gone, kept)
    allowances(uow, gone, kept)
    for name in LANES:
        for job in uow.all(Job, lane=f"{name}:{gone}", state="ready"):
            uow.update(job, args={**job.args, "account": kept})


def allowances(uow: Unit, of: int, to: int, *, copy: bool = False) -> None:
    """Add up what two people used of today's and yesterday's allowances. `copy`: both have used it from now on."""
    for name in ("person", "ask"):
        for day in (uow.now.date().isoformat(), (uow.now - timedelta(days=1)).date().isoformat()):
            if used := uow.quotas.used(f"{name}:{of}", day):
                uow.quotas.take(f"{name}:{to}", day, used, BOUNDLESS)
                if not copy:
                    uow.quotas.give_back(f"{name}:{of}", day, used)


def _exports(uow: Unit, account: int) -> bool:
    return bool(events.consent_of(uow, account))


def _moved(noun: type[Any], *names: str) -> Merge:
    """Rows that cannot be double."""

    def move(uow: Unit, gone: int, kept: int) -> None:
        for name in names:
            uow.compare_and_set(noun, {name: gone}, **{name: kept})

    return move


def _once(noun: type[Any], name: str, *key: str) -> Merge:
    """Rows of which a person has one for each `key`: what both had stays as `kept` has it."""

    def move(uow: Unit, gone: int, kept: int) -> None:
        account_merge_history.drop(uow, noun, uow.duplicates(noun, name, gone, kept, key))
        uow.compare_and_set(noun, {name: gone}, **{name: kept})

    return move


def _pairs(noun: type[Any], one: str, other: str) -> Merge:
    """Rows between two people, either of whom it may be; nobody stands in such a row with themselves."""

    def move(uow: Unit, gone: int, kept: int) -> None:
        uow.delete(noun, **{one: gone, other: kept})
        uow.delete(noun, **{one: kept, other: gone})
        _once(noun, one, other)(uow, gone, kept)
        _once(noun, other, one)(uow, gone, kept)

    return move


def _blocks(uow: Unit, gone: int, kept: int) -> None:
    """Whom one of them blocked, or who blocked one of them, the other does not follow either."""
    _pairs(Block, "account", "blocked")(uow, gone, kept)
    apart = [row.blocked for row in uow.all(Block, account=kept)] + [
        row.account for row in uow.all(Block, blocked=kept)
    ]
    for them in account_merge_history.chunks(apart):
        uow.delete(Follow, follower=kept, followee__in=them)
        uow.delete(Follow, followee=kept, follower__in=them)


def _reactions(uow: Unit, gone: int, kept: int) -> None:
    """None of what is one's own now; counters and heat follow."""
    for own in account_merge_history.chunks(post.id for post in uow.all(Post, author=kept)):
        account_merge_history.take_back(uow, uow.all(Reaction, account__in=(gone, kept), post__in=own))


def _notices(uow: Unit, gone: int, kept: int) -> None:
    """What one of them did to the other's is no news."""
    uow.delete(Notice, account=gone, actor=kept)
    uow.delete(Notice, account=kept, actor=gone)


def _reports(uow: Unit, gone: int, kept: int) -> None:
    """What both told on is told once, while it is open."""
    doubles = uow.duplicates(Report, "account", gone, kept, ("post", "comment", "state"))
    account_merge_history.drop(uow, Report, (row for row in doubles if row.state == "open"))
    _moved(Report, "account")(uow, gone, kept)


def _subscriptions(uow: Unit, gone: int, kept: int) -> None:
    """One digest: of two, the one that is on, else that of `kept`; the other's editions are remembered with it."""
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
    _moved(Subscription, "account")(uow, gone, kept)


def _collections(uow: Unit, gone: int, kept: int) -> None:
    """Shelves of one title become one, which is shared only if both were."""
    ours = {row.title: row for row in uow.all(Collection, account=kept)}
    for theirs in uow.all(Collection, account=gone):
        if same := ours.get(theirs.title):
            uow.compare_and_set(Saved, {"collection": theirs.id}, collection=same.id)
            uow.update(same, shared=same.shared and theirs.shared)
            uow.delete(Collection, id=theirs.id)
    _moved(Collection, "account")(uow, gone, kept)


def _saved(uow: Unit, gone: int, kept: int) -> None:
    """A post that both kept stays on a shelf, if either put it on one."""
    shelves: dict[int, list[int]] = {}
    for row in uow.duplicates(Saved, "account", gone, kept, ("post",)):
        if row.collection is not None:
            shelves.setdefault(row.collection, []).append(row.post)
    for shelf, posts in shelves.items():
        for some in account_merge_history.chunks(posts):
            uow.compare_and_set(Saved, {"account": kept, "collection": None, "post__in": some}, collection=shelf)
    _once(Saved, "account", "post")(uow, gone, kept)


def _links(uow: Unit, gone: int, kept: int) -> None:
    """Codes that wait for either of them were for who they were."""
    for name in ("account", "other"):
        uow.compare_and_set(Link, {f"{name}__in": (gone, kept), "state__in": OPEN_LINKS}, state="void")
    _moved(Link, "account", "other")(uow, gone, kept)


def _account(uow: Unit, gone: int, kept: int) -> None:
    """The stricter of two standings and choices; the other handle finds them still."""
    theirs, ours = uow.get(Account, gone), uow.get(Account, kept)
    if theirs is None or ours is None or theirs.state is AccountState.GONE:
        return
    barred = AccountState.SUSPENDED in (theirs.state, ours.state)
    if barred and AccountState.ACTIVE in (theirs.state, ours.state):
        standing.follow(uow, kept)
    uow.update(theirs, state=AccountState.GONE, handle=f"gone:{gone}", last_post=-1, bio="", pushed_at=None)
    uow.update(
        ours,
        state=AccountState.SUSPENDED if barred else ours.state,
        last_post=max(theirs.last_post, ours.last_post),
        personal=theirs.personal and ours.personal,
        pushes=theirs.pushes and ours.pushes,
        pushed_at=max(filter(None, (theirs.pushed_at, ours.pushed_at)), default=None),
        invited=theirs.invited or ours.invited,
        replies_told=theirs.replies_told or ours.replies_told,
        bio=ours.bio or theirs.bio,
    )
    uow.compare_and_set(Decision, {"by": theirs.handle}, by=ours.handle)
    uow.insert(Alias(uow.new_id(), kept, theirs.handle, uow.now))


# One for every table that names a person, but those of `trails.LONG` alone; blocks after the follows they end, likes
# after the posts they are of.
MERGERS: dict[type, Merge] = {
    Account: _account,
    Identity: _moved(Identity, "account"),
    Right: _once(Right, "account", "space"),
    Painting: _moved(Painting, "account"),
    Picture: _moved(Picture, "account"),
    Post: _moved(Post, "author"),
    Follow: _pairs(Follow, "follower", "followee"),
    Mute: _pairs(Mute, "account", "muted"),
    Block: _blocks,
    Reaction: _reactions,
    Comment: _moved(Comment, "author"),
    Notice: _notices,
    Subscription: _subscriptions,
    Report: _reports,
    Decision: _moved(Decision, "account"),
    Consent: _moved(Consent, "account"),
    LedgerEntry: _moved(LedgerEntry, "account"),
    Placement: _moved(Placement, "account"),
    Delivery: _moved(Delivery, "account"),
    HandledRequest: _moved(HandledRequest, "account"),
    Draft: _once(Draft, "account", "place"),
    Payload: _moved(Payload, "account"),
    Link: _links,
    Alias: _moved(Alias, "account"),
    Topic: _once(Topic, "account", "tag"),
    Collection: _collections,
    Saved: _saved,
    Space: _moved(Space, "keeper"),
}
