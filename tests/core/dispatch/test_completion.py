"""Suggestions while typing, and choices for a command typed alone."""

from __future__ import annotations

import pytest

from botfeed import catalog
from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.model import Address
from botfeed.core.social import surfaces
from tests.core.support.people import People


async def offered(people: People, who: str, command: str, param: str, typed: str = "", at=None) -> list[str]:
    request = Request("x", command, Sender("console", who, who), at or people.stage.home(who))
    return [c.label for c in await dispatch.suggest(people.stage.services, request, param, typed)]


async def test_like_alone_asks_which_of_the_shown_posts(people: People) -> None:
    fox, cat = await people.publish("ada", "a fox"), await people.publish("ada", "a cat")
    for post in (fox, cat):
        await people.stage.say("ben", f"/open {people.ref(post)}")
    reply = await people.stage.say("ben", "/like")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["a cat", "a fox"]
    reply = await people.stage.say("ben", "a fox")
    assert (await people.post(fox)).likes == 1
    assert (await people.post(cat)).likes == 0


async def test_like_alone_asks_for_text_where_nothing_was_shown(people: People) -> None:
    reply = await people.stage.say("ben", "/like")
    assert reply.ask
    assert not reply.ask.fields[0].choices


async def a_fox_here_and_a_cat_there(people: People, here: Address, there: Address) -> None:
    """Publish a fox to `here` and a cat to `there`; ben has seen neither."""
    for what, at in (("a fox", here), ("a cat", there)):
        await people.publish("ada", what, "--audience here", at=at)
        await people.stage.settle()
    await people.id("ben")


async def test_a_space_offers_only_posts_shown_there(people: People) -> None:
    here, there = people.stage.place("lounge"), people.stage.place("den")
    await a_fox_here_and_a_cat_there(people, here, there)
    assert await offered(people, "ben", "like", "post", at=here) == ["a fox"]
    assert await offered(people, "ben", "like", "post") == []
    await people.stage.say("ada", "/block ben")
    assert await offered(people, "ben", "like", "post", at=here) == []


async def test_unpublished_posts_are_not_offered(people: People) -> None:
    fox = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/open {people.ref(fox)}")
    assert await offered(people, "ben", "similar", "post", "FO") == ["a fox"]
    await people.stage.say("ada", f"/unpublish {people.ref(fox)} --sure")
    for verb in ("like", "similar", "save", "remix", "report", "open"):
        assert await offered(people, "ben", verb, "post") == [], verb


async def test_own_pictures_posts_and_shelves_are_offered_to_their_owner(people: People) -> None:
    await people.publish("ada", "a fox")
    await people.paint("ada", "a cat")
    assert await offered(people, "ada", "publish", "picture") == ["a cat"]
    assert await offered(people, "ada", "show", "picture") == ["a cat", "a fox"]
    assert await offered(people, "ada", "caption", "post") == ["a fox"]
    assert await offered(people, "ada", "imagine", "style", "in") == ["ink"]
    post = await people.publish("ben", "a dog")
    await people.stage.say("ada", f"/save {people.ref(post)} animals")
    assert await offered(people, "ada", "shelf.share", "shelf") == ["animals"]
    assert await offered(people, "ada", "unsave", "post") == ["a dog"]
    for verb, param in (("publish", "picture"), ("show", "picture"), ("caption", "post"), ("shelf.open", "shelf")):
        assert await offered(people, "cleo", verb, param) == [], verb


SUGGESTED = [(w.name, s.name) for w in catalog.COMMANDS for s in w.specs if s.param.suggest]


@pytest.mark.parametrize(("verb", "param"), SUGGESTED)
@pytest.mark.parametrize("typed", ["", "a", "%", "#", "@", "\u202e" * 50, "x" * 200])
async def test_every_completion_accepts_any_text_and_unknown_people(
    people: People, verb: str, param: str, typed: str
) -> None:
    assert len(await offered(people, "nobody_yet", verb, param, typed)) <= 25


async def test_busy_spaces_do_not_push_out_posts_of_a_quiet_one(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest messages of all spaces were read, and only then those of the space kept."""
    monkeypatch.setattr(surfaces, "HERE", 1)
    monkeypatch.setattr(surfaces, "BORN_HERE", 0)
    quiet, busy = people.stage.place("lounge"), people.stage.place("den")
    await a_fox_here_and_a_cat_there(people, quiet, busy)
    assert await offered(people, "ben", "like", "post", at=quiet) == ["a fox"]


async def test_words_where_nothing_can_be_chosen_are_not_sent_to_a_choice(people: People) -> None:
    await people.stage.say("ben", "/like")
    await people.stage.say("ben", "the one of ada")
    assert "/feed" in people.stage.text("ben")
    assert "choose" not in people.stage.text("ben")
