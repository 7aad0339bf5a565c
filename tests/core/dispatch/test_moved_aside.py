"""A card that was moved aside acts where it was asked for: each of its buttons works there, for who is in there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.core.chat.message import Action, Reply, Request, Sender
from botfeed.core.model import (
    Address,
    Comment,
    Follow,
    Identity,
    Member,
    Pending,
    Placement,
    Post,
    Reaction,
    Report,
    Saved,
)
from botfeed.core.ports import Unit
from tests.core.support.people import People

# What hands somebody in a group a card of a post that is for this group alone, aside.
CARDS: Mapping[str, str] = {
    "open": "/open {ref}",
    "menu": "/more {ref}",
    "feed": "/feed here",
    "search": "/search red",
    "similar": "/similar {ref}",
    "profile": "/profile ada",
    "digest": "/digest preview --where private",
    "remix form's picture": "/unveil {ref}",
}
GONE = ("not there", "not shown", "There is nobody called", "works inside")


def lounge(people: People) -> Address:
    return people.stage.place("lounge")


async def press(people: People, who: str, action: Action, ref: str, n: int) -> Reply:
    home = people.stage.home(who)
    sender = Sender("console", who, who, False, home)
    request = Request(f"console:{who}:aside{n}", "payload", sender, home, {"payload": action.payload}, pressed=ref)
    return await people.stage.handle(who, request)


def words(reply: Reply) -> str:
    return " ".join([reply.notice, *(str(card.text) for card in reply.cards)])


@pytest.fixture
async def posts(people: People) -> tuple[Post, Post]:
    """Three posts of ada's for the lounge alone, alike in words, and ben, who writes there."""
    made = [
        await people.publish("ada", f"red {word} canary", "--audience here", at=lounge(people))
        for word in ("fox", "cat", "hen")
    ]
    await people.stage.say("ben", "/start", lounge(people))
    return made[0], made[1]


@pytest.mark.parametrize("card", CARDS)
async def test_every_button_of_a_card_that_was_moved_aside_works_for_a_member(
    people: People, posts: tuple[Post, Post], card: str
) -> None:
    await people.stage.say("ben", CARDS[card].format(ref=people.ref(posts[0])), lounge(people))
    shown = people.stage.last("ben")
    actions = [action for one in shown.reply.cards for action in one.actions]
    assert actions
    for n, action in enumerate(actions):
        if action.command in ("mute", "block"):
            continue  # what follows would be about somebody who is not seen
        reply = await press(people, "ben", action, shown.ref, n)
        assert words(reply).strip() or reply.ask, action
        assert not any(gone in words(reply) for gone in GONE), (action, words(reply))


@pytest.mark.parametrize("card", CARDS)
async def test_no_button_of_a_card_works_for_who_left_the_place(
    people: People, posts: tuple[Post, Post], card: str
) -> None:
    await people.stage.say("ben", CARDS[card].format(ref=people.ref(posts[0])), lounge(people))
    await people.stage.settle()
    shown = people.stage.last("ben")
    actions = [action for one in shown.reply.cards for action in one.actions]
    people.stage.left.add(("ben", "space-lounge"))
    people.stage.services.clock.advance(timedelta(days=3))  # type: ignore[attr-defined]  # the fixture's clock
    for n, action in enumerate(actions):
        since = len(people.stage.shown)
        await press(people, "ben", action, shown.ref, n)
        await people.stage.settle()
        later = [one.reply for one in people.stage.shown[since:] if one.to == "ben"]
        assert all("canary" not in words(reply) for reply in later), action
        assert all(media.alt == "" for reply in later for one in reply.cards for media in one.media), action
    nothing = await people.stage.services.store.read(
        lambda uow: [uow.count(noun) for noun in (Report, Saved, Reaction, Comment)]
    )
    assert nothing == [0, 0, 0, 0]


async def test_a_report_from_a_card_that_was_moved_aside_is_filed(people: People, posts: tuple[Post, Post]) -> None:
    await people.stage.say("ben", f"/open {people.ref(posts[0])}", lounge(people))
    for label in ("Menu", "Report"):
        shown, action = people.stage.find("ben", label)
        reply = await press(people, "ben", action, shown.ref, hash(label) % 1000)
    assert reply.ask
    filled = {"payload": reply.ask.payload, "reason": "spam"}
    home = people.stage.home("ben")
    request = Request(
        "console:form", "payload", Sender("console", "ben", "ben", False, home), home, filled, pressed=shown.ref
    )
    await people.stage.handle("ben", request)
    (report,) = await people.stage.services.store.read(lambda uow: uow.all(Report))
    assert report.post == posts[0].id


async def test_an_outsider_gets_nothing_from_a_card_of_somebody_else(people: People, posts: tuple[Post, Post]) -> None:
    await people.stage.say("ben", f"/open {people.ref(posts[0])}", lounge(people))
    shown = people.stage.last("ben")
    for n, action in enumerate(action for one in shown.reply.cards for action in one.actions):
        reply = await press(people, "mallory", action, shown.ref, n)
        assert "canary" not in words(reply)


async def test_membership_is_asked_again_after_ten_minutes_alone(people: People, posts: tuple[Post, Post]) -> None:
    await people.stage.say("ben", f"/open {people.ref(posts[0])}", lounge(people))
    shown, like = people.stage.find("ben", "Like")
    await press(people, "ben", like, shown.ref, 1)
    people.stage.services.clock.advance(timedelta(minutes=11))  # type: ignore[attr-defined]  # the fixture's clock
    reply = await press(people, "ben", replace(like, payload=like.payload.removesuffix("/1") + "/0"), shown.ref, 2)
    assert "One moment" in words(reply)
    await people.stage.settle()
    assert await people.stage.services.store.read(lambda uow: uow.count(Reaction)) == 0
    assert "Like taken back." in people.stage.text("ben")
    (member,) = await people.stage.services.store.read(lambda uow: uow.all(Member, account=account_of(uow, "ben")))
    assert member.inside


def account_of(uow: Unit, who: str) -> int:
    identity = uow.one(Identity, platform="console", user=who)
    assert identity
    return identity.account


async def test_a_question_begun_in_a_place_is_not_answered_after_leaving_it(people: People) -> None:
    """It read and published there three days after its asker was thrown out."""
    ref = await people.paint("ben")
    at = lounge(people)
    sender = Sender("console", "ben", "ben", False, people.stage.home("ben"))
    asked = Request("console:asked", "publish", sender, at, text=ref, aside=people.stage.home("ben"))
    assert (await people.stage.handle("ben", asked)).ask
    people.stage.left.add(("ben", "space-lounge"))
    people.stage.services.clock.advance(timedelta(minutes=50))  # type: ignore[attr-defined]  # the fixture's clock
    for answer in ("Winter", "here", "no"):
        await people.stage.say("ben", answer)
    await people.stage.settle()
    assert await people.stage.services.store.read(lambda uow: uow.count(Post)) == 0
    assert "not there any more. Nothing was done." in people.stage.text("ben")


async def test_answers_to_a_moved_card_are_moved_cards_too(people: People, posts: tuple[Post, Post]) -> None:
    await people.stage.say("ben", f"/more {people.ref(posts[0])}", lounge(people))
    for n, label in enumerate(("Open", "Menu", "Save")):
        shown, action = people.stage.find("ben", label)
        await press(people, "ben", action, shown.ref, n)
    assert await people.stage.services.store.read(lambda uow: uow.count(Saved)) == 1
    places = await people.stage.services.store.read(lambda uow: uow.all(Placement, account=account_of(uow, "ben")))
    assert {place.origin.space for place in places if place.origin} == {"space-lounge"}
    assert await people.stage.services.store.read(lambda uow: uow.count(Follow)) == 0


async def test_a_painting_after_a_check_of_membership_replaces_the_answer_that_waits(people: People) -> None:
    """It came as another message, and the one that waited was said to have come to nothing."""
    stage = people.stage
    await stage.say("ben", "/imagine a red fox", lounge(people))
    await stage.settle()
    shown, action = stage.find("ben", "Again")
    stage.services.clock.advance(timedelta(minutes=11))  # type: ignore[attr-defined]  # the fixture's clock
    since = len(stage.shown)
    reply = await press(people, "ben", action, shown.ref, 1)
    assert "Checking" in words(reply) or reply.pending
    await stage.settle()
    later = stage.shown[since:]
    assert len({one.ref for one in later}) == 1
    assert later[-1].reply.cards[0].media
    assert not await stage.services.store.read(lambda uow: uow.all(Pending))
