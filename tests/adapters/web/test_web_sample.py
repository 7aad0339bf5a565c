"""Sample community: present at the first start, unchanged by the second."""

import asyncio

from botfeed.adapters.web.sample import community
from botfeed.adapters.web.sample.members import FOLLOWS, PIECES
from botfeed.core.chat.context import Services
from botfeed.core.model import Comment, Follow, Identity, Painting, Post, PostState, Reaction
from botfeed.core.ports import Unit
from botfeed.core.work import worker
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import TinyPainter

NOUNS = (Identity, Painting, Post, Reaction, Comment, Follow)
BOUND = 60  # s


async def _populate(services: Services) -> int:
    """Populate beside a worker, as the app does; return how often there was more to show."""
    seen = []
    working = asyncio.create_task(worker.work(services))
    try:
        await asyncio.wait_for(community.populate(services, lambda: seen.append(1)), BOUND)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    return len(seen)


def _tally(uow: Unit) -> dict[type, int]:
    return {noun: uow.count(noun) for noun in NOUNS}


async def test_the_sample_fills_the_feed_once(services: Services) -> None:
    assert await _populate(services) == len(PIECES) + 1
    first = await services.store.read(_tally)
    assert first[Post] == first[Painting] == len(PIECES) >= 12
    assert first[Follow] == len(FOLLOWS)
    assert first[Reaction] == sum(len(piece.liked) for piece in PIECES)
    assert first[Comment] == sum(len(piece.comments) for piece in PIECES)
    assert await services.store.read(lambda uow: uow.count(Post, state=PostState.PUBLIC)) == len(PIECES)
    await _populate(services)
    assert await services.store.read(_tally) == first


async def test_a_visitor_cannot_act_as_a_sample_member(services: Services) -> None:
    names = {piece.by for piece in PIECES} | {who for piece in PIECES for who in piece.liked}
    assert not names & {"ada", "ben"}


async def test_the_sample_charges_nobody(store, clock) -> None:
    painter = TinyPainter(paid=True)
    services = make_services(store, clock, painters=(painter,))
    await _populate(services)
    assert painter.orders == []
    assert (await services.store.read(_tally))[Post] == 0
