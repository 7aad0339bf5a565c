"""Two accounts become one: over any small town every counter is what a recount says, nothing is double, nothing lost."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.ids import Maker
from botfeed.core.feed import events
from botfeed.core.model import (
    PEOPLE,
    Account,
    AccountState,
    Alias,
    Block,
    Collection,
    Comment,
    Consent,
    Edition,
    Event,
    Follow,
    Identity,
    Link,
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
)
from botfeed.core.ports import Unit
from botfeed.core.safety import consent
from botfeed.core.social import accounts, links, merging, trails
from botfeed.core.social.reactions import LIKE_HEAT
from botfeed.store import engine
from botfeed.testing.plugin import Store, make_house
from botfeed.testing.stage import Stage
from botfeed.testing.world import World
from tests.core.social.pair import Pair

NAMES = ("ada", "bea", "cy", "dan")  # ada and bea become one
TITLES = ("foxes", "blue")


def test_a_merge_knows_every_table_that_names_a_person() -> None:
    assert set(merging.MERGERS) | set(trails.LONG) == set(PEOPLE)


people = st.integers(0, len(NAMES) - 1)
pairs = st.sets(st.tuples(people, people).filter(lambda p: p[0] != p[1]), max_size=8)
on_posts = st.sets(st.tuples(people, st.integers(0, 5)), max_size=14)


@dataclass(frozen=True)
class Plan:
    """A small town: whose each post is, and who does what to whom."""

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


class Undo(Exception):
    """Nothing of an example stays."""


def build(uow: Unit, plan: Plan) -> tuple[list[int], list[int]]:
    """Give the ids of people and posts."""
    world = World(people={})
    who = [world.person(uow, f"{name}") for name in NAMES]
    posts = [world.post(uow, NAMES[author]) for author in plan.posts]
    _between(uow, plan, who)
    _about(uow, plan, who, posts)
    _own(uow, plan, who, posts)
    return who, posts


def _between(uow: Unit, plan: Plan, who: list[int]) -> None:
    for noun, found in ((Follow, plan.follows), (Mute, plan.mutes), (Block, plan.blocks)):
        for one, other in sorted(found):
            uow.add(noun(uow.new_id(), who[one], who[other], uow.now))
    for one, other in sorted(plan.follows):
        uow.add(Notice(uow.new_id(), who[other], "follow", uow.now, actor=who[one]))


def _about(uow: Unit, plan: Plan, who: list[int], posts: list[int]) -> None:
    for n, at in sorted(plan.likes):
        post = at % len(posts)
        if plan.posts[post] != n and uow.add(Reaction(uow.new_id(), who[n], posts[post], uow.now)):
            uow.bump(Post, posts[post], likes=1, heat=LIKE_HEAT)
            uow.add(Notice(uow.new_id(), who[plan.posts[post]], "like", uow.now, actor=who[n], post=posts[post]))
    for n, at in plan.comments:
        uow.add(Comment(uow.new_id(), posts[at % len(posts)], who[n], "so calm", uow.now))
        uow.bump(Post, posts[at % len(posts)], comments=1)
    for n, at in sorted(plan.seen):
        uow.add(Seen(uow.new_id(), who[n], posts[at % len(posts)], uow.now))
        uow.add(Event(uow.new_id(), who[n], posts[at % len(posts)], "impression", uow.now))


def _own(uow: Unit, plan: Plan, who: list[int], posts: list[int]) -> None:
    shelves = {}
    for n, title in sorted(plan.shelves):
        shelves[n] = uow.new_id()
        uow.add(Collection(shelves[n], who[n], TITLES[title], uow.now, shared=(n, title) in plan.shared))
    for n, at in sorted(plan.saved):
        uow.add(Saved(uow.new_id(), who[n], posts[at % len(posts)], uow.now, shelves.get(n)))
    for n, tag in sorted(plan.topics):
        uow.add(Topic(uow.new_id(), who[n], f"tag{tag}", uow.now))
    for n, space in sorted(plan.rights):
        uow.add(Right(uow.new_id(), who[n], space, admin=True, checked=uow.now))
    for n, state in sorted(plan.digests.items()):
        home = uow.one(Identity, account=who[n]).private  # type: ignore[union-attr, misc]
        row = Subscription(uow.new_id(), home, uow.now, account=who[n], state=state)  # type: ignore[arg-type]
        uow.add(row)
        for day in ("2026-01-01", f"2026-01-0{n + 2}"):
            uow.add(Edition(uow.new_id(), row.id, day, uow.now))
    for n in sorted(plan.granted):
        consent.give(uow, who[n], granted=True)


def check(uow: Unit, plan: Plan) -> None:
    who, posts = build(uow, plan)
    before = Before(uow, who[1], who[0])
    merging.merge(uow, gone=who[1], kept=who[0])
    for _ in range(2):
        assert_counted(uow, posts)
        while trails.some(uow, gone=who[1], kept=who[0]):
            assert_counted(uow, posts)
        assert_whole(uow, plan, who, posts, before)
        merging.sweep(uow, gone=who[1], kept=who[0])
    raise Undo


class Before:
    """What two people had, by what it was about."""

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
    """After every step, and not only after the last one."""
    for post in uow.all(Post, id__in=posts):
        likes = uow.all(Reaction, post=post.id)
        assert post.likes == len(likes) == len({row.account for row in likes})
        assert post.heat == pytest.approx(LIKE_HEAT * post.likes)
        assert post.comments == uow.count(Comment, post=post.id)
        assert post.author not in {row.account for row in likes}


def assert_whole(uow: Unit, plan: Plan, who: list[int], posts: list[int], before: Before) -> None:
    me, gone = who[0], who[1]
    for noun, names in PEOPLE.items():
        for name in () if noun is Account else names:
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


async def test_over_any_small_town_counts_are_true_and_nothing_is_lost(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trails, "STEP", 2)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(plans)
    def example(uow: Unit, plan: Plan) -> None:
        with suppress(Undo), uow.attempt():
            check(uow, plan)

    await any_store.run(example)


async def test_the_stricter_of_two_choices_stands(any_store: Store) -> None:
    def play(uow: Unit) -> None:
        world = World(people={})
        ada = world.person(uow, "ada", pushes=False, invited=True)
        bea = world.person(uow, "bea", personal=False, state=AccountState.SUSPENDED)
        merging.merge(uow, gone=bea, kept=ada)
        merged = uow.get(Account, ada)
        assert merged
        assert (merged.pushes, merged.personal, merged.invited) == (False, False, True)
        assert merged.state is AccountState.SUSPENDED
        assert uow.one(Alias, handle="bea", account=ada)
        assert accounts.find(uow, "@bea").id == ada

    await any_store.run(play)


async def test_consent_stands_only_where_both_gave_it(store: Store) -> None:
    def play(uow: Unit, granted: str) -> bool:
        world = World(people={})
        ada, bea = world.person(uow, f"ada{granted}"), world.person(uow, f"bea{granted}")
        for name, id in (("a", ada), ("b", bea)):
            if name in granted:
                consent.give(uow, id, granted=True)
        merging.merge(uow, gone=bea, kept=ada)
        consent.give(uow, ada, granted=bool(events.consent_of(uow, ada)))
        assert uow.count(Consent, account=ada) <= 2
        return bool(events.consent_of(uow, ada))

    found = [await store.run(lambda uow, g=granted: play(uow, g)) for granted in ("ab", "a", "b", "")]
    assert found == [True, False, False, False]


async def test_two_who_liked_much_held_the_writer_while_they_became_one(
    any_store: Store, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trails, "STEP", 3)
    pair = Pair(make_house(any_store, clock))
    await pair.meet()
    me, them = await pair.who("discord", "ada"), await pair.who("telegram", "ada_p")

    def liked(uow: Unit) -> None:
        for n in range(10):
            uow.add(Post(n + 1, 7, n, "", uow.now, likes=2))
            for who in (me, them):
                uow.add(Reaction(uow.new_id(), who.id, n + 1, uow.now))

    await any_store.run(liked)
    left: list[int] = []
    monkeypatch.setattr(
        trails, "take_back", lambda uow, rows, take=trails.take_back: (left.append(len(rows)), take(uow, rows))
    )
    await pair.link()
    await pair.discord.settle()
    assert max(left) == 3
    posts = await any_store.read(lambda uow: uow.all(Post, author=7))
    assert {post.likes for post in posts} == {1}
    assert await any_store.read(lambda uow: uow.count(Reaction)) == 10


# Two processes on one PostgreSQL.


async def opened(url: str, clock: SteppedClock) -> tuple[Pair, Any, Any]:
    here, there = (engine.open_store(url, clock, Maker()) for _ in range(2))
    await engine.migrate(here)
    pair = Pair(make_house(here, clock))
    await pair.meet()
    return pair, here, there


async def agreed(pair: Pair) -> int:
    await pair.asked()
    row = await pair.house.store.read(lambda uow: uow.one(Link, state="asked"))
    await pair.house.store.run(lambda uow: uow.swap(Link, {"id": row.id}, state="agreed"))
    return int(row.id)


async def test_two_workers_join_two_people_once(postgres_url: str, clock: SteppedClock) -> None:
    pair, here, there = await opened(postgres_url, clock)
    try:
        id = await agreed(pair)
        found = await asyncio.gather(*(s.run(lambda uow: links.joined(uow, id, "r")) for s in (here, there)))
        assert sorted(one is not None for one in found) == [False, True]
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1
        assert await here.read(lambda uow: uow.count(Alias)) == 1
    finally:
        await here.close()
        await there.close()


async def test_two_links_of_one_person_at_once_leave_nobody_behind(postgres_url: str, clock: SteppedClock) -> None:
    """ada joins ada_p while ada_p joins ada_w: whoever comes second finds that she is somebody else by then."""
    pair, here, there = await opened(postgres_url, clock)
    try:
        web = Stage(pair.house, "web")
        await web.say("ada_w", "/start")
        first = await agreed(pair)
        them, third = await pair.who("telegram", "ada_p"), await pair.who("web", "ada_w")

        def second(uow: Unit) -> int:
            row = uow.get(Link, first)
            assert row
            other = replace(row, id=uow.new_id(), code="another", account=them.id, other=third.id)
            uow.add(other)
            return other.id

        other = await here.run(second)
        await asyncio.gather(
            here.run(lambda uow: links.joined(uow, first, "r1")), there.run(lambda uow: links.joined(uow, other, "r2"))
        )
        rows = await here.read(lambda uow: uow.all(Identity))
        owners = [await here.read(lambda uow, i=i: uow.get(Account, i.account)) for i in rows]
        assert all(owner.state is AccountState.ACTIVE for owner in owners), "nobody belongs to an empty row"
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1
        states = await here.read(lambda uow: sorted(row.state for row in uow.all(Link)))
        assert states == ["done", "void"]
    finally:
        await here.close()
        await there.close()


async def test_two_that_leave_both_platforms_at_once_leave_one(postgres_url: str, clock: SteppedClock) -> None:
    pair, here, there = await opened(postgres_url, clock)
    try:
        me = await pair.link()
        both = (Pair(make_house(there, clock)).telegram.say("ada_p", "/unlink discord --sure yes"),
                pair.discord.say("ada", "/unlink telegram --sure yes"))  # fmt: skip
        await asyncio.gather(*both)
        left = await here.read(lambda uow: uow.all(Identity, account=me.id))
        assert len(left) == 1
        assert await here.read(lambda uow: uow.count(Identity)) == 2
    finally:
        await here.close()
        await there.close()


async def test_a_yes_in_two_processes_makes_one_job(postgres_url: str, clock: SteppedClock) -> None:
    pair, here, there = await opened(postgres_url, clock)
    try:
        await pair.asked()
        twin = Pair(make_house(there, clock))
        twin.discord.shown, twin.discord._n = list(pair.discord.shown), 1000
        replies = await asyncio.gather(*(p.discord.press("ada", "Yes, join us") for p in (pair, twin)))
        said = sorted(reply.notice for reply in replies)
        assert said == ["", "You said yes already."]
        await pair.discord.settle()
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 1
        clock.advance(timedelta(minutes=20))
        await pair.discord.settle()
        assert await here.read(lambda uow: uow.count(Account, state=AccountState.GONE)) == 0
    finally:
        await here.close()
        await there.close()
