"""Overload by one person or a whole group: the sender gets a warning, and nobody else is blocked."""

import asyncio

import pytest

from botfeed.adapters.telegram.receive import backpressure, updates
from botfeed.adapters.telegram.receive.answers import AnswerSender
from botfeed.core.model import HandledRequest

pytestmark = pytest.mark.parametrize("way", ["poll"])  # by webhook Telegram itself waits for the one before


async def test_requests_that_wait_in_one_chat_are_bounded(adapter, ada, ben, monkeypatch):
    hold, say = asyncio.Event(), AnswerSender.send

    async def held_answers(ctx, arrived, reply):
        if arrived.chat == str(ada.id):
            await hold.wait()
        await say(ctx, arrived, reply)

    monkeypatch.setattr(AnswerSender, "send", held_answers)
    monkeypatch.setattr(updates, "HOLDS", 0.0)  # Telegram forgets what is slow to be said
    for n in range(backpressure.EACH + 30):
        await ada.say(f"/profile nobody{n}")
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")
    await adapter.until(lambda: not adapter.fake.state.updates.waiting)
    assert len(await adapter.rows(HandledRequest)) == backpressure.EACH + 1
    assert adapter.receiver._backpressure._waiting[str(ada.id), ""] == backpressure.EACH + 1
    hold.set()
    await adapter.shown(ada, "That was more than I can answer here.")
    await adapter.receiver.wait_for_answers(8)
    assert len([text for text in adapter.texts(ada) if not text.startswith("/")]) == backpressure.EACH + 1
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    await adapter.receiver.wait_for_answers(8)
    assert not adapter.receiver._backpressure._waiting
    assert not adapter.receiver._backpressure._warned


@pytest.fixture
def held_answers(monkeypatch):
    """Hold all answers in groups until this is set; Telegram meanwhile stops waiting for slow ones."""
    hold, say = asyncio.Event(), AnswerSender.send

    async def held(ctx, arrived, reply):
        if arrived.chat.startswith("-"):
            await hold.wait()
        await say(ctx, arrived, reply)

    monkeypatch.setattr(AnswerSender, "send", held)
    monkeypatch.setattr(updates, "HOLDS", 0.0)
    return hold


async def test_one_persons_flood_does_not_block_a_group(adapter, ada, ben, held_answers):
    ben.chat.started = True
    lounge = adapter.fake.group("Lounge", admins=[ada, ben])
    for n in range(backpressure.EACH + 30):
        await ada.say(f"/profile nobody{n}", chat=lounge)
    await ben.say("/help", chat=lounge)
    await adapter.until(lambda: not adapter.fake.state.updates.waiting)
    assert len(await adapter.rows(HandledRequest)) == backpressure.EACH + 1, "hers, and his"
    assert not adapter.receiver._backpressure.full(str(lounge.id), str(ben.id))
    held_answers.set()
    await adapter.shown(lounge, "That was more than I can answer here.")
    await adapter.shown(ben, "Pictures")


async def test_a_group_has_a_bound_and_gets_one_warning(adapter, ada, ben, held_answers, monkeypatch):
    monkeypatch.setattr(backpressure, "MOST", 4)
    lounge = adapter.fake.group("Lounge", admins=[ada, ben])
    for who in (ada, ben, ada, ben, ada, ben, ada, ben):
        await who.say("/profile nobody", chat=lounge)
    await adapter.until(lambda: not adapter.fake.state.updates.waiting)
    assert len(await adapter.rows(HandledRequest)) == 4
    held_answers.set()
    await adapter.shown(lounge, "That was more than I can answer here.")
    await adapter.receiver.wait_for_answers(8)
    assert sum("more than I can answer" in text for text in adapter.texts(lounge)) == 1
    assert not adapter.receiver._backpressure._warned


async def test_a_dropped_press_is_acknowledged(adapter, ada, held_answers):
    lounge = adapter.fake.group("Lounge", admins=[ada])
    held_answers.set()
    await ada.say("/help", chat=lounge)
    there = await adapter.shown(lounge, "Open")
    await adapter.confirmed()
    held_answers.clear()
    for n in range(backpressure.EACH):
        await ada.say(f"/profile nobody{n}", chat=lounge)
    taps = [ada.tap(there, "help") for _ in range(3)]
    answered = await asyncio.gather(*(tap.answered() for tap in taps))
    assert all("more than I can answer" in one["text"] for one in answered)
