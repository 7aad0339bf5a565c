"""An answer that a crash kept back is said by what may be seen when it is said, not when it was recorded."""

from __future__ import annotations

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.errors import SendUnknown
from botfeed.core.model import Address, Post
from botfeed.core.social import posts
from botfeed.testing.stage import Stage
from tests.core.social.town import Town

GONE = "What you asked for is not shown any more. Ask again to see what is there now."


@pytest.fixture
def town(stage: Stage) -> Town:
    return Town(stage)


async def recorded(town: Town, words: dict[str, str], command: str) -> Request:
    """Bea asks, and the process ends before the answer is said."""
    at = town.stage.home("bea")
    request = Request("console:lost", command, Sender("console", "bea", "bea", private=at), at, words)
    reply = await dispatch.handle(town.stage.services, request)
    assert reply.cards[0].media, "a picture was to be shown"
    return request


async def said(town: Town, request: Request) -> str:
    await dispatch.deferred_replies.send_later(
        town.stage.services, request, Address("console", "bea"), SendUnknown("cut")
    )
    await town.stage.settle()
    return town.stage.text("bea")


async def taken_down(town: Town, post: Post) -> None:
    """By moderation, which leaves the picture to its painter."""
    await town.stage.services.store.run(lambda uow: posts.remove(uow, post))


async def test_what_still_may_be_seen_is_said_as_it_was_recorded(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    assert "a whale" in await said(town, request)


async def test_what_was_taken_down_meanwhile_is_not_said_late(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    await taken_down(town, post)
    assert await said(town, request) == GONE


async def test_what_was_hidden_meanwhile_is_not_said_late_on_a_page_of_the_feed_either(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {}, "feed")
    await town.stage.services.store.run(lambda uow: posts.hide(uow, post))
    assert await said(town, request) == GONE


async def test_who_was_blocked_meanwhile_is_shown_nothing_late(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    await town.stage.say("ada", "/block bea")
    assert await said(town, request) == GONE


async def test_a_profile_that_names_no_post_is_known_by_its_pictures(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"who": "ada"}, "profile")
    await taken_down(town, post)
    assert await said(town, request) == GONE


async def test_what_is_ones_own_is_said_late(town: Town) -> None:
    post = await town.publish("bea", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    await taken_down(town, post)
    assert "a whale" in await said(town, request)
