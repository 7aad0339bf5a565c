"""What people choose for themselves: followers, muted words, pushes, quiet hours, alt texts, the usual audience."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Account, Follow, FollowRequest, MutedWord, Notice, Picture
from botfeed.core.social import quiet_hours
from tests.core.support.people import People, Reviewer


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def count(people: People, noun, **where) -> int:
    return await people.stage.services.store.read(lambda uow: uow.count(noun, **where))


def pushed(people: People, who: str) -> list[str]:
    return [str(s.reply.cards[0].text) for s in people.stage.shown if s.to == who and s.event == "delivery"]


async def approving(people: People) -> None:
    """Let ada approve her followers, and ben ask to follow her."""
    await people.stage.say("ada", "/me approve on")
    await people.id("ben")
    await people.stage.say("ben", "/follow ada")


async def test_who_approves_followers_is_asked_first(people: People) -> None:
    await approving(people)
    assert people.stage.text("ben").endswith("You asked ada, who approves followers first. You hear of it.")
    post = await people.publish("ada", "a fox", "--audience followers --caption Canary")
    assert not await people.sees("ben", post)
    await people.stage.say("ada", "/inbox")
    assert "ben asks to follow you" in people.stage.text("ada")
    await people.stage.press("ada", "Follow requests")
    await people.stage.press("ada", "Let ben follow")
    assert people.stage.text("ada").endswith("ben follows you now.")
    assert await people.sees("ben", post)
    await people.stage.say("ben", "/inbox")
    assert "ada lets you follow them" in people.stage.text("ben")


async def test_who_is_turned_down_sees_nothing_and_is_not_told(people: People) -> None:
    await approving(people)
    await people.stage.say("ada", "/me requests")
    await people.stage.press("ada", "Not ben")
    assert await count(people, Follow) == await count(people, FollowRequest) == 0
    await people.stage.say("ben", "/inbox")
    assert people.stage.text("ben").startswith("Nothing yet")


async def test_a_request_can_be_taken_back_and_ends_with_a_block(people: People) -> None:
    for undo in ("ben: /unfollow ada", "ada: /block ben"):
        await approving(people)
        who, _, line = undo.partition(": ")
        assert await count(people, FollowRequest) == 1
        await people.stage.say(who, line)
        assert await count(people, FollowRequest) == await count(people, Notice, kind="wish") == 0


async def test_nobody_is_let_in_who_did_not_ask(people: People) -> None:
    await people.id("ben")
    await people.stage.say("ada", "/me accept ben")
    assert people.stage.text("ada").startswith("ben does not ask to follow you.")
    assert await count(people, Follow) == 0


async def test_a_follower_is_removed(people: People) -> None:
    await people.id("ada")
    await people.stage.say("ben", "/follow ada")
    post = await people.publish("ada", "a fox", "--audience followers")
    assert await people.sees("ben", post)
    await people.stage.say("ada", "/profile ben")
    await people.stage.press("ada", "Remove follower")
    assert not await people.sees("ben", post)


async def test_who_waits_follows_once_nobody_approves_any_more(people: People) -> None:
    await approving(people)
    await people.stage.say("ada", "/me approve off")
    assert (await count(people, Follow), await count(people, FollowRequest)) == (1, 0)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("spider", "two Spiders"),
        ("ragno", "due ragni"),
        ("red fox", "a fox in red"),
        ("ＣＡＦÉ", "un caffe e un cafe"),
        ("狐", "白い狐"),
        ("#fox", "so #fox"),
    ],
)
async def test_muted_words_are_met_neither_in_the_feed_nor_below_posts(people: People, word: str, text: str) -> None:
    await people.id("ben")
    await people.stage.say("ben", f"/me words {word}")
    by_caption = await people.publish("ada", "a hen", f'--audience everyone --caption "{text}"')
    by_prompt = await people.publish("ada", text, "--audience everyone --caption Plain")
    other = await people.publish("ada", "a hen", "--audience everyone --caption Quiet")
    await people.stage.say("cleo", f"/comment {people.ref(other)} {text}")
    seen = set()
    for _ in range(4):
        reply = await people.stage.say("ben", "/feed new")
        seen |= {card.about.post for card in reply.cards if card.about}
    assert other.id in seen
    assert not seen & {by_caption.id, by_prompt.id}
    await people.stage.say("ben", f"/open {people.ref(other)}")
    assert text not in people.stage.text("ben")
    await people.stage.say("dora", f"/open {people.ref(other)}")
    assert text in people.stage.text("dora")


async def test_a_muted_word_is_listed_once_and_can_be_unmuted(people: People) -> None:
    for typed in ("Spider", "spider", "SPIDER"):
        await people.stage.say("ada", f"/me words {typed}")
    assert await count(people, MutedWord) == 1
    assert "Spider" in people.stage.text("ada")
    await people.stage.press("ada", "Unmute Spider")
    assert await count(people, MutedWord) == 0


async def test_kinds_of_notices_are_pushed_as_chosen(people: People, clock: SteppedClock) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ada", "/me notices")
    await people.stage.press("ada", "likes")
    assert "In the inbox alone: likes." in people.stage.text("ada")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.settle()
    assert pushed(people, "ada") == []
    await people.stage.say("ben", f"/comment {people.ref(post)} hello")
    await people.stage.settle()
    assert pushed(people, "ada") == ["ben commented on a fox"]
    await people.stage.say("ada", "/inbox")
    assert "ben liked a fox" in people.stage.text("ada")


@pytest.mark.parametrize("line", ["/me quiet 22 8", "/me quiet 10pm 8am", "/me quiet 22:00 --end 8:00"])
async def test_nothing_is_pushed_in_quiet_hours(people: People, clock: SteppedClock, line: str) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ada", line)
    assert "Quiet from 22:00 to 08:00" in people.stage.text("ada")
    clock.advance(timedelta(hours=(23 - clock.now().hour) % 24))
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.settle()
    assert pushed(people, "ada") == []
    clock.advance(timedelta(hours=9, minutes=1))
    await people.stage.settle()
    assert pushed(people, "ada") == ["ben liked a fox"]


async def test_quiet_hours_are_switched_off(people: People) -> None:
    await people.stage.say("ada", "/me quiet off")
    assert people.stage.text("ada").startswith("There are no quiet hours.")
    await people.stage.say("ada", "/me quiet sometimes")
    assert people.stage.text("ada").startswith("Name two hours:")


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Rome", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland", "Nowhere/At_All"]
)
@pytest.mark.parametrize("hours", [(22, 8), (0, 6), (13, 15), (8, 8)])
def test_a_push_comes_at_once_or_when_the_quiet_hours_end(zone: str, hours: tuple[int, int]) -> None:
    """At each half hour of two days with a change to summer time: never within them, never more than a day later."""
    start, end = (hour * 60 for hour in hours)
    me = replace(ACCOUNT, zone=zone, quiet_from=start, quiet_until=end)
    for half in range(96):
        now = MARCH + timedelta(minutes=30 * half)
        at = quiet_hours.after(me, now, night=False)
        assert now <= at < now + quiet_hours.LONGEST + timedelta(hours=1)
        assert quiet_hours.after(me, at, night=False) == at
        if start == end:
            assert at == now


from datetime import UTC, datetime  # noqa: E402

MARCH = datetime(2026, 3, 28, tzinfo=UTC)
ACCOUNT = Account(1, "ada", MARCH)


async def picture(people: People) -> Picture:
    return (await people.stage.services.store.read(lambda uow: uow.all(Picture)))[0]


async def test_an_alt_text_of_ones_own_stands_on_every_copy(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    await people.stage.press("ada", "Alt text")
    await people.stage.fill("ada", text="A small fox, asleep")
    assert people.stage.text("ada") == "The picture is read out as: A small fox, asleep"
    reply = await people.stage.say("ben", f"/open {people.ref(post)}")
    assert reply.cards[0].media[0].alt == "A small fox, asleep"


async def test_a_refused_alt_text_changes_nothing(people: People) -> None:
    await people.publish("ada", "a fox")
    await people.stage.press("ada", "Alt text")
    await people.stage.fill("ada", text="forbidden things")
    assert people.stage.text("ada").startswith("These words can't be shown here")
    assert (await picture(people)).alt == "A picture of a fox"


@pytest.mark.parametrize(("word", "alt"), [("calm", "calm words"), ("rude", "A picture of a fox")])
async def test_an_alt_text_waits_for_the_model(people: People, word: str, alt: str) -> None:
    await people.publish("ada", "a fox")
    object.__setattr__(people.stage.services, "reviewer", Reviewer({"rude": "hate"}))
    await people.stage.press("ada", "Alt text")
    await people.stage.fill("ada", text=f"{word} words")
    assert (await picture(people)).alt == "A picture of a fox"
    await people.stage.settle()
    row = await picture(people)
    assert (row.alt, row.proposed_alt) == (alt, "")


async def test_publishing_for_the_audience_used_last_takes_two_taps(people: People) -> None:
    await people.publish("ada", "a fox", "--audience followers")
    ref = await people.paint("ada", "a hen")
    await people.stage.say("ada", f"/show {ref}")
    reply = await people.stage.press("ada", "Publish")
    assert str(reply.cards[0].text) == "As last time, for your followers?"
    await people.stage.press("ada", "Publish now")
    post = await people.newest("ada")
    assert (str(post.audience), str(post.state)) == ("followers", "public")
    assert "Undo" in labels(people.stage.last("ada").reply)


async def test_a_form_begins_with_the_audience_used_last(people: People) -> None:
    await people.publish("ada", "a fox", "--audience followers")
    ref = await people.paint("ada", "a hen")
    request = replace(people.stage._request("ada", None, ""), command="publish", args={"picture": ref}, forms=True)
    reply = await people.stage.handle("ada", request)
    assert reply.ask is not None
    assert reply.cards == ()
    assert {f.name: f.value for f in reply.ask.fields}["audience"] == "followers"


async def test_a_first_publication_asks_for_the_audience(people: People) -> None:
    ref = await people.paint("ada", "a hen")
    reply = await people.stage.say("ada", f"/publish {ref}")
    assert reply.cards == ()
    assert reply.ask is not None
