"""The visibility rule in memory and the one in SQL come from one declaration, and agree over random databases."""

import random
from typing import Any

import pytest

from botfeed.core.model import Account, AccountState, Audience, Block, Decision, Follow, Post, PostState, Viewer
from botfeed.core.ports import PostFilter, SearchQuery, Unit
from botfeed.core.safety import visibility
from botfeed.testing.community import Community

PEOPLE = ("ada", "ben", "cleo", "dan")
SPACES = ("lounge", "attic")
MOST = 500


def random_community(uow: Unit, chance: random.Random) -> tuple[list[int], list[int]]:
    """Fill a database by chance; return its people and spaces."""
    community = Community(people={})
    who = [community.person(uow, name) for name in PEOPLE]
    spaces = [community.space(uow, name) for name in SPACES]
    for one in who:
        for other in who:
            if one != other and chance.random() < 0.4:
                uow.insert(Follow(uow.new_id(), one, other, uow.now))
            if one != other and chance.random() < 0.15:
                uow.insert(Block(uow.new_id(), one, other, uow.now))
    for _ in range(40):
        audience = chance.choice(list(Audience))
        inside = chance.choice(spaces) if audience is Audience.HERE else chance.choice([None, *spaces])
        state = PostState.PUBLIC if chance.random() < 0.8 else chance.choice(list(PostState))
        values: dict[str, Any] = {"audience": audience, "space": inside, "sensitive": chance.random() < 0.3}
        post = community.post(uow, chance.choice(PEOPLE), **values)
        uow.compare_and_set(Post, {"id": post}, state=state)
    return who, spaces


def viewers(uow: Unit, who: list[int], spaces: list[int]) -> list[Viewer]:
    found = [Viewer(None, space, sensitive=bears) for space in (None, *spaces) for bears in (True, False)]
    for me in who:
        for space in (None, *spaces):
            apart = uow.timelines.apart(me)
            found += [Viewer(me, space, apart.blocked, apart.muted, bears) for bears in (True, False)]
    return found


def post_filter(viewer: Viewer) -> PostFilter:
    return PostFilter(viewer.account, viewer.space, viewer.blocked, sensitive=viewer.sensitive)


def ids(posts: list[Post]) -> set[int]:
    return {post.id for post in posts}


@pytest.mark.parametrize("seed", range(6))
async def test_sql_and_memory_agree_on_who_sees_what(any_store: Any, seed: int) -> None:
    def compare(uow: Unit) -> None:
        who, spaces = random_community(uow, random.Random(seed))
        public = uow.all(Post, state=PostState.PUBLIC)
        for viewer in viewers(uow, who, spaces):
            seen = visibility.seeable(uow, viewer, public)
            found = ids(uow.terms.search(SearchQuery(), post_filter(viewer), MOST))
            assert found == ids(seen), viewer
            strangers = [p for p in seen if p.author != viewer.account and p.audience is not Audience.FOLLOWERS]
            newest = uow.timelines.newest(MOST, post_filter=post_filter(viewer))
            assert {p.id for p in newest if p.author != viewer.account} == ids(strangers), viewer
            if viewer.account is not None:
                follows = {row.followee for row in uow.all(Follow, follower=viewer.account)}
                theirs = [p for p in seen if p.author in follows]
                timeline = uow.timelines.followed(viewer.account, MOST, post_filter=post_filter(viewer))
                assert ids(timeline) == ids(theirs), viewer

    await any_store.run(compare)


async def test_memory_alone_knows_who_is_away_and_what_was_taken_out(any_store: Any) -> None:
    def compare(uow: Unit) -> None:
        chance = random.Random(7)
        who, spaces = random_community(uow, chance)
        uow.compare_and_set(Account, {"id": who[0]}, state=AccountState.SUSPENDED)
        public = uow.all(Post, state=PostState.PUBLIC)
        for post in public[::3]:
            uow.insert(Decision(uow.new_id(), "away", "why", uow.now, post=post.id, space=spaces[0]))
        for viewer in viewers(uow, who, spaces):
            found = ids(uow.terms.search(SearchQuery(), post_filter(viewer), MOST))
            assert found >= ids(visibility.seeable(uow, viewer, public)), viewer

    await any_store.run(compare)
