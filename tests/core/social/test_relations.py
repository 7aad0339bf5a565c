"""Following, muting, blocking and visibility."""

from __future__ import annotations

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.model import Account, Block, Follow, Mute, Notice
from tests.core.support.people import People


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_following_twice_makes_one_notice(people: People) -> None:
    await people.id("ada")
    for _ in range(2):
        await people.stage.say("ben", "/follow @ada")
    assert people.stage.text("ben") == "You follow ada already."
    assert await people.stage.services.store.read(lambda uow: (uow.count(Follow), uow.count(Notice))) == (1, 1)
    await people.stage.say("ben", "/unfollow ada")
    assert await people.stage.services.store.read(lambda uow: (uow.count(Follow), uow.count(Notice))) == (0, 0)


async def test_oneself_and_unknown_people_cannot_be_followed(people: People) -> None:
    await people.stage.say("ada", "/follow ada")
    assert people.stage.text("ada") == "That is you."
    await people.stage.say("ada", "/follow nobody_at_all")
    assert "nobody called" in people.stage.text("ada")


async def test_a_profile_shows_the_best_visible_posts(people: People) -> None:
    for n in range(11):
        await people.publish("ada", f"fox {n}")
    loved = await people.publish("ada", "the loved one")
    await people.publish("ada", "for friends", "--audience followers")
    await people.stage.say("ben", f"/like {people.ref(loved)}")
    reply = await people.stage.say("ben", "/profile ada")
    card = reply.cards[0]
    assert len(card.media) == 9
    assert card.media[0].alt == "A picture of the loved one"
    assert all("for friends" not in m.alt for m in card.media)
    assert labels(reply) == ["Follow", "Mute", "Block", "All pictures"]
    assert "12 pictures · 0 followers" in str(card.text)
    reply = await people.stage.press("ben", "Follow")
    assert (reply.update, labels(reply)[0]) == (True, "Unfollow")
    assert "1 follower ·" in str(reply.cards[0].text)


async def test_an_empty_profile_offers_a_next_step(people: People) -> None:
    reply = await people.stage.say("ada", "/profile")
    assert "Nothing published yet." in people.stage.text("ada")
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
    people: People, name: str, lines: list[str], everyone: bool, followers: bool
) -> None:
    open_to_all = await people.publish("ada", "for all")
    for_followers = await people.publish("ada", "for friends", "--audience followers")
    await people.id("ben")
    for line in lines:
        who, _, said = line.format(who="ben").partition(": ")
        await people.stage.say(who, said)
    assert (await people.sees("ben", open_to_all), await people.sees("ben", for_followers)) == (everyone, followers)
    for verb in ("like", "comment", "more", "unveil"):
        await people.stage.say("ben", f"/{verb} {people.ref(for_followers)}" + (" hello" if verb == "comment" else ""))
        assert ("not there for you" in people.stage.text("ben")) is not followers, verb
    assert await people.sees("ada", open_to_all)


async def test_a_block_takes_effect_both_ways_at_once(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", "/follow ada")
    await people.stage.say("ada", "/follow ben")
    await people.stage.say("ben", f"/comment {people.ref(post)} hello")
    await people.stage.say("ada", "/block ben")
    assert "neither of you" in people.stage.text("ada")
    assert await people.stage.services.store.read(lambda uow: (uow.count(Follow), uow.count(Block))) == (0, 1)
    await people.stage.say("ada", "/inbox")
    assert "Nothing yet" in people.stage.text("ada")
    await people.stage.say("ada", f"/open {people.ref(post)}")
    assert "hello" not in people.stage.text("ada")
    await people.stage.say("ben", "/profile ada")
    assert "nobody called" in people.stage.text("ben")
    await people.stage.say("ada", "/follow ben")
    assert "Unblock them first" in people.stage.text("ada")
    reply = await people.stage.say("ada", "/profile ben")
    assert labels(reply) == ["Unblock"]


async def test_a_blocked_person_can_block_back(people: People) -> None:
    post = await people.publish("ada")
    await people.id("ben")
    await people.stage.say("ada", "/block ben")
    reply = await people.stage.say("ben", "/block ada")
    assert "You blocked ada" in reply.notice or "You blocked ada" in people.stage.text("ben")
    await people.stage.say("ada", "/unblock ben")
    assert not await people.sees("ben", post)
    await people.stage.say("ada", "/profile ben")
    assert "nobody called" in people.stage.text("ada")
    await people.stage.say("ben", "/unblock ada")
    assert await people.sees("ben", post)


@pytest.mark.parametrize("state", ["suspended", "leaving"])
async def test_suspended_and_leaving_people_can_be_unfollowed_muted_and_blocked(people: People, state: str) -> None:
    ada = await people.id("ada")
    await people.stage.say("ben", "/follow ada")
    await people.stage.services.store.run(lambda uow: uow.compare_and_set(Account, {"id": ada}, state=state))
    for verb in ("unfollow", "mute", "unmute", "mute", "block"):
        await people.stage.say("ben", f"/{verb} ada")
        assert "nobody called" not in people.stage.text("ben"), verb
    assert await people.stage.services.store.read(lambda uow: [uow.count(n) for n in (Follow, Mute, Block)]) == [
        0,
        1,
        1,
    ]
    await people.stage.say("ben", "/unblock ada")
    assert await people.stage.services.store.read(lambda uow: uow.count(Block)) == 0
    await people.stage.say("ben", "/follow ada")
    assert "nobody called" in people.stage.text("ben")


async def test_muted_people_make_no_notices_and_their_comments_are_hidden(people: People) -> None:
    post = await people.publish("ada")
    await people.id("ben")
    await people.stage.say("ada", "/mute ben")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.say("ben", f"/comment {people.ref(post)} hello")
    await people.stage.settle()
    assert not [s for s in people.stage.shown if s.event == "delivery"]
    await people.stage.say("ada", "/inbox")
    assert "Nothing yet" in people.stage.text("ada")
    await people.stage.say("ada", f"/open {people.ref(post)}")
    assert "hello" not in people.stage.text("ada")


async def test_post_menus_differ_for_own_and_others_posts(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    reply = await people.stage.press("ben", "Menu")
    others = ["Open", "Follow", "Profile", "Save", "Find similar", "Less like this", "Mute", "Block", "Report"]
    assert labels(reply) == others
    reply = await people.stage.press("ben", "Follow")
    assert (reply.notice, labels(reply)[1]) == ("You follow ada now.", "Unfollow")
    await people.stage.say("ada", f"/open {people.ref(post)}")
    reply = await people.stage.press("ada", "Menu")
    assert labels(reply) == [
        "Open",
        "Undo",
        "Change audience",
        "Edit caption",
        "Alt text",
        "Forbid remixes",
        "Find similar",
        "Delete",
    ]


async def test_completion_offers_followed_people_first(people: People) -> None:
    for who in ("adam", "adele", "ada", "ben"):
        await people.id(who)
    await people.stage.say("ben", "/follow adele")
    await people.stage.say("adam", "/block ben")
    sender = Sender("console", "ben", "ben")
    choices = await dispatch.suggest(
        people.stage.services, Request("x", "follow", sender, people.stage.home("ben")), "who", "@ad"
    )
    assert [c.value for c in choices] == ["adele", "ada"]
    post = await people.publish("ben", "a whale")
    request = Request("y", "open", sender, people.stage.home("ben"))
    choices = await dispatch.suggest(people.stage.services, request, "post", "WHAL")
    assert [(c.value, c.label) for c in choices] == [(people.ref(post), "a whale")]
