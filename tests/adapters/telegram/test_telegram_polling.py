"""The poll loop: nothing lost, nothing done twice, nothing that cannot be read stands in the way."""

import asyncio
import logging

import pytest
import structlog

from botfeed.adapters.telegram import schema
from botfeed.core import dispatch
from botfeed.core.errors import StartError
from botfeed.core.model import Answered, Fact, Painting
from botfeed.testing.telegram import Fault

pytestmark = pytest.mark.parametrize("way", ["poll"])


async def test_the_same_update_twice_has_one_effect(door, ada):
    picture = await door.picture(ada)
    update = next(u for u in door.fake.world.updates.delivered if "message" in u)
    door.fake.redeliver(update["update_id"])
    await door.confirmed()
    await ada.say("/privacy")
    await door.shown(ada, "how long")
    assert len(await door.rows(Painting)) == 1
    assert [m.id for m in door.fake.messages(ada) if m.photo] == [picture.id]
    assert not any("Painting" in text for text in door.texts(ada))


async def test_rubbish_stands_in_nobodys_way(door, ada, ben):
    door.fake.push_raw({"message": "no object"})
    await ada.say("/privacy")
    door.fake.push_raw({"poll_of_the_future": {"x": 1}})
    door.fake.push_raw({"callback_query": {"id": "1", "from": {}, "data": 7}})
    await ben.say("/privacy")
    await door.shown(ada, "how long")
    await door.shown(ben, "how long")
    await door.confirmed()


async def test_a_crash_between_handling_and_confirming_loses_and_doubles_nothing(door, ada, ben):
    await door.working_stops()
    hold, went = asyncio.Event(), asyncio.Semaphore(0)
    whole = dispatch.landed

    async def stuck(*args):
        await whole(*args)
        went.release()
        await hold.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "landed", stuck)
        await ada.say("/imagine a fox")
        await ben.say("/imagine a boat")
        for _ in range(2):  # both stand in their chats, and we know where
            await asyncio.wait_for(went.acquire(), 8)
        await door.kill()
    assert door.fake.world.updates.waiting
    await door.open()
    door.work()
    assert (await door.shown(ada, "Here it is")).photo
    assert (await door.shown(ben, "Here it is")).photo
    await door.confirmed()
    assert len(await door.rows(Painting)) == 2
    assert len(door.texts(ada)) == 2
    assert len(door.texts(ben)) == 2


async def test_answers_stand_in_the_order_of_what_was_said(door, ada):
    for n in range(6):
        await ada.say(f"/profile nobody{n}")
    await door.shown(ada, "nobody5")
    said = [text for text in door.texts(ada) if text.startswith("There is nobody")]
    assert [text.split("nobody")[-1][0] for text in said] == [str(n) for n in range(6)]
    assert len(await door.rows(Answered)) == 6


async def test_chats_do_not_wait_for_each_other(door, ada, ben):
    door.fake.fault(Fault("silence", action="delay for ever"), "sendMessage")
    await ada.say("/privacy")
    await door.until(lambda: door.fake.faults.played or door.fake.messages(ada)[1:])
    await ben.say("/privacy")
    await door.shown(ben, "how long")
    door.fake.faults.release()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("gone", status=502, text="<html>Bad Gateway</html>"),
        Fault("reset", action="reset"),
        Fault("cut", status=200, text='{"ok": tr', action="cut"),
    ],
    ids=lambda fault: fault.name,
)
async def test_a_poll_that_fails_is_tried_again(door, ada, fault):
    door.fake.fault(fault, "getUpdates", times=3)
    await ada.say("/privacy")
    await door.shown(ada, "how long")
    assert not door.receiving.done()


async def test_a_second_poller_stops_the_first_with_clear_words(door, ada):
    door.fake.fault(
        Fault(
            "second",
            status=409,
            body={"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"},
        ),
        "getUpdates",
    )
    await ada.say("hello")
    with pytest.raises(StartError, match="Another process polls"):
        await asyncio.wait_for(door.receiving, 8)
    assert "telegram" not in door.house.messengers


async def test_a_wrong_token_stops_the_start_with_clear_words(door):
    await door.kill()
    door.token = "654321:another-token-of-no-worth"
    with pytest.raises(StartError, match="TELEGRAM_TOKEN"):
        await door.open()


async def test_the_token_never_reaches_a_log(door, ada, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as events:
        await door.kill()
        door.fake.fault(Fault("gone", status=502, text="<html>"), "getUpdates")
        door.fake.fault(Fault("reset", action="reset"), "sendMessage", times=9)
        await door.open()
        await ada.say("/privacy")
        await door.until(lambda: len([c for c in door.fake.calls if c.method == "sendMessage"]) >= 4)
        await door.kill()
    secret = door.fake.token.partition(":")[2]
    seen = caplog.text + repr(events) + "".join(capsys.readouterr())
    assert "poll failed" in seen
    assert secret not in seen


async def test_the_commands_are_told_once_and_their_refusal_stops_nothing(door, ada):
    told = [call.method for call in door.fake.calls].count("setMyCommands")
    assert told == 6  # two languages; private chats, groups and their administrators
    await door.kill()
    await door.open()
    assert [call.method for call in door.fake.calls].count("setMyCommands") == told
    await door.kill()
    await door.change(lambda uow: uow.remove(Fact, name=schema.FACT))
    door.fake.fault(Fault("busy", status=502, text="<html>"), "setMyCommands")
    await door.open()
    await ada.say("/privacy")
    await door.shown(ada, "how long")
