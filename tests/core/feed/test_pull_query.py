"""The pull query returns what the plain join returns, over follows as unequal as in real communities."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import insert, select

from botfeed.core.model import Account, Follow, Post, PostState
from botfeed.store.tables import SHAPES, table
from tests import official

FLICKR = official.FOLDER / "data" / "flickr-diffnet"  # follows and likes of real people, where they are
PICTURES = 12_000  # of 82,120 there: some seconds of loading
PEOPLE, POSTS, FOLLOWS = 1_500, 4_000, 12_000  # of the made-up community
READERS = 400
START = datetime(2026, 1, 1, tzinfo=UTC)


def pairs(name):
    with (FLICKR / name).open() as lines:
        yield from ((int(a), int(b)) for a, b, *_ in (line.split() for line in lines))


def recorded():
    """Return ({picture: author}, {(follower, followee)}) of the recorded community; the first liker is the author."""
    authors = {}
    for person, picture in pairs("flickr.train.rating"):
        if len(authors) < PICTURES:
            authors.setdefault(picture, person)
    return authors, {(a, b) for a, b in pairs("flickr.links") if a != b}


def made_up():
    """Return the same of a made-up community: few have most pictures and followers, and few follow very many."""
    random = Random(20_000)

    def somebody():
        return int(PEOPLE * random.random() ** 3)

    authors = {picture: somebody() for picture in range(POSTS)}
    pairs_ = ((PEOPLE - 1 - somebody(), somebody()) for _ in range(FOLLOWS))
    return authors, {(a, b) for a, b in pairs_ if a != b}


COMMUNITIES = [made_up, *([recorded] if FLICKR.is_dir() else [])]


def rows(community):
    authors, links = community()
    posts, last = [], {}
    for n, (picture, person) in enumerate(authors.items(), 1):
        born = START + timedelta(minutes=n)
        posts.append(Post(n, person + 1, picture + 1, "", born, state=PostState.PUBLIC, published=born))
        last[person + 1] = n
    follows = {(a + 1, b + 1) for a, b in links}
    people = {p for pair in follows for p in pair} | set(last)
    accounts = [Account(id, f"person{id}", START, last_post=last.get(id, -1)) for id in sorted(people)]
    return accounts, posts, [Follow(n, a, b, START) for n, (a, b) in enumerate(sorted(follows), 1)]


def naive(uow, me, limit):
    post, follow = table(Post), table(Follow)
    query = select(post.c.id).join(follow, follow.c.followee == post.c.author).where(follow.c.follower == me)
    return [row[0] for row in uow.connection.execute(query.order_by(post.c.id.desc()).limit(limit))]


@pytest.mark.parametrize("community", COMMUNITIES, ids=lambda community: community.__name__)
async def test_the_pull_query_returns_what_the_plain_join_returns(store, community):
    accounts, posts, follows = rows(community)

    def load(uow):
        for noun, things in ((Account, accounts), (Post, posts), (Follow, follows)):
            shape = SHAPES[noun]
            uow.connection.execute(insert(shape.table), [shape.row(thing) for thing in things])

    await store.run(load)
    followees = {}
    for row in follows:
        followees[row.follower] = followees.get(row.follower, 0) + 1
    heaviest = sorted(followees, key=lambda who: -followees[who])
    readers = heaviest[: READERS // 2] + heaviest[READERS // 2 :: max(1, len(heaviest) // (READERS // 2))]
    assert followees[readers[0]] > 50, "more authors than the pull query looks at"

    def compare(uow):
        full = 0
        for me in readers:
            for limit in (10, 50):
                expected = naive(uow, me, limit)
                assert [post.id for post in uow.timelines.followed(me, limit)] == expected
                full += len(expected) == limit
            page = uow.timelines.followed(me, 10, before=expected[9]) if len(expected) > 19 else []
            assert [post.id for post in page] == (expected[10:20] if page else [])
        return full

    assert await store.read(compare) > READERS / 2
