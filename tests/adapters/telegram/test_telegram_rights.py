"""Places where the bot may not write any more: every answer ends, or goes to the private chat after opt-in."""

from datetime import timedelta

import pytest
import structlog

from botfeed.core.model import Delivery, Placement, Reaction, SendState, Space
from tests.adapters.telegram.test_telegram_refusals import flood


@pytest.fixture
def lounge(adapter, ada):
    return adapter.fake.group("Lounge", admins=[ada], large=True)


@pytest.fixture
def forum(adapter, ada):
    return adapter.fake.group("Forum", admins=[ada], forum=True)


async def started(adapter, *people):
    for person in people:
        await person.say("/start")
        await adapter.shown(person, "AI")


async def dropped(adapter, say):
    """Return the logged reasons of answers that were not delivered."""
    with structlog.testing.capture_logs() as events:
        await say
        await adapter.confirmed()
    return [event for event in events if event["event"] == "an answer was not delivered"]


async def test_a_demoted_bot_answers_and_gets_no_reactions(adapter, ada, ben, lounge):
    lounge.promote_bot()
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    lounge.demote_bot()
    assert not await ben.react(card, "\N{HEAVY BLACK HEART}")
    tap = await ben.press(card, "Like")
    assert (await tap.answered())["text"] == "Liked."
    await adapter.shown(lounge, "ada", "Like 1")
    assert len(await adapter.rows(Reaction)) == 1
    (space,) = await adapter.rows(Space, ref=str(lounge.id))
    assert space.left is None


async def test_a_muted_bot_answers_in_private_after_opt_in(adapter, ada, ben, lounge):
    await started(adapter, ada)
    await ada.say("/help", chat=lounge)
    await adapter.until(lambda: any(m.raw["from"]["is_bot"] for m in adapter.fake.messages(lounge)))
    lounge.silence_bot()
    stood = len(adapter.fake.messages(lounge))
    await ada.say("/imagine a fox --here", chat=lounge)
    await adapter.shown(ada, "I can't write in Lounge now, so I answer here.")
    (event,) = await dropped(adapter, ben.say("/profile ada", chat=lounge))
    assert event["log_level"] == "warning"
    assert [m for m in adapter.fake.messages(lounge)[stood:] if m.raw["from"]["is_bot"]] == []


async def test_an_answer_in_a_closed_topic_goes_private_or_is_dropped(adapter, ada, ben, forum):
    await started(adapter, ada)
    topic = forum.topic("Cats", ada)
    forum.close(topic)
    await ada.say("/imagine a fox --here", chat=forum, thread=topic)
    told = await adapter.shown(ada, "I can't write in Forum now")
    await adapter.there(Placement, ref=f"{ada.id}/{told.id}")
    assert len(await dropped(adapter, ben.say("/profile ada", chat=forum, thread=topic))) == 1
    await ben.say("/imagine an owl --here", chat=forum)  # the other topics are open
    await adapter.shown(forum, "an owl")
    assert not adapter.fake.messages(ben)


async def test_a_private_answer_from_a_closed_topic_is_sent_once(adapter, ada, forum):
    await started(adapter, ada)
    topic = forum.topic("Cats", ada)
    forum.close(topic)
    before = len(adapter.fake.messages(ada))
    await ada.say("/mine", chat=forum, thread=topic)
    await adapter.confirmed()
    assert len(adapter.fake.messages(ada)) == before + 1


async def test_a_kick_ends_a_waiting_answer_and_others_are_answered(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    adapter.fake.fault(flood(600), "sendMessage")
    await ada.say("/imagine a fox --here", chat=lounge)
    await adapter.there(Delivery, kind="late")
    lounge.kick_bot()
    await adapter.confirmed()
    adapter.later(timedelta(seconds=700))
    await adapter.gone(Delivery, state__in=[SendState.QUEUED, SendState.SENDING, SendState.RETRY])
    (row,) = await adapter.rows(Delivery, kind="late")
    assert (row.state, row.why) == (SendState.DEAD, "Unreachable")
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")


async def test_a_kick_while_painting_keeps_the_picture(adapter, ada, lounge):
    await started(adapter, ada)
    await adapter.working_stops()
    await ada.say("/imagine a fox --here", chat=lounge)
    await adapter.shown(lounge, "Painting")
    await adapter.confirmed()
    lounge.kick_bot()
    await adapter.confirmed()
    adapter.work()
    (row,) = await adapter.there(Delivery, kind="card", state=SendState.DEAD)
    assert row.why == "Unreachable"
    await ada.say("/mine")
    assert (await adapter.shown(ada, "Your pictures")).photo


@pytest.mark.parametrize("closed", ["silenced", "topic"])
async def test_a_painting_that_may_not_be_shown_there_leaves_no_message_that_waits(adapter, ada, forum, closed):
    """One message was orphaned: the note was replaced by the picture, and "Painting" stood for ever."""
    await started(adapter, ada)
    thread = forum.topic("Cats", ada)
    if closed == "topic":
        forum.close(thread)
    else:
        forum.silence_bot()
    stood = len(adapter.fake.messages(ada))
    await ada.say("/imagine a fox --here", chat=forum, thread=thread)
    await adapter.until(lambda: any(m.photo for m in adapter.fake.messages(ada)))
    await adapter.confirmed()
    texts = [m.text for m in adapter.fake.messages(ada)[stood:]]
    assert not any("Painting" in text for text in texts), texts
    assert not any(m.raw["from"]["is_bot"] for m in adapter.fake.messages(forum))
