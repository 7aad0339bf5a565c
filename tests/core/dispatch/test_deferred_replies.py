"""Deferred replies after a crash: visibility is checked when they are sent, not when they were recorded."""

from __future__ import annotations

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.errors import SendUnknown
from botfeed.core.model import Address, Post
from botfeed.core.social import posts
from botfeed.testing.stage import Stage
from tests.core.support.people import Town

GONE = "What you asked for is not shown any more. Ask again to see what is there now."


@pytest.fixture
def town(stage: Stage) -> Town:
    return Town(stage)


async def recorded(town: Town, words: dict[str, str], command: str) -> Request:
    """Handle a request of bea without sending its reply, as if the process had ended; return the request."""
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
    """Remove a post by moderation, which keeps the picture for its owner."""
    await town.stage.services.store.run(lambda uow: posts.remove(uow, post))


async def test_a_still_visible_deferred_reply_is_sent_as_recorded(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    assert "a whale" in await said(town, request)


async def test_a_deferred_reply_does_not_show_a_removed_post(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    await taken_down(town, post)
    assert await said(town, request) == GONE


async def test_a_deferred_feed_page_does_not_show_a_hidden_post(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {}, "feed")
    await town.stage.services.store.run(lambda uow: posts.hide(uow, post))
    assert await said(town, request) == GONE


async def test_a_deferred_reply_shows_nothing_to_a_person_blocked_meanwhile(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    await town.stage.say("ada", "/block bea")
    assert await said(town, request) == GONE


async def test_a_deferred_profile_does_not_show_removed_pictures(town: Town) -> None:
    post = await town.publish("ada", "a whale")
    request = await recorded(town, {"who": "ada"}, "profile")
    await taken_down(town, post)
    assert await said(town, request) == GONE


async def test_a_deferred_reply_shows_ones_own_removed_post(town: Town) -> None:
    post = await town.publish("bea", "a whale")
    request = await recorded(town, {"post": town.ref(post)}, "open")
    await taken_down(town, post)
    assert "a whale" in await said(town, request)
