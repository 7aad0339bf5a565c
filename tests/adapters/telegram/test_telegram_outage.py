"""While the store is away nothing is confirmed to Telegram, and a backlog is done in order instead of being dropped."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from botfeed.adapters.telegram.receive import backpressure, polling, updates
from botfeed.core import dispatch
from botfeed.core.chat.message import Request
from botfeed.core.dispatch import backlog
from botfeed.core.errors import StoreAway
from botfeed.core.model import HandledRequest, Job, Painting
from botfeed.core.work import worker
from tests.adapters.telegram.test_telegram_contents import SENT, send


@pytest.fixture
def outage(adapter, monkeypatch):
    """Return a switch: while it is set, no transaction is done."""
    switch, run, read = {"away": False}, adapter.services.store.run, adapter.services.store.read

    def failing(whole):
        async def one(*args, **options):
            if switch["away"]:
                raise StoreAway("no connection")
            return await whole(*args, **options)

        return one

    monkeypatch.setattr(adapter.services.store, "run", failing(run))
    monkeypatch.setattr(adapter.services.store, "read", failing(read))
    monkeypatch.setattr(polling, "RETRY_PAUSE", 0.0)
    return switch


async def test_requests_of_an_outage_are_answered_after_it(adapter, ada, ben, outage, monkeypatch):
    tried = []
    handle = dispatch.handle

    async def counted(services, request, **options):
        tried.append(request.id)
        return await handle(services, request, **options)

    monkeypatch.setattr(dispatch, "handle", counted)
    outage["away"] = True
    for n in range(4):
        await ada.say(f"/profile nobody{n}")
        await ben.say(f"/profile nobody{n}")
    await adapter.until(lambda: len(set(tried)) >= 2)
    assert len(adapter.fake.state.updates.waiting) == 8, "none is confirmed"
    outage["away"] = False
    for who in (ada, ben):
        for n in range(4):
            await adapter.shown(who, f"nobody{n}")
    await adapter.confirmed()
    assert len(await adapter.rows(HandledRequest)) == 8
    for who in (ada, ben):
        asked = [row.request for row in await adapter.rows(HandledRequest)]
        assert asked == sorted(asked, key=lambda name: int(name.split(":")[-1])) or len(asked) == 8
        said = [text for text in adapter.texts(who) if not text.startswith("/") and "nobody" in text]
        assert [n for n, text in enumerate(said) if f"nobody{n}" in text] == [0, 1, 2, 3], "in order"


async def test_a_corrected_command_of_an_outage_is_done_after_it(adapter, ada, outage):
    """It was read twice, and the second time it was taken for corrected already."""
    message = await ada.say("/imagne a fox")
    await adapter.shown(ada, "There is no command")
    await adapter.confirmed()
    outage["away"] = True
    edit = {**message.raw, "text": "/imagine a fox", "edit_date": adapter.fake.state.date()}
    adapter.fake.state.updates.push("edited_message", edit)
    await adapter.until(lambda: adapter.receiver.has_retries)
    outage["away"] = False
    (painting,) = await adapter.there(Painting)
    assert painting.prompt == "a fox"


async def test_an_album_of_an_outage_is_answered_after_it(adapter, ada, outage):
    outage["away"] = True
    for n in range(2):
        send(adapter, ada, photo=SENT["photo"], media_group_id="7", caption=f"two {n}")
    await adapter.until(lambda: adapter.receiver.has_retries)
    outage["away"] = False
    await adapter.shown(ada, "That is a picture")
    await adapter.confirmed()
    assert len(await adapter.rows(HandledRequest)) == 1


@pytest.mark.parametrize("way", ["poll"])
async def test_a_backlog_of_one_person_is_done_in_order(adapter, ada, monkeypatch):
    many = backpressure.EACH + 15
    await adapter.kill()
    for n in range(many):
        await ada.say(f"/profile nobody{n}")
    adapter.clock.advance(timedelta(minutes=5))
    await adapter.open()
    adapter.working = asyncio.create_task(worker.work(adapter.services))
    for n in range(many):
        adapter.later(timedelta(seconds=3))
        await adapter.shown(ada, f"nobody{n}")
    assert len(await adapter.rows(HandledRequest)) == many
    said = [text for text in adapter.texts(ada) if not text.startswith("/") and "nobody" in text]
    assert len(said) == many
    assert not [text for text in adapter.texts(ada) if "more than I can answer" in text]


async def test_a_request_is_parked_once(adapter, ada):
    await ada.say("/help")
    await adapter.shown(ada, "/imagine")
    sender_row = (await adapter.rows(HandledRequest))[0]
    request = Request("telegram:parked", "help", _sender(ada), sender_row.address)
    for _ in range(2):
        assert await backlog.park(adapter.services, request)
    waiting = [job for job in await adapter.rows(Job) if job.kind == "backlog"]
    assert len(waiting) <= 1


def _sender(who):
    from botfeed.core.chat.message import Sender

    return Sender("telegram", str(who.id), "ada", False)


def test_the_offset_confirms_nothing_that_has_to_come_again() -> None:
    taken = list(range(100, 180))
    assert polling._offset(taken, None) == 180
    assert polling._offset(taken, 150) == 150
    assert polling._offset(taken, None, 20) == 20
    assert polling._offset([], None, 20) == 0
    assert timedelta(minutes=1) == updates.OLD
