"""Contactability: direct messages go only to people who opted in; others are told with their next answer."""

from __future__ import annotations

from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card, Reply, Request, Sender
from botfeed.core.chat.messenger import Ramp
from botfeed.core.errors import Unreachable
from botfeed.core.model import Account, Identity, Subscription
from botfeed.core.work.messages import To, message
from botfeed.testing import listing
from botfeed.testing.stage import Stage
from tests.core.support.people import People


def town_of(stage: Stage) -> People:
    return People(stage)


async def known(stage: Stage, who: str) -> Identity:
    found = await stage.services.store.read(lambda uow: uow.one(Identity, platform=stage.platform, user=who))
    assert found
    return found


def delivered(stage: Stage, who: str) -> list[str]:
    return [str(s.reply.cards[0].text) for s in stage.shown if s.to == who and s.event == "delivery"]


async def met_in_a_server(stage: Stage) -> tuple[People, str]:
    """Let ada, never met in private, publish a picture in a space; return the people and the post's reference."""
    people = People(stage)
    await stage.say("ada", "/imagine a fox --here", stage.place("lounge"))
    await stage.settle()
    return people, people.ref(await people.newest("ada"))


async def test_people_met_only_in_a_space_get_one_line_a_day(stage: Stage, clock: SteppedClock) -> None:
    _, ref = await met_in_a_server(stage)
    lounge = stage.place("lounge")
    for who in ("ben", "cleo"):
        await stage.say(who, f"/like {ref}", lounge)
    await stage.say("ben", f"/comment {ref} so calm", lounge)
    await stage.settle()
    assert delivered(stage, "ada") == [], "nobody asked for a message"
    await stage.say("ada", "/profile", lounge)
    assert stage.text("ada").endswith("3 things happened while you were away: /inbox")
    await stage.say("ada", "/profile", lounge)
    assert "while you were away" not in stage.text("ada")
    clock.advance(timedelta(days=1))
    await stage.say("ada", "/profile", lounge)
    assert "3 things happened" in stage.text("ada")
    await stage.say("ada", "/inbox", lounge)
    assert "while you were away" not in stage.text("ada")
    clock.advance(timedelta(days=1))
    await stage.say("ada", "/profile", lounge)
    assert "while you were away" not in stage.text("ada"), "all is read"


async def test_a_finished_picture_carries_the_line_too(stage: Stage) -> None:
    _, ref = await met_in_a_server(stage)
    await stage.say("ben", f"/like {ref}", stage.place("lounge"))
    waiting = await stage.say("ada", "/imagine a bird", stage.place("lounge"))
    assert "while you were away" not in str(waiting.cards[0].text), "it would be replaced by the picture"
    await stage.settle()
    edited = next(s for s in reversed(stage.shown) if s.event == "edit" and s.reply.private)
    assert "1 thing happened while you were away: /inbox" in str(edited.reply.cards[0].text)


async def test_public_answers_do_not_carry_the_line(stage: Stage) -> None:
    _, ref = await met_in_a_server(stage)
    await stage.say("ben", f"/like {ref}", stage.place("lounge"))
    await stage.say("ada", "/imagine a bird --here", stage.place("lounge"))
    await stage.settle()
    assert all(
        "while you were away" not in str(c.text) for s in stage.shown for c in s.reply.cards if s.to == "#lounge"
    )


async def test_asking_for_messages_in_a_space_is_an_opt_in(stage: Stage) -> None:
    _, ref = await met_in_a_server(stage)
    await stage.say("ben", f"/comment {ref} so calm", stage.place("lounge"))
    inbox = await stage.say("ada", "/inbox", stage.place("lounge"))
    assert "Tell me by message" in [a.label for c in inbox.cards for a in c.actions]
    await stage.press("ada", "Tell me by message", at=stage.place("lounge"))
    assert (await known(stage, "ada")).asked
    await stage.say("ben", f"/like {ref}", stage.place("lounge"))
    await stage.settle()
    assert delivered(stage, "ada") == ["ben liked a fox"]


async def test_a_private_digest_or_an_export_is_an_opt_in(stage: Stage) -> None:
    for who, line in (("ada", "/digest set 9 --where private"), ("ben", "/me export")):
        await stage.say(who, "/profile", stage.place("lounge"))
        assert (await known(stage, who)).asked is None
        await stage.say(who, line, stage.place("lounge"))
        one = await known(stage, who)
        assert one.asked
        assert one.opened is None, "we never stood in a private chat together"


async def test_people_who_stopped_messages_do_not_get_the_line(stage: Stage) -> None:
    _, ref = await met_in_a_server(stage)
    await stage.say("ada", "/pushes no", stage.place("lounge"))
    await stage.say("ben", f"/like {ref}", stage.place("lounge"))
    await stage.say("ada", "/profile", stage.place("lounge"))
    assert "while you were away" not in stage.text("ada")


async def test_a_refused_message_is_reported_once_and_a_private_one_reopens_contact(stage: Stage) -> None:
    people, lounge = People(stage), stage.place("lounge")
    post = await people.publish("ada", "a fox")
    await stage.say("ben", f"/like {people.ref(post)}")
    stage.raises.append(Unreachable("50007"))
    await stage.settle()
    one = await known(stage, "ada")
    assert (one.reachable, one.missed) == (False, "push")
    await stage.say("ada", "/profile", lounge)
    assert "I could not write to you alone on Console. What it was is in /inbox" in stage.text("ada")
    assert not (await known(stage, "ada")).reachable, "a word in a server opens no direct messages"
    await stage.say("ada", "/profile")
    assert "I could not write" not in stage.text("ada")
    assert (await known(stage, "ada")).reachable


async def test_a_refused_answer_is_not_said_to_be_in_the_inbox(stage: Stage) -> None:
    lounge = stage.place("lounge")
    await stage.say("ada", "/profile")
    for missed, said in (
        ("late", "It was an answer: please ask again. Pictures are in /mine."),
        ("late,push", "There was an answer: please ask again. The rest is in /inbox, pictures in /mine."),
    ):
        await stage.services.store.run(
            lambda uow, kinds=missed: uow.compare_and_set(Identity, {"user": "ada"}, missed=kinds)
        )
        await stage.say("ada", "/profile", lounge)
        assert said in stage.text("ada")


async def test_a_refused_digest_waits_in_the_inbox(stage: Stage, clock: SteppedClock) -> None:
    people, lounge = People(stage), stage.place("lounge")
    await stage.say("ada", "/digest set 10 --where private", lounge)
    for n in range(4):
        await people.publish(f"artist{n}", f"a fox {n}")
    await digest_at(stage, clock, stage.raises, Unreachable("50278"))
    row = await stage.services.store.read(lambda uow: uow.all(Subscription, newest=True, limit=1)[0])
    assert row.state == "paused"
    await stage.say("ada", "/profile", lounge)
    said = stage.text("ada")
    assert "I could not write to you alone on Console. Your digest waits in /inbox, and is paused." in said
    assert "/digest set brings it again." in said
    await stage.say("ada", "/inbox", lounge)
    assert "Your digest could not be brought to you" in stage.text("ada")
    shown = await stage.press("ada", "Open your digest", at=lounge)
    assert len(shown.cards[0].about.posts) == 4
    stranger = await stage.press("ben", "Open your digest", of="ada", at=lounge)
    assert stranger.notice == "That digest is not there any more. /digest show --where private shows your own digest."
    await stage.say("ada", "/digest set 10 --where private", lounge)
    assert (await known(stage, "ada")).reachable, "they asked again: it is tried again"


async def digest_at(stage: Stage, clock: SteppedClock, raises: list, *errors: Exception) -> None:
    from botfeed.core.digest import tick

    clock.advance(timedelta(hours=1, minutes=5))
    await tick.due(stage.services)
    raises.extend(errors)
    await stage.settle()


async def test_new_direct_messages_are_opened_at_a_rising_daily_limit(stage: Stage, clock: SteppedClock) -> None:
    """Nothing is dropped: messages that do not fit today are sent tomorrow."""
    listing.add(stage.services, greeting)
    stage.ramp = Ramp(timedelta(seconds=2), 3)  # type: ignore[attr-defined]
    began = clock.now()
    names = [f"p{n}" for n in range(8)]
    for who in names:
        await stage.say(who, "/pushes yes", stage.place("lounge"))
    await stage.services.store.run(lambda uow: [greet(uow, who, "first") for who in names])
    arrived: dict[str, timedelta] = {}
    for _ in range(40):
        await stage.settle()
        for who in names:
            if delivered(stage, who):
                arrived.setdefault(who, clock.now() - began)
        due = await stage.services.store.read(
            lambda uow: dict(uow.jobs.due(clock.now() + timedelta(days=2))[::-1]).get("deliver.console")
        )
        if due is None:
            break
        clock.advance(max(due - clock.now(), timedelta(0)))
    today = [arrived[who].total_seconds() for who in names[:3]]
    assert today == [0, 2, 4]
    midnight = timedelta(hours=15).total_seconds()  # the clock began at nine
    assert [arrived[who].total_seconds() - midnight for who in names[3:]] == [0, 2, 4, 6, 8]
    await stage.services.store.run(lambda uow: [greet(uow, who, "second") for who in names])
    await stage.settle()
    assert all(len(delivered(stage, who)) == 2 for who in names), "an opened chat is not opened again"


def greet(uow, who: str, key: str) -> None:
    one = uow.one(Identity, platform="console", user=who)
    greeting.post(uow, To(one.private, key=f"{key}:{who}", account=one.account))


@message()
def greeting(ctx: RenderContext) -> Reply:
    return Reply(cards=(Card(ctx.t("hello")),))


async def test_people_who_wrote_first_are_not_limited(stage: Stage) -> None:
    listing.add(stage.services, greeting)
    stage.ramp = Ramp(timedelta(hours=2), 1)  # type: ignore[attr-defined]
    for who in ("ada", "ben", "cleo"):
        await stage.say(who, "/start")
    await stage.services.store.run(lambda uow: [greet(uow, who, "x") for who in ("ada", "ben", "cleo")])
    await stage.settle()
    assert all(delivered(stage, who) == ["hello"] for who in ("ada", "ben", "cleo"))
    assert await stage.services.store.read(lambda uow: uow.count(Account)) == 3


async def test_using_the_bot_in_a_foreign_chat_is_no_opt_in(stage: Stage) -> None:
    home = stage.home("ada")
    sender = Sender("console", "ada", "ada", False, home)
    await stage.handle("ada", Request("brought:1", "profile", sender, home, brought=True))
    one = await known(stage, "ada")
    assert (one.asked, one.opened) == (None, None)
    await stage.handle("ada", Request("brought:2", "me.export", sender, home, brought=True))
    assert (await known(stage, "ada")).asked
