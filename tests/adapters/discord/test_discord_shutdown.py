"""Stops and crashes in the middle of answers: each request is answered once, and never in public by mistake."""

import asyncio

import pytest

from botfeed.adapters.discord import receiver
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.model import Delivery, HandledRequest
from tests.adapters.discord.door import bare
from tests.adapters.discord.test_discord_faults import CALLBACK


async def stopped_amid(door, monkeypatch, handle):
    """Serve, ask, and stop while `handle` has the request. Return the serving task that is still ending."""
    reached = asyncio.Event()

    async def reach(*asked):
        reached.set()
        return await handle(*asked)

    options = {"connector": door.fake.connector(), "guild_ready_timeout": 0.0}
    serving = asyncio.create_task(receiver.serve(door.services, door.fake.token, door.told.append, **options))
    await door.fake.ready()
    monkeypatch.setattr(dispatch, "handle", reach)
    await door.ada.dm("help")
    await asyncio.wait_for(reached.wait(), 5)
    serving.cancel()
    return serving


async def test_an_answer_under_way_survives_a_stop(closed_door, monkeypatch):
    door, go, whole = closed_door, asyncio.Event(), dispatch.handle

    async def slow(services, request):
        await go.wait()
        return await whole(services, request)

    serving = await stopped_amid(door, monkeypatch, slow)
    async with asyncio.timeout(5):
        while door.services.messengers:  # noqa: ASYNC110 - this rings no bell
            await asyncio.sleep(0)
    go.set()
    await asyncio.gather(serving, return_exceptions=True)
    assert len(door.fake.messages(door.ada)) == 2, "the question and the answer"


async def test_a_stop_waits_for_a_bounded_time(closed_door, monkeypatch):
    monkeypatch.setattr(receiver, "SENT_BY", 0.0)
    serving = await stopped_amid(closed_door, monkeypatch, lambda *_: asyncio.Event().wait())
    await asyncio.wait_for(asyncio.gather(serving, return_exceptions=True), 5)
    assert len(closed_door.fake.messages(closed_door.ada)) == 1


async def crashed(door, monkeypatch, ask):
    """Ask, and end the process after the commit, before the answer is sent."""
    from botfeed.adapters.discord.receive import answers

    async def never(*_, **__):
        await asyncio.Event().wait()

    async with door.connected() as client:
        with monkeypatch.context() as patch:
            patch.setattr(Messenger, "send", never)
            patch.setattr(answers, "_respond", never)
            before = await door.services.store.read(lambda uow: uow.count(HandledRequest))
            await ask()
            async with asyncio.timeout(5):
                while await door.services.store.read(lambda uow: uow.count(HandledRequest)) == before:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            await client.finish_answers(0.0)


async def later(door):
    """Wait until missed answers are sent."""
    door.jump(15)
    await door.once(Delivery, kind="late", state="sent")


async def test_answers_to_direct_messages_survive_a_crash(closed_door, monkeypatch):
    door = closed_door
    await crashed(door, monkeypatch, lambda: door.ada.dm("help"))
    assert len(door.fake.messages(door.ada)) == 1
    async with door.connected():
        await later(door)
    asked, said = door.fake.messages(door.ada)
    assert asked.text == "help"
    assert said.text


async def test_a_missed_private_answer_is_never_posted_publicly(closed_door, monkeypatch):
    door = closed_door
    await crashed(door, monkeypatch, lambda: door.ada.slash("mine", channel=door.lounge))
    await crashed(door, monkeypatch, lambda: door.ben.dm("help"))
    async with door.connected():
        await later(door)
        assert await door.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 1, "the other one"
    assert door.fake.messages(door.lounge) == []
    assert (len(door.fake.messages(door.ada)), len(door.fake.messages(door.ben))) == (0, 2)


async def test_a_missed_private_answer_goes_to_direct_messages_after_opt_in(closed_door, monkeypatch):
    door = closed_door
    async with door.connected():
        await door.tells(door.ada)
    await crashed(door, monkeypatch, lambda: door.ada.slash("privacy", channel=door.lounge))
    async with door.connected():
        await later(door)
    assert door.fake.messages(door.lounge) == []
    (said,) = door.fake.messages(door.ada)
    assert "how long" in bare(said.text).lower()


async def test_an_opened_form_is_not_repeated_at_the_next_start(closed_door):
    door = closed_door
    async with door.connected():
        painted = await door.painted(door.ada)
        form = await door.ada.press(painted, "Publish")
        await form.modal()
        await door.once(HandledRequest, request=f"discord:{form.id}", address=None)
    async with door.connected():
        door.jump(15)
        await door.painted(door.ben, channel=door.lounge)
        assert await door.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 0


async def test_user_installs_get_no_late_answer_after_a_crash(closed_door, monkeypatch):
    door = closed_door
    away = door.fake.guild("Away", bot=False).channel("talk")
    await crashed(door, monkeypatch, lambda: door.ada.slash("help", channel=away))
    async with door.connected():
        door.jump(15)
        await door.painted(door.ben, channel=door.lounge)
        assert await door.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 0
    assert door.fake.messages(door.ada) == []


@pytest.mark.parametrize("fault", ["interaction_ack_late", "cloudflare_ban", "missing_access"])
async def test_a_refused_answer_is_not_repeated_at_the_next_start(closed_door, fault):
    """The person saw the failure immediately, and asked again."""
    door = closed_door
    async with door.connected():
        door.fake.fault(fault, route=CALLBACK)
        asked = await door.ada.slash("help", channel=door.lounge)
        await door.once(HandledRequest, request=f"discord:{asked.id}", address=None)
    async with door.connected():
        door.jump(15)
        await door.painted(door.ben, channel=door.lounge)
        assert await door.services.store.read(lambda uow: uow.count(Delivery, kind="late")) == 0
