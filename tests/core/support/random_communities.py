"""Random communities of four people of whom two are merged, and the checks that hold afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import strategies as st

from botfeed.core.feed import events
from botfeed.core.feed.heat import WEIGHTS
from botfeed.core.model import (
    NOUNS,
    Account,
    Block,
    Collection,
    Comment,
    Edition,
    Event,
    Follow,
    Identity,
    Mute,
    Notice,
    Picture,
    Post,
    Reaction,
    Right,
    Saved,
    Seen,
    Subscription,
    Topic,
    declared,
)
from botfeed.core.people import account_merge, account_merge_history
from botfeed.core.ports import Unit
from botfeed.core.privacy import consent
from botfeed.testing.community import Community

NAMES = ("ada", "bea", "cy", "dan")  # ada and bea become one
TITLES = ("foxes", "blue")

people = st.integers(0, len(NAMES) - 1)
pairs = st.sets(st.tuples(people, people).filter(lambda p: p[0] != p[1]), max_size=8)
on_posts = st.sets(st.tuples(people, st.integers(0, 5)), max_size=14)


@dataclass(frozen=True)
class Plan:
    """Random community: the author of each post, and who does what to whom."""

    posts: list[int]
    follows: set[tuple[int, int]]
    mutes: set[tuple[int, int]]
    blocks: set[tuple[int, int]]
    likes: set[tuple[int, int]]
    comments: list[tuple[int, int]]
    seen: set[tuple[int, int]]
    saved: set[tuple[int, int]]
    shelves: set[tuple[int, int]]
    shared: set[tuple[int, int]]
    topics: set[tuple[int, int]]
    rights: set[tuple[int, int]]
    digests: dict[int, str]
    granted: set[int]


plans = st.builds(
    Plan,
    posts=st.lists(people, min_size=1, max_size=6),
    follows=pairs,
    mutes=pairs,
    blocks=pairs,
    likes=on_posts,
    comments=st.lists(st.tuples(people, st.integers(0, 5)), max_size=8),
    seen=on_posts,
    saved=on_posts,
    shelves=st.sets(st.tuples(people, st.integers(0, 1)), max_size=6),
    shared=st.sets(st.tuples(people, st.integers(0, 1)), max_size=6),
    topics=st.sets(st.tuples(people, st.integers(0, 2)), max_size=6),
    rights=st.sets(st.tuples(people, st.integers(0, 2)), max_size=6),
    digests=st.dictionaries(people, st.sampled_from(["active", "paused", "off"]), max_size=4),
    granted=st.sets(people),
)


def build(uow: Unit, plan: Plan) -> tuple[list[int], list[int]]:
    """Insert the community; return the ids of its people and posts."""
    world = Community(people={})
    who = [world.person(uow, f"{name}") for name in NAMES]
    posts = [world.post(uow, NAMES[author]) for author in plan.posts]
    _between(uow, plan, who)
    _about(uow, plan, who, posts)
    _own(uow, plan, who, posts)
    return who, posts


def _between(uow: Unit, plan: Plan, who: list[int]) -> None:
    for noun, found in ((Follow, plan.follows), (Mute, plan.mutes), (Block, plan.blocks)):
        for one, other in sorted(found):
            uow.insert(noun(uow.new_id(), who[one], who[other], uow.now))
    for one, other in sorted(plan.follows):
        uow.insert(Notice(uow.new_id(), who[other], "follow", uow.now, actor=who[one]))


def _about(uow: Unit, plan: Plan, who: list[int], posts: list[int]) -> None:
    for n, at in sorted(plan.likes):
        post = at % len(posts)
        if plan.posts[post] != n and uow.insert(Reaction(uow.new_id(), who[n], posts[post], uow.now)):
            uow.increment(Post, posts[post], likes=1, heat=WEIGHTS["like"], warm=1)
            uow.insert(Notice(uow.new_id(), who[plan.posts[post]], "like", uow.now, actor=who[n], post=posts[post]))
    for n, at in plan.comments:
        uow.insert(Comment(uow.new_id(), posts[at % len(posts)], who[n], "so calm", uow.now))
        uow.increment(Post, posts[at % len(posts)], comments=1)
    for n, at in sorted(plan.seen):
        uow.insert(Seen(uow.new_id(), who[n], posts[at % len(posts)], uow.now))
        uow.insert(Event(uow.new_id(), who[n], posts[at % len(posts)], "impression", uow.now))


def _own(uow: Unit, plan: Plan, who: list[int], posts: list[int]) -> None:
    shelves = {}
    for n, title in sorted(plan.shelves):
        shelves[n] = uow.new_id()
        uow.insert(Collection(shelves[n], who[n], TITLES[title], uow.now, shared=(n, title) in plan.shared))
    for n, at in sorted(plan.saved):
        uow.insert(Saved(uow.new_id(), who[n], posts[at % len(posts)], uow.now, shelves.get(n)))
    for n, tag in sorted(plan.topics):
        uow.insert(Topic(uow.new_id(), who[n], f"tag{tag}", uow.now))
    for n, space in sorted(plan.rights):
        uow.insert(Right(uow.new_id(), who[n], space, admin=True, checked=uow.now))
    for n, state in sorted(plan.digests.items()):
        home = uow.one(Identity, account=who[n]).private  # type: ignore[union-attr, misc]
        row = Subscription(uow.new_id(), home, uow.now, account=who[n], state=state)  # type: ignore[arg-type]
        uow.insert(row)
        for day in ("2026-01-01", f"2026-01-0{n + 2}"):
            uow.insert(Edition(uow.new_id(), row.id, day, uow.now))
    for n in sorted(plan.granted):
        consent.give(uow, who[n], granted=True)


class Undo(Exception):
    """Raised to roll an example back."""


def check(uow: Unit, plan: Plan) -> None:
    who, posts = build(uow, plan)
    before = Before(uow, who[1], who[0])
    account_merge.merge(uow, gone=who[1], kept=who[0])
    for _ in range(2):
        assert_counted(uow, posts)
        while account_merge_history.some(uow, gone=who[1], kept=who[0]):
            assert_counted(uow, posts)
        assert_whole(uow, plan, who, posts, before)
        account_merge.sweep(uow, gone=who[1], kept=who[0])
    raise Undo


class Before:
    """Rows that two people had before the merge, by their subject."""

    def __init__(self, uow: Unit, one: int, two: int) -> None:
        both = (one, two)
        self.pictures = uow.count(Picture, account__in=both)
        self.events = uow.count(Event, account__in=both)
        self.comments = uow.count(Comment, author__in=both)
        self.likes = {row.post for row in uow.all(Reaction, account__in=both)}
        self.seen = {row.post for row in uow.all(Seen, account__in=both)}
        self.saved = {row.post for row in uow.all(Saved, account__in=both)}
        self.topics = {row.tag for row in uow.all(Topic, account__in=both)}
        self.titles = {row.title for row in uow.all(Collection, account__in=both)}
        self.private = {row.title for row in uow.all(Collection, account__in=both) if not row.shared}
        self.days = {
            e.period for s in uow.all(Subscription, account__in=both) for e in uow.all(Edition, subscription=s.id)
        }
        self.following = {row.followee for row in uow.all(Follow, follower__in=both)} - {one, two}
        self.followers = {row.follower for row in uow.all(Follow, followee__in=both)} - {one, two}
        self.granted = all(events.consent_of(uow, account) for account in both)
        self.active = bool(uow.count(Subscription, account__in=both, state="active"))


def assert_counted(uow: Unit, posts: list[int]) -> None:
    """Assert that the counters of `posts` match a recount; called after every step, not only the last."""
    for post in uow.all(Post, id__in=posts):
        likes = uow.all(Reaction, post=post.id)
        assert post.likes == len(likes) == len({row.account for row in likes})
        assert post.heat == pytest.approx(WEIGHTS["like"] * post.likes)
        assert post.comments == uow.count(Comment, post=post.id)
        assert post.author not in {row.account for row in likes}


def assert_whole(uow: Unit, plan: Plan, who: list[int], posts: list[int], before: Before) -> None:
    me, gone = who[0], who[1]
    for noun in NOUNS:
        for name in () if noun is Account else declared(noun).people:
            assert uow.count(noun, **{name: gone}) == 0, f"{noun.__name__}.{name} names who is gone"
    assert_counted(uow, posts)
    own = {row.id for row in uow.all(Post, author=me)}
    assert uow.count(Picture, account=me) == before.pictures
    assert uow.count(Event, account=me) == before.events
    assert uow.count(Comment, author=me) == before.comments
    assert {row.post for row in uow.all(Reaction, account=me)} == before.likes - own
    assert once(uow.all(Seen, account=me), "post") == before.seen
    assert once(uow.all(Saved, account=me), "post") == before.saved
    assert once(uow.all(Topic, account=me), "tag") == before.topics
    assert once(uow.all(Collection, account=me), "title") == before.titles
    shelves = {row.id: row for row in uow.all(Collection, account=me)}
    assert {row.collection for row in uow.all(Saved, account=me)} - {None} <= set(shelves)
    assert not {row.title for row in shelves.values() if row.shared} & before.private
    assert_between(uow, me, before)
    assert_digest(uow, me, before)
    assert bool(events.consent_of(uow, me)) == before.granted


def once(rows: list[Any], name: str) -> set[Any]:
    found = [getattr(row, name) for row in rows]
    assert len(found) == len(set(found)), f"double by {name}"
    return set(found)


def assert_between(uow: Unit, me: int, before: Before) -> None:
    apart = {row.blocked for row in uow.all(Block, account=me)} | {row.account for row in uow.all(Block, blocked=me)}
    assert me not in apart
    assert once(uow.all(Follow, follower=me), "followee") == before.following - apart
    assert once(uow.all(Follow, followee=me), "follower") == before.followers - apart
    assert me not in once(uow.all(Mute, account=me), "muted")
    told = [(n.account, n.kind, n.actor, n.post, n.subject) for n in uow.all(Notice)]
    assert len(told) == len(set(told))
    assert not [one for one in told if one[0] == one[2]], "nobody is told what they did themselves"


def assert_digest(uow: Unit, me: int, before: Before) -> None:
    rows = uow.all(Subscription, account=me)
    assert len(rows) == bool(before.days)
    if rows:
        assert (rows[0].state == "active") == before.active
        assert once(uow.all(Edition, subscription=rows[0].id), "period") == before.days
