"""The pull query against the plain join, over the follows and likes of real people."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from botfeed.core.model import Account, Follow, Post, PostState
from botfeed.store.tables import SHAPES, table

SHARED = Path(os.environ.get("BOTFEED_SHARED", Path(__file__).parents[3].parent / "shared"))
FLICKR = SHARED / "data" / "flickr-diffnet"
PICTURES = 12_000  # of 82,120: some seconds of loading
READERS = 400
START = datetime(2026, 1, 1, tzinfo=UTC)


def pairs(name):
    with (FLICKR / name).open() as lines:
        yield from ((int(a), int(b)) for a, b, *_ in (line.split() for line in lines))


def rows():
    """Each picture is published by the first who liked it, which gives every creator a real number of fans."""
    authors = {}
    for person, picture in pairs("flickr.train.rating"):
        if len(authors) < PICTURES:
            authors.setdefault(picture, person)
    posts, last = [], {}
    for n, (picture, person) in enumerate(authors.items(), 1):
        born = START + timedelta(minutes=n)
        posts.append(Post(n, person + 1, picture + 1, "", born, state=PostState.PUBLIC, published=born))
        last[person + 1] = n
    follows = {(a + 1, b + 1) for a, b in pairs("flickr.links") if a != b}
    people = {p for pair in follows for p in pair} | set(last)
    accounts = [Account(id, f"person{id}", START, last_post=last.get(id, -1)) for id in sorted(people)]
    return accounts, posts, [Follow(n, a, b, START) for n, (a, b) in enumerate(sorted(follows), 1)]


def naive(uow, me, limit):
    post, follow = table(Post), table(Follow)
    query = select(post.c.id).join(follow, follow.c.followee == post.c.author).where(follow.c.follower == me)
    return [row[0] for row in uow.connection.execute(query.order_by(post.c.id.desc()).limit(limit))]


@pytest.mark.skipif(not FLICKR.is_dir(), reason="the Flickr follow graph (../shared/data/flickr-diffnet) is not here")
async def test_the_pull_query_finds_what_the_plain_join_finds(store):
    accounts, posts, follows = rows()

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
