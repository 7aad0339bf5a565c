"""Following, muting, blocking and visibility."""

from __future__ import annotations

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.model import Account, Block, Follow, Mute, Notice
from tests.core.support.people import Town


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_following_twice_makes_one_notice(town: Town) -> None:
    await town.id("ada")
    for _ in range(2):
        await town.stage.say("ben", "/follow @ada")
    assert town.stage.text("ben") == "You follow ada already."
    assert await town.stage.services.store.read(lambda uow: (uow.count(Follow), uow.count(Notice))) == (1, 1)
    await town.stage.say("ben", "/unfollow ada")
    assert await town.stage.services.store.read(lambda uow: (uow.count(Follow), uow.count(Notice))) == (0, 0)


async def test_oneself_and_unknown_people_cannot_be_followed(town: Town) -> None:
    await town.stage.say("ada", "/follow ada")
    assert town.stage.text("ada") == "That is you."
    await town.stage.say("ada", "/follow nobody_at_all")
    assert "nobody called" in town.stage.text("ada")


async def test_a_profile_shows_the_best_visible_posts(town: Town) -> None:
    for n in range(11):
        await town.publish("ada", f"fox {n}")
    loved = await town.publish("ada", "the loved one")
    await town.publish("ada", "for friends", "--audience followers")
    await town.stage.say("ben", f"/like {town.ref(loved)}")
    reply = await town.stage.say("ben", "/profile ada")
    card = reply.cards[0]
    assert len(card.media) == 9
    assert card.media[0].alt == "A picture of the loved one"
    assert all("for friends" not in m.alt for m in card.media)
    assert labels(reply) == ["Follow", "Mute", "Block"]
    assert "13 pictures · 0 followers" in str(card.text)
    reply = await town.stage.press("ben", "Follow")
    assert (reply.update, labels(reply)[0]) == (True, "Unfollow")
    assert "1 follower ·" in str(reply.cards[0].text)


async def test_an_empty_profile_offers_a_next_step(town: Town) -> None:
    reply = await town.stage.say("ada", "/profile")
    assert "Nothing published yet." in town.stage.text("ada")
    assert labels(reply)[0] == "My pictures"


# who looks at ada's post, what stands between them, and whether they see it for each audience
MATRIX = [
    ("a stranger", [], True, False),
    ("a follower", ["{who}: /follow ada"], True, True),
    ("a follower who was blocked", ["{who}: /follow ada", "ada: /block {who}"], False, False),
    ("a follower who blocked", ["{who}: /follow ada", "{who}: /block ada"], False, False),
    ("a follower who muted", ["{who}: /follow ada", "{who}: /mute ada"], True, True),
    ("a follower whom ada muted", ["{who}: /follow ada", "ada: /mute {who}"], True, True),
    ("one blocked and unblocked", ["{who}: /follow ada", "ada: /block {who}", "ada: /unblock {who}"], True, False),
    ("one who tried to follow while blocked", ["ada: /block {who}", "{who}: /follow ada"], False, False),
]


@pytest.mark.parametrize(("name", "lines", "everyone", "followers"), MATRIX, ids=[m[0] for m in MATRIX])
async def test_visibility_depends_on_audience_follows_and_blocks(
    town: Town, name: str, lines: list[str], everyone: bool, followers: bool
) -> None:
    open_to_all = await town.publish("ada", "for all")
    for_followers = await town.publish("ada", "for friends", "--audience followers")
    await town.id("ben")
    for line in lines:
        who, _, said = line.format(who="ben").partition(": ")
        await town.stage.say(who, said)
    assert (await town.sees("ben", open_to_all), await town.sees("ben", for_followers)) == (everyone, followers)
    for verb in ("like", "comment", "more", "unveil"):
        await town.stage.say("ben", f"/{verb} {town.ref(for_followers)}" + (" hello" if verb == "comment" else ""))
        assert ("not there for you" in town.stage.text("ben")) is not followers, verb
    assert await town.sees("ada", open_to_all)


async def test_a_block_takes_effect_both_ways_at_once(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", "/follow ada")
    await town.stage.say("ada", "/follow ben")
    await town.stage.say("ben", f"/comment {town.ref(post)} hello")
    await town.stage.say("ada", "/block ben")
    assert "neither of you" in town.stage.text("ada")
    assert await town.stage.services.store.read(lambda uow: (uow.count(Follow), uow.count(Block))) == (0, 1)
    await town.stage.say("ada", "/inbox")
    assert "Nothing yet" in town.stage.text("ada")
    await town.stage.say("ada", f"/open {town.ref(post)}")
    assert "hello" not in town.stage.text("ada")
    await town.stage.say("ben", "/profile ada")
    assert "nobody called" in town.stage.text("ben")
    await town.stage.say("ada", "/follow ben")
    assert "Unblock them first" in town.stage.text("ada")
    reply = await town.stage.say("ada", "/profile ben")
    assert labels(reply) == ["Unblock"]


async def test_a_blocked_person_can_block_back(town: Town) -> None:
    post = await town.publish("ada")
    await town.id("ben")
    await town.stage.say("ada", "/block ben")
    reply = await town.stage.say("ben", "/block ada")
    assert "You blocked ada" in reply.notice or "You blocked ada" in town.stage.text("ben")
    await town.stage.say("ada", "/unblock ben")
    assert not await town.sees("ben", post)
    await town.stage.say("ada", "/profile ben")
    assert "nobody called" in town.stage.text("ada")
    await town.stage.say("ben", "/unblock ada")
    assert await town.sees("ben", post)


@pytest.mark.parametrize("state", ["suspended", "leaving"])
async def test_suspended_and_leaving_people_can_be_unfollowed_muted_and_blocked(town: Town, state: str) -> None:
    ada = await town.id("ada")
    await town.stage.say("ben", "/follow ada")
    await town.stage.services.store.run(lambda uow: uow.compare_and_set(Account, {"id": ada}, state=state))
    for verb in ("unfollow", "mute", "unmute", "mute", "block"):
        await town.stage.say("ben", f"/{verb} ada")
        assert "nobody called" not in town.stage.text("ben"), verb
    assert await town.stage.services.store.read(lambda uow: [uow.count(n) for n in (Follow, Mute, Block)]) == [0, 1, 1]
    await town.stage.say("ben", "/unblock ada")
    assert await town.stage.services.store.read(lambda uow: uow.count(Block)) == 0
    await town.stage.say("ben", "/follow ada")
    assert "nobody called" in town.stage.text("ben")


async def test_muted_people_make_no_notices_and_their_comments_are_hidden(town: Town) -> None:
    post = await town.publish("ada")
    await town.id("ben")
    await town.stage.say("ada", "/mute ben")
    await town.stage.say("ben", f"/like {town.ref(post)}")
    await town.stage.say("ben", f"/comment {town.ref(post)} hello")
    await town.stage.settle()
    assert not [s for s in town.stage.shown if s.event == "delivery"]
    await town.stage.say("ada", "/inbox")
    assert "Nothing yet" in town.stage.text("ada")
    await town.stage.say("ada", f"/open {town.ref(post)}")
    assert "hello" not in town.stage.text("ada")


async def test_post_menus_differ_for_own_and_others_posts(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/open {town.ref(post)}")
    reply = await town.stage.press("ben", "Menu")
    others = ["Open", "Follow", "Profile", "Save", "Find similar", "Less like this", "Mute", "Block", "Report"]
    assert labels(reply) == others
    reply = await town.stage.press("ben", "Follow")
    assert (reply.notice, labels(reply)[1]) == ("You follow ada now.", "Unfollow")
    await town.stage.say("ada", f"/open {town.ref(post)}")
    reply = await town.stage.press("ada", "Menu")
    assert labels(reply) == [
        "Open",
        "Undo",
        "Change audience",
        "Edit caption",
        "Forbid remixes",
        "Find similar",
        "Delete",
    ]


async def test_completion_offers_followed_people_first(town: Town) -> None:
    for who in ("adam", "adele", "ada", "ben"):
        await town.id(who)
    await town.stage.say("ben", "/follow adele")
    await town.stage.say("adam", "/block ben")
    sender = Sender("console", "ben", "ben")
    choices = await dispatch.suggest(
        town.stage.services, Request("x", "follow", sender, town.stage.home("ben")), "who", "@ad"
    )
    assert [c.value for c in choices] == ["adele", "ada"]
    post = await town.publish("ben", "a whale")
    request = Request("y", "open", sender, town.stage.home("ben"))
    choices = await dispatch.suggest(town.stage.services, request, "post", "WHAL")
    assert [(c.value, c.label) for c in choices] == [(town.ref(post), "a whale")]
