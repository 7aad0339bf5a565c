"""Stops and crashes in the middle of answers: each request is answered once, and never in public by mistake."""

import asyncio

import pytest

from botfeed.adapters.discord import receiver
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.model import Delivery, HandledRequest
from tests.adapters.discord.adapter import bare
from tests.adapters.discord.test_discord_faults import CALLBACK


async def stopped_amid(adapter, monkeypatch, handle):
    """Serve, ask, and stop while `handle` has the request. Return the serving task that is still ending."""
    reached = asyncio.Event()

    async def reach(*asked):
        reached.set()
        return await handle(*asked)

    options = {"connector": adapter.fake.connector(), "guild_ready_timeout": 0.0}
    serving = asyncio.create_task(receiver.serve(adapter.services, adapter.fake.token, adapter.told.append, **options))
    await adapter.fake.ready()
    monkeypatch.setattr(dispatch, "handle", reach)
    await adapter.ada.dm("help")
    await asyncio.wait_for(reached.wait(), 5)
    serving.cancel()
    return serving


async def test_an_answer_under_way_survives_a_stop(disconnected_adapter, monkeypatch):
    adapter, go, whole = disconnected_adapter, asyncio.Event(), dispatch.handle

    async def slow(services, request):
        await go.wait()
        return await whole(services, request)

    serving = await stopped_amid(adapter, monkeypatch, slow)
    async with asyncio.timeout(5):
        while adapter.services.messengers:  # noqa: ASYNC110 - this sends no event
            await asyncio.sleep(0)
    go.set()
    await asyncio.gather(serving, return_exceptions=True)
    assert len(adapter.fake.messages(adapter.ada)) == 2, "the question and the answer"


async def test_a_stop_waits_for_a_bounded_time(disconnected_adapter, monkeypatch):
    monkeypatch.setattr(receiver, "SENT_BY", 0.0)
    serving = await stopped_amid(disconnected_adapter, monkeypatch, lambda *_: asyncio.Event().wait())
    await asyncio.wait_for(asyncio.gather(serving, return_exceptions=True), 5)
    assert len(disconnected_adapter.fake.messages(disconnected_adapter.ada)) == 1


async def crashed(adapter, monkeypatch, ask):
    """Ask, and end the process after the commit, before the answer is sent."""
    from botfeed.adapters.discord.receive import answers

    async def never(*_, **__):
        await asyncio.Event().wait()

    async with adapter.connected() as client:
        with monkeypatch.context() as patch:
            patch.setattr(Messenger, "send", never)
            patch.setattr(answers, "_respond", never)
            before = await adapter.services.store.read(lambda uow: uow.count(HandledRequest))
            await ask()
            async with asyncio.timeout(5):
                while await adapter.services.store.read(lambda uow: uow.count(HandledRequest)) == before:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            await client.finish_answers(0.0)


async def later(adapter):
    """Wait until missed answers are sent."""
    adapter.jump(15)
    await adapter.once(Delivery, kind="late", state="sent")


async def test_answers_to_direct_messages_survive_a_crash(disconnected_adapter, monkeypatch):
    adapter = disconnected_adapter
    await crashed(adapter, monkeypatch, lambda: adapter.ada.dm("help"))
    assert len(adapter.fake.messages(adapter.ada)) == 1
    async with adapter.connected():
        await later(adapter)
    asked, said = adapter.fake.messages(adapter.ada)
    assert asked.text == "help"
    assert said.text


async def test_a_missed_private_answer_is_never_posted_publicly(disconnected_adapter, monkeypatch):
    adapter = disconnected_adapter
    await crashed(adapter, monkeypatch, lambda: adapter.ada.slash("mine", channel=adapter.lounge))
    await crashed(adapter, monkeypatch, lambda: adapter.ben.dm("help"))
    async with adapter.connected():
        await later(adapter)
        assert await adapter.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 1, "the other one"
    assert adapter.fake.messages(adapter.lounge) == []
    assert (len(adapter.fake.messages(adapter.ada)), len(adapter.fake.messages(adapter.ben))) == (0, 2)


async def test_a_missed_private_answer_goes_to_direct_messages_after_opt_in(disconnected_adapter, monkeypatch):
    adapter = disconnected_adapter
    async with adapter.connected():
        await adapter.tells(adapter.ada)
    await crashed(adapter, monkeypatch, lambda: adapter.ada.slash("privacy", channel=adapter.lounge))
    async with adapter.connected():
        await later(adapter)
    assert adapter.fake.messages(adapter.lounge) == []
    (said,) = adapter.fake.messages(adapter.ada)
    assert "how long" in bare(said.text).lower()


async def test_an_opened_form_is_not_repeated_at_the_next_start(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected():
        painted = await adapter.painted(adapter.ada)
        form = await adapter.ada.press(painted, "Publish")
        await form.modal()
        await adapter.once(HandledRequest, request=f"discord:{form.id}", address=None)
    async with adapter.connected():
        adapter.jump(15)
        await adapter.painted(adapter.ben, channel=adapter.lounge)
        assert await adapter.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 0


async def test_user_installs_get_no_late_answer_after_a_crash(disconnected_adapter, monkeypatch):
    adapter = disconnected_adapter
    away = adapter.fake.guild("Away", bot=False).channel("talk")
    await crashed(adapter, monkeypatch, lambda: adapter.ada.slash("help", channel=away))
    async with adapter.connected():
        adapter.jump(15)
        await adapter.painted(adapter.ben, channel=adapter.lounge)
        assert await adapter.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 0
    assert adapter.fake.messages(adapter.ada) == []


@pytest.mark.parametrize("fault", ["interaction_ack_late", "cloudflare_ban", "missing_access"])
async def test_a_refused_answer_is_not_repeated_at_the_next_start(disconnected_adapter, fault):
    """The person saw the failure immediately, and asked again."""
    adapter = disconnected_adapter
    async with adapter.connected():
        adapter.fake.fault(fault, route=CALLBACK)
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        await adapter.once(HandledRequest, request=f"discord:{asked.id}", address=None)
    async with adapter.connected():
        adapter.jump(15)
        await adapter.painted(adapter.ben, channel=adapter.lounge)
        assert await adapter.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 0
