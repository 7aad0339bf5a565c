"""Deferred replies after a crash: visibility is checked when they are sent, not when they were recorded."""

from __future__ import annotations

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.errors import SendUnknown
from botfeed.core.model import Address, Post
from botfeed.core.social import posts
from botfeed.testing.stage import Stage
from tests.core.support.people import People

GONE = "What you asked for is not shown any more. Ask again to see what is there now."


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)


async def recorded(people: People, words: dict[str, str], command: str) -> Request:
    """Handle a request of bea without sending its reply, as if the process had ended; return the request."""
    at = people.stage.home("bea")
    request = Request("console:lost", command, Sender("console", "bea", "bea", private=at), at, words)
    reply = await dispatch.handle(people.stage.services, request)
    assert reply.cards[0].media, "a picture was to be shown"
    return request


async def said(people: People, request: Request) -> str:
    await dispatch.deferred_replies.send_later(
        people.stage.services, request, Address("console", "bea"), SendUnknown("cut")
    )
    await people.stage.settle()
    return people.stage.text("bea")


async def taken_down(people: People, post: Post) -> None:
    """Remove a post by moderation, which keeps the picture for its owner."""
    await people.stage.services.store.run(lambda uow: posts.remove(uow, post))


async def test_a_still_visible_deferred_reply_is_sent_as_recorded(people: People) -> None:
    post = await people.publish("ada", "a whale")
    request = await recorded(people, {"post": people.ref(post)}, "open")
    assert "a whale" in await said(people, request)


async def test_a_deferred_reply_does_not_show_a_removed_post(people: People) -> None:
    post = await people.publish("ada", "a whale")
    request = await recorded(people, {"post": people.ref(post)}, "open")
    await taken_down(people, post)
    assert await said(people, request) == GONE


async def test_a_deferred_feed_page_does_not_show_a_hidden_post(people: People) -> None:
    post = await people.publish("ada", "a whale")
    request = await recorded(people, {}, "feed")
    await people.stage.services.store.run(lambda uow: posts.hide(uow, post))
    assert await said(people, request) == GONE


async def test_a_deferred_reply_shows_nothing_to_a_person_blocked_meanwhile(people: People) -> None:
    post = await people.publish("ada", "a whale")
    request = await recorded(people, {"post": people.ref(post)}, "open")
    await people.stage.say("ada", "/block bea")
    assert await said(people, request) == GONE


async def test_a_deferred_profile_does_not_show_removed_pictures(people: People) -> None:
    post = await people.publish("ada", "a whale")
    request = await recorded(people, {"who": "ada"}, "profile")
    await taken_down(people, post)
    assert await said(people, request) == GONE


async def test_a_deferred_reply_shows_ones_own_removed_post(people: People) -> None:
    post = await people.publish("bea", "a whale")
    request = await recorded(people, {"post": people.ref(post)}, "open")
    await taken_down(people, post)
    assert "a whale" in await said(people, request)
