"""Starting from somebody's picture: permission is asked where it is used, and a remix goes no further than its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from botfeed.core.model import Post
from botfeed.testing.stage import TinyPainter
from tests.core.support import permissions
from tests.core.support.people import People

# What takes the permission to start from a picture away: what takes its sight away, and its author's word.
TAKEN: Mapping[str, tuple[str, str]] = {**permissions.TAKEN, "forbidden": ("ada", "/remixes {ref} --allowed no")}


@pytest.fixture
async def operated(people: People) -> People:
    policy = replace(people.stage.services.policy, operators=frozenset({"console:olga"}))
    people.stage.services = replace(people.stage.services, policy=policy)
    return people


def painter(people: People) -> TinyPainter:
    (found,) = people.stage.services.painters
    assert isinstance(found, TinyPainter)
    return found


async def take_away(people: People, how: str, post: Post) -> None:
    who, line = TAKEN[how]
    await people.stage.say(who, line.format(ref=people.ref(post)))


async def remixed(people: People) -> tuple[Post, str]:
    """Let ben remix a post of ada's; return the post and the remix's reference."""
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/remix {people.ref(post)} a fox at night")
    await people.stage.settle()
    shown, again = people.stage.find("ben", "Again")
    assert shown.reply.cards[0].media
    return post, again.args["picture"]


@pytest.mark.parametrize("how", TAKEN)
@pytest.mark.parametrize("verb", ["again {mine}", "remix {post} a hen"])
async def test_a_source_that_was_taken_away_is_not_sent_again(operated: People, how: str, verb: str) -> None:
    post, mine = await remixed(operated)
    sent = len(painter(operated).orders)
    await take_away(operated, how, post)
    await operated.stage.say("ben", "/" + verb.format(mine=mine, post=operated.ref(post)))
    await operated.stage.settle()
    assert len(painter(operated).orders) == sent
    assert "Painting" not in operated.stage.text("ben")


@pytest.mark.parametrize("how", TAKEN)
async def test_a_source_that_was_taken_away_is_not_sent_from_the_queue(operated: People, how: str) -> None:
    post = await operated.publish("ada", "a fox")
    await operated.stage.say("ben", f"/remix {operated.ref(post)} a fox at night")
    await take_away(operated, how, post)
    await operated.stage.settle()
    assert painter(operated).orders == []
    assert "may not be remixed" in operated.stage.text("ben")
    _, paint = operated.stage.find("ben", "Paint")
    assert paint.args["prompt"] == "a fox at night"


@pytest.mark.parametrize("how", TAKEN)
async def test_a_remix_of_what_was_taken_away_is_not_published_anew(operated: People, how: str) -> None:
    post, mine = await remixed(operated)
    await take_away(operated, how, post)
    await operated.stage.say("ben", f"/publish {mine} --audience everyone")
    assert not await operated.stage.services.store.read(lambda uow: uow.count(Post, parent=post.id))


async def test_a_remix_that_nobody_took_the_permission_of_is_painted_and_published(operated: People) -> None:
    post, mine = await remixed(operated)
    await operated.stage.say("ben", f"/again {mine}")
    await operated.stage.settle()
    assert [bool(order.source) for order in painter(operated).orders] == [True, True]
    await operated.stage.say("ben", f"/publish {mine} --audience everyone")
    assert await operated.stage.services.store.read(lambda uow: uow.count(Post, parent=post.id)) == 1


@pytest.mark.parametrize(
    ("source", "wanted", "reaches"),
    [
        ("everyone", "everyone", True),
        ("everyone", "followers", True),
        ("everyone", "here", True),
        ("followers", "everyone", False),
        ("followers", "followers", False),
        ("followers", "here", False),
        ("here", "everyone", False),
        ("here", "followers", False),
        ("here", "here", True),
        ("here", "elsewhere", False),
    ],
)
async def test_a_remix_goes_no_further_than_its_source(people: People, source: str, wanted: str, reaches: bool) -> None:
    lounge, attic = people.stage.place("lounge"), people.stage.place("attic")
    await people.stage.say("ben", "/follow ada") if await people.id("ada") else None
    post = await people.publish("ada", "canaryword", f"--audience {source}", at=lounge)
    await people.stage.say("ben", f"/remix {people.ref(post)} canaryword at night", lounge)
    await people.stage.settle()
    _, again = people.stage.find("ben", "Again")
    there = attic if wanted == "elsewhere" else lounge
    said = "here" if wanted == "elsewhere" else wanted
    reply = await people.stage.say("ben", f"/publish {again.args['picture']} --audience {said}", there)
    published = await people.stage.services.store.read(lambda uow: uow.count(Post, parent=post.id))
    assert bool(published) is reaches
    if not reaches:
        assert "The picture this came from is" in str(reply.cards[0].text)
    await people.stage.say("cleo", "/search canaryword", lounge)
    assert ("at night" in people.stage.text("cleo")) is (wanted != "followers" and reaches and source != "followers")


async def test_a_remix_is_not_opened_wider_than_its_source(people: People) -> None:
    lounge = people.stage.place("lounge")
    post = await people.publish("ada", "a fox", "--audience here", at=lounge)
    await people.stage.say("ben", f"/remix {people.ref(post)} a fox at night", lounge)
    await people.stage.settle()
    _, again = people.stage.find("ben", "Again")
    await people.stage.say("ben", f"/publish {again.args['picture']} --audience here", lounge)
    mine = await people.newest("ben")
    await people.stage.say("ben", f"/audience {people.ref(mine)} everyone", lounge)
    assert "only for lounge" in people.stage.text("ben")
    assert (await people.post(mine)).audience == "here"


async def test_a_prompt_that_is_not_shown_stands_in_no_alt_text(people: People) -> None:
    lounge = people.stage.place("lounge")
    post = await people.publish("ada", "canaryprompt of a fox", "--caption Winter --audience everyone", at=lounge)
    await people.stage.say("ada", f"/remixes {people.ref(post)} --allowed no")
    await people.stage.say("ben", "/follow ada")
    for line in (
        f"/open {people.ref(post)}",
        "/feed",
        "/profile ada",
        "/search Winter",
        "/digest preview",
        "/more " + people.ref(post),
    ):
        reply = await people.stage.say("ben", line)
        await people.stage.settle()
        shown = [reply, people.stage.last("ben").reply]
        assert any(card.media or card.text for one in shown for card in one.cards), line
        alts = " ".join(media.alt for one in shown for card in one.cards for media in card.media)
        assert "canaryprompt" not in alts + people.stage.text("ben"), line
