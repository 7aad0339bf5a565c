"""Places where the bot may not write any more: every answer ends, or goes to the private chat after opt-in."""

from datetime import timedelta

import pytest
import structlog

from botfeed.core.model import Delivery, Placement, Reaction, SendState, Space
from tests.adapters.telegram.test_telegram_refusals import flood


@pytest.fixture
def lounge(door, ada):
    return door.fake.group("Lounge", admins=[ada], large=True)


@pytest.fixture
def forum(door, ada):
    return door.fake.group("Forum", admins=[ada], forum=True)


async def started(door, *people):
    for person in people:
        await person.say("/start")
        await door.shown(person, "AI")


async def dropped(door, say):
    """Return the logged reasons of answers that were not delivered."""
    with structlog.testing.capture_logs() as events:
        await say
        await door.confirmed()
    return [event for event in events if event["event"] == "an answer was not delivered"]


async def test_a_demoted_bot_answers_and_gets_no_reactions(door, ada, ben, lounge):
    lounge.promote_bot()
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await door.shared(lounge)
    lounge.demote_bot()
    assert not await ben.react(card, "\N{HEAVY BLACK HEART}")
    tap = await ben.press(card, "Like")
    assert (await tap.answered())["text"] == "Liked."
    await door.shown(lounge, "ada", "Like 1")
    assert len(await door.rows(Reaction)) == 1
    (space,) = await door.rows(Space, ref=str(lounge.id))
    assert space.left is None


async def test_a_muted_bot_answers_in_private_after_opt_in(door, ada, ben, lounge):
    await started(door, ada)
    await ada.say("/help", chat=lounge)
    await door.until(lambda: any(m.raw["from"]["is_bot"] for m in door.fake.messages(lounge)))
    lounge.silence_bot()
    stood = len(door.fake.messages(lounge))
    await ada.say("/imagine a fox --here", chat=lounge)
    await door.shown(ada, "I can't write in Lounge now, so I answer here.")
    (event,) = await dropped(door, ben.say("/profile ada", chat=lounge))
    assert event["log_level"] == "warning"
    assert [m for m in door.fake.messages(lounge)[stood:] if m.raw["from"]["is_bot"]] == []


async def test_an_answer_in_a_closed_topic_goes_private_or_is_dropped(door, ada, ben, forum):
    await started(door, ada)
    topic = forum.topic("Cats", ada)
    forum.close(topic)
    await ada.say("/imagine a fox --here", chat=forum, thread=topic)
    told = await door.shown(ada, "I can't write in Forum now")
    await door.there(Placement, ref=f"{ada.id}/{told.id}")
    assert len(await dropped(door, ben.say("/profile ada", chat=forum, thread=topic))) == 1
    await ben.say("/imagine an owl --here", chat=forum)  # the other topics are open
    await door.shown(forum, "an owl")
    assert not door.fake.messages(ben)


async def test_a_private_answer_from_a_closed_topic_is_sent_once(door, ada, forum):
    await started(door, ada)
    topic = forum.topic("Cats", ada)
    forum.close(topic)
    before = len(door.fake.messages(ada))
    await ada.say("/mine", chat=forum, thread=topic)
    await door.confirmed()
    assert len(door.fake.messages(ada)) == before + 1


async def test_a_kick_ends_a_waiting_answer_and_others_are_answered(door, ada, ben, lounge):
    await started(door, ada, ben)
    door.fake.fault(flood(600), "sendMessage")
    await ada.say("/imagine a fox --here", chat=lounge)
    await door.there(Delivery, kind="late")
    lounge.kick_bot()
    await door.confirmed()
    door.later(timedelta(seconds=700))
    await door.gone(Delivery, state__in=[SendState.QUEUED, SendState.SENDING, SendState.RETRY])
    (row,) = await door.rows(Delivery, kind="late")
    assert (row.state, row.why) == (SendState.DEAD, "Unreachable")
    await ben.say("/privacy")
    await door.shown(ben, "how long")


async def test_a_kick_while_painting_keeps_the_picture(door, ada, lounge):
    await started(door, ada)
    await door.working_stops()
    await ada.say("/imagine a fox --here", chat=lounge)
    await door.shown(lounge, "Painting")
    await door.confirmed()
    lounge.kick_bot()
    await door.confirmed()
    door.work()
    (row,) = await door.there(Delivery, kind="card", state=SendState.DEAD)
    assert row.why == "Unreachable"
    await ada.say("/mine")
    assert (await door.shown(ada, "Your pictures")).photo
