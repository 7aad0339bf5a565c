"""Polling: no update is lost, handled twice, or blocked by an unreadable one."""

import asyncio
import logging
from datetime import timedelta

import pytest
import structlog
from telegram import Update

from botfeed.adapters.telegram.receive import polling, updates
from botfeed.adapters.telegram.receive.answers import AnswerSender
from botfeed.core import dispatch
from botfeed.core.errors import StartError, TryAgain
from botfeed.core.model import HandledRequest, Painting, Placement
from botfeed.testing.telegram import Fault

pytestmark = pytest.mark.parametrize("way", ["poll"])

SILENCE = Fault("silence", action="delay for ever")


def offsets(adapter):
    """Return the offsets of the polls so far."""
    return lambda: [int(c.params.get("offset", 0)) for c in adapter.fake.calls if c.method == "getUpdates"]


async def test_a_repeated_update_has_one_effect(adapter, ada):
    picture = await adapter.picture(ada)
    update = next(u for u in adapter.fake.state.updates.delivered if "message" in u)
    adapter.fake.redeliver(update["update_id"])
    await adapter.confirmed()
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    assert len(await adapter.rows(Painting)) == 1
    assert [m.id for m in adapter.fake.messages(ada) if m.photo] == [picture.id]
    assert not any("Painting" in text for text in adapter.texts(ada))


async def test_malformed_updates_are_skipped(adapter, ada, ben):
    adapter.fake.push_raw({"message": "no object"})
    await ada.say("/privacy")
    adapter.fake.push_raw({"poll_of_the_future": {"x": 1}})
    adapter.fake.push_raw({"callback_query": {"id": "1", "from": {}, "data": 7}})
    await ben.say("/privacy")
    await adapter.shown(ada, "how long")
    await adapter.shown(ben, "how long")
    await adapter.confirmed()


async def test_a_crash_before_confirming_loses_and_repeats_nothing(adapter, ada, ben):
    await adapter.working_stops()
    hold, went = asyncio.Event(), asyncio.Semaphore(0)
    whole = dispatch.record_placement

    async def stuck(*args):
        await whole(*args)
        went.release()
        await hold.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "record_placement", stuck)
        await ada.say("/imagine a fox")
        await ben.say("/imagine a boat")
        for _ in range(2):  # both stand in their chats, and we know where
            await asyncio.wait_for(went.acquire(), 8)
        await adapter.kill()
    assert adapter.fake.state.updates.waiting
    await adapter.open()
    adapter.work()
    assert (await adapter.shown(ada, "Here it is")).photo
    assert (await adapter.shown(ben, "Here it is")).photo
    await adapter.confirmed()
    assert len(await adapter.rows(Painting)) == 2
    assert len(adapter.texts(ada)) == 2
    assert len(adapter.texts(ben)) == 2


async def test_answers_keep_the_order_of_requests(adapter, ada):
    for n in range(6):
        await ada.say(f"/profile nobody{n}")
    await adapter.shown(ada, "nobody5")
    said = [text for text in adapter.texts(ada) if text.startswith("There is nobody")]
    assert [text.split("nobody")[-1][0] for text in said] == [str(n) for n in range(6)]
    assert len(await adapter.rows(HandledRequest)) == 6


async def test_chats_do_not_wait_for_each_other(adapter, ada, ben):
    adapter.fake.fault(Fault("silence", action="delay for ever"), "sendMessage")
    await ada.say("/privacy")
    await adapter.until(lambda: adapter.fake.faults.played or adapter.fake.messages(ada)[1:])
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")
    adapter.fake.faults.release()


async def test_a_slow_chat_holds_no_other_and_stays_unconfirmed(adapter, ada):
    polls = offsets(adapter)
    adapter.fake.fault(SILENCE, "sendMessage")
    await ada.say("/privacy")
    await adapter.until(lambda: adapter.fake.faults.played)
    slow = adapter.fake.state.updates.waiting[0]["update_id"]
    others = [adapter.fake.user(name) for name in ("ben", "cleo", "dan")]
    for other in others:
        await other.say("/privacy")
        await adapter.shown(other, "how long")
    assert adapter.fake.state.updates.waiting[0]["update_id"] == slow
    assert slow in polls()
    assert max(polls()) == slow
    assert len(await adapter.rows(HandledRequest)) == 4
    adapter.later(timedelta(seconds=updates.HOLDS))
    await adapter.until(lambda: not adapter.fake.state.updates.waiting)
    adapter.fake.faults.release()


async def test_an_answer_lost_in_a_crash_is_sent_once(adapter, ada, ben):
    adapter.fake.faults.arm(SILENCE, "sendMessage", after=False)  # it never arrives
    await ada.say("/privacy")
    await adapter.until(lambda: adapter.fake.faults.played)
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")
    await adapter.there(Placement)
    await adapter.kill()
    assert not adapter.texts(ada)[1:]
    await adapter.open()
    adapter.work()
    adapter.later(timedelta(seconds=15))  # whichever is first says it: the update that comes again, or the look back
    await adapter.shown(ada, "how long")
    await adapter.confirmed()
    assert sum("how long" in text for text in adapter.texts(ada)) == 1
    assert sum("how long" in text for text in adapter.texts(ben)) == 1
    assert len(await adapter.rows(HandledRequest)) == 2


async def test_more_waiting_answers_than_a_poll_hide_no_update(adapter, ben, monkeypatch):
    hold, say = asyncio.Event(), AnswerSender.send
    crowd = [adapter.fake.user(f"somebody{n}") for n in range(polling.LIMIT + 20)]

    async def stuck(ctx, arrived, reply):
        if arrived.chat != str(ben.id):
            await hold.wait()
        await say(ctx, arrived, reply)

    monkeypatch.setattr(AnswerSender, "send", stuck)
    for one in crowd:
        await one.say("/privacy")
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")
    hold.set()
    for one in crowd:
        await adapter.shown(one, "how long")
    await adapter.confirmed()
    assert len(await adapter.rows(HandledRequest)) == len(crowd) + 1


async def test_a_repeated_update_is_not_parsed_again(adapter, ada, ben, monkeypatch):
    read = []
    parse = Update.de_json
    monkeypatch.setattr(Update, "de_json", lambda raw, bot: (read.append(raw["update_id"]), parse(raw, bot))[1])
    adapter.fake.fault(SILENCE, "sendMessage")
    await ada.say("/privacy")
    await adapter.until(lambda: adapter.fake.faults.played)
    for _ in range(3):
        adapter.fake.push_raw({"callback_query": {"id": "1", "from": {}, "data": 7}})
        polls = adapter.fake.state.updates.polls
        await adapter.until(lambda past=polls: adapter.fake.state.updates.polls > past + 1)
    assert len(read) == len(set(read)) == 4
    adapter.fake.faults.release()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("gone", status=502, text="<html>Bad Gateway</html>"),
        Fault("reset", action="reset"),
        Fault("cut", status=200, text='{"ok": tr', action="cut"),
    ],
    ids=lambda fault: fault.name,
)
async def test_a_failed_poll_is_retried(adapter, ada, fault):
    adapter.fake.fault(fault, "getUpdates", times=3)
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    assert not adapter.receiving.done()


@pytest.mark.parametrize("result", [[{"message": {"text": "hi"}}], [7, None], ["x", {"update_id": "1"}], {"a": 1}])
async def test_updates_without_a_number_are_polled_with_pauses(adapter, ada, monkeypatch, result):
    monkeypatch.setattr(polling, "PAUSE", 2.125)  # nobody else sleeps so long
    with structlog.testing.capture_logs() as events:
        adapter.fake.fault(Fault("strange", status=200, body={"ok": True, "result": result}), "getUpdates", times=4)
        await ada.say("/privacy")
        await adapter.until(lambda: len(adapter.fake.faults.played) == 4)
        await adapter.shown(ada, "how long")
    assert adapter.clock.slept.count(2.125) == 4
    assert [event["event"] for event in events].count("updates without a number are passed over") == 1


async def test_an_update_beside_one_without_a_number_is_handled(adapter, ada):
    polls = offsets(adapter)
    await adapter.kill()
    await ada.say("/privacy")
    (update,) = adapter.fake.state.updates.waiting
    body = {"ok": True, "result": [{"message": 7}, update, None]}
    adapter.fake.fault(Fault("strange", status=200, body=body), "getUpdates")
    await adapter.open()
    await adapter.shown(ada, "how long")
    await adapter.confirmed()
    assert max(polls()) == update["update_id"] + 1
    assert sum("how long" in text for text in adapter.texts(ada)) == 1


async def test_a_lower_number_after_a_quiet_week_is_handled(adapter, ada, monkeypatch):
    polls = offsets(adapter)
    monkeypatch.setattr(polling, "POLL", 0)  # an empty poll ends at once
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    await adapter.confirmed()
    quiet = len(polls()) + 3
    await adapter.until(lambda: len(polls()) > quiet)
    adapter.fake.state.updates.restart(7)
    await ada.say("/profile nobody")
    await adapter.shown(ada, "There is nobody")
    await adapter.until(lambda: 8 in polls())
    assert len(await adapter.rows(HandledRequest)) == 2


async def test_a_second_poller_stops_this_platform_alone_and_it_is_tried_again(adapter, ada):
    """One 409 ended the whole process, page and Discord included."""

    adapter.fake.fault(
        Fault(
            "second",
            status=409,
            body={"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"},
        ),
        "getUpdates",
    )
    await ada.say("hello")
    with pytest.raises(TryAgain, match="Another process polls") as conflict:
        await asyncio.wait_for(adapter.receiving, 8)
    assert conflict.value.after == polling.CONFLICT
    assert "telegram" not in adapter.services.messengers
    await adapter.open()
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")


async def test_a_wrong_token_stops_the_start_with_an_error(adapter):
    await adapter.kill()
    adapter.token = "654321:another-token-of-no-worth"
    with pytest.raises(StartError, match="TELEGRAM_TOKEN"):
        await adapter.open()


async def test_the_token_is_never_logged(adapter, ada, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as events:
        await adapter.kill()
        adapter.fake.fault(Fault("gone", status=502, text="<html>"), "getUpdates")
        adapter.fake.fault(Fault("reset", action="reset"), "sendMessage", times=9)
        await adapter.open()
        await ada.say("/privacy")
        await adapter.until(lambda: len([c for c in adapter.fake.calls if c.method == "sendMessage"]) >= 4)
        await adapter.kill()
    secret = adapter.fake.token.partition(":")[2]
    seen = caplog.text + repr(events) + "".join(capsys.readouterr())
    assert "poll failed" in seen
    assert secret not in seen


async def test_commands_are_pushed_once_and_a_refusal_is_harmless(adapter, ada):
    told = [call.method for call in adapter.fake.calls].count("setMyCommands")
    assert told == 6  # two languages; private chats, groups and their administrators
    await adapter.kill()
    await adapter.open()
    assert [call.method for call in adapter.fake.calls].count("setMyCommands") == told
    await adapter.kill()
    adapter.fake.state.settings.clear()
    adapter.fake.fault(Fault("busy", status=502, text="<html>"), "setMyCommands")
    await adapter.open()
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")


async def test_failed_polls_pause_longer_and_longer_and_are_logged_at_each_step(way):
    backoff = polling.Backoff("api.example:443")
    with structlog.testing.capture_logs() as events:
        pauses = [backoff.failed("NetworkError") for _ in range(9)]
        backoff.succeeded()
        backoff.succeeded()
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert [e["seconds"] for e in events if e["event"] == "poll failed"] == [2, 4, 8, 16, 32, 60]
    assert {e["host"] for e in events} == {"api.example:443"}
    assert [e["event"] for e in events].count("poll works again") == 1
    assert backoff.failed("NetworkError") == 2


async def test_polls_of_an_unreachable_server_pause_longer(adapter, ada):
    await adapter.kill()
    adapter.fake.fault(Fault("gone", status=502, text="<html>"), "getUpdates", times=4)
    adapter.clock.slept.clear()
    with structlog.testing.capture_logs() as events:
        await adapter.open()
        await ada.say("/privacy")
        await adapter.shown(ada, "how long")
    assert [seconds for seconds in adapter.clock.slept if seconds in (2, 4, 8, 16)] == [2, 4, 8, 16]
    assert adapter.fake.token not in repr(events)
    assert {e["host"] for e in events if e["event"] == "poll failed"} == {adapter.fake.base_url.split("/")[2]}
