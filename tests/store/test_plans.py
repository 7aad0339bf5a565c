"""No statement of normal use scans a table that grows with people, posts or messages."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Post, Viewer
from botfeed.core.privacy import retention
from botfeed.core.social import search
from botfeed.testing import statement_log
from botfeed.testing.plugin import Store
from tests.hostile.community import open_community
from tests.hostile.test_erasure_traces import leave, live
from tests.store.plans import walks

# Statements that may walk, by what their text begins with or holds, and why.
EXCEPTIONS = {
    "FROM identity ORDER BY identity.id": "this test's own look at who is here",
    "FROM post WHERE post.state = ? AND": "a source of the feed: newest public posts, ended by its LIMIT",
    "DELETE FROM notice WHERE notice.post IN": "erasure, 500 posts a walk: an index would cost each like and comment",
    "DELETE FROM seen WHERE seen.post IN": "erasure, 500 posts a walk: an index would cost each page of the feed",
    "FROM job WHERE job.kind = ? AND job.id !=": "place in the queue: the table is as long as the queue",
    "FROM draft WHERE draft.created <": "half-filled forms are kept two days: the table is small",
    "FROM link WHERE link.expires <": "codes are kept one day: the table is small",
}


async def lived(store: Store, clock: SteppedClock) -> Counter[str]:
    """Run every kind of use, and the clean-up jobs after it; return the statements."""
    with statement_log.recorded() as log:
        community = await open_community(store, clock)
        stage = community.stage
        await stage.say("cy", "/start")
        await live(community)
        ref = stage.services.sealer.ref((await store.read(lambda uow: uow.all(Post, newest=True, limit=1)))[0].id)
        lounge = stage.place("lounge")
        for who, line, at in (
            ("ada", "/search fox", None), ("ada", "/search #snow ben fo", None), ("ada", "/tag follow snow", None), ("ada", "/feed new", None),
            ("ada", f"/save {ref} best", None), ("ada", "/saved", None), ("ada", "/feed here", lounge), ("ada", "/feed following", None),
            ("ada", f"/similar {ref}", None), ("ada", "/followers ada", None), ("ada", "/digest set 9", None), ("ada", "/link", None),
            ("ada", f"/unlike {ref}", None), ("ada", "/imagine a hen --here", lounge), ("ada", "/digest", None), ("ada", "/me privacy", None),
        ):  # fmt: skip
            await stage.say(who, line, at)
            await stage.settle()
        clock.advance(timedelta(days=1))
        await stage.settle()
        await store.run(lambda uow: search.find(uow, Viewer(None), ""))
        await leave(community)
        clock.advance(timedelta(days=400))
        await retention.sweep(store)
    return log


def shape(statement: str) -> str:
    """Return the statement with each list of values replaced, so that lists of any length share one text."""
    plain = " ".join(statement.split())
    plain = re.sub(r"\$\d+(::\w+)?|%\(\w+\)s", "?", plain)
    return re.sub(r"\?(, \?)+", "?", plain)


async def test_no_statement_walks_over_a_table_that_grows(any_store: Store, clock: SteppedClock) -> None:
    log = await lived(any_store, clock)
    by_shape: dict[str, str] = {}
    for statement in log:
        by_shape.setdefault(shape(statement), statement)

    def look(connection: Any) -> dict[str, list[str]]:
        return {plain: found for plain, text in by_shape.items() if (found := walks(connection, text))}

    found = await any_store.with_connection(look)
    assert len(by_shape) > 200, "the whole use was recorded"
    unexpected = {plain: what for plain, what in found.items() if not any(known in plain for known in EXCEPTIONS)}
    assert not unexpected, "\n".join(f"{', '.join(what)}: {plain}" for plain, what in unexpected.items())


async def test_a_walk_is_noticed(any_store: Store) -> None:
    """The check used above does report a full scan."""

    def look(connection: Any) -> list[list[str]]:
        texts = (
            "SELECT post.id FROM post WHERE post.caption = 'a fox' ORDER BY post.id LIMIT 3",
            "DELETE FROM seen WHERE seen.post = 1",
            "SELECT post.id FROM post WHERE post.author = 3 ORDER BY post.id",
            "SELECT post.id FROM post ORDER BY post.id DESC LIMIT 3",
        )
        return [walks(connection, text) for text in texts]

    first, second, third, fourth = await any_store.with_connection(look)
    assert first
    assert second
    assert third == fourth == []
