"""Refusals of Telegram and their effects."""

from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from botfeed.adapters.telegram.api import refusals
from botfeed.adapters.telegram.receive.answers import TRIES
from botfeed.core.digest import tick as digests
from botfeed.core.errors import SendUnknown, TryAgain
from botfeed.core.model import Address, Delivery, Identity, Job, KeyValue, Painting, Picture, SendState, Subscription
from botfeed.testing.telegram import Fault


def flood(seconds):
    words = f"Too Many Requests: retry after {seconds}"
    body = {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": seconds}}
    return Fault(f"wait {seconds}", status=429, body=body)


FLOOD = flood(35)


def refusal(description, status=400):
    return Fault("refusal", status=status, body={"ok": False, "error_code": status, "description": description})


async def test_a_429_holds_every_message_as_asked_and_loses_none(door, ada, ben):
    door.fake.fault(FLOOD, "sendMessage")
    before = door.clock.now()
    await ada.say("/privacy")
    await door.shown(ada, "how long")
    assert timedelta(seconds=35) <= door.clock.now() - before < timedelta(seconds=60)
    await ben.say("/privacy")
    await door.shown(ben, "how long")
    assert len([c for c in door.fake.calls if c.method == "sendMessage"]) == 3


async def test_a_delivery_with_a_429_is_retried_after_the_pause(door, ada):
    door.fake.fault(FLOOD, "editMessageMedia")
    await ada.say("/imagine a fox")
    (row,) = await door.there(Delivery, state=SendState.RETRY)
    assert row.why == "told to wait"
    await door.there(Job, state="ready", error="told to wait")
    door.later(timedelta(seconds=36))
    assert (await door.shown(ada, "Here it is")).photo


async def test_a_person_who_blocked_the_bot_gets_no_digest(door, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await door.published(ada, prompt)
    await ben.say("/digest_set 12")
    await door.shown(ben, "12:00")
    ben.block_bot()
    door.clock.advance(timedelta(hours=4))
    await digests.due(door.services)
    door.services.store.wake()
    (row,) = await door.there(Subscription, state="paused")
    assert row.due is None
    (them,) = await door.there(Identity, user=str(ben.id), reachable=False)
    assert them.private


@pytest.mark.parametrize("status", [401, 404])
async def test_a_server_that_rejects_the_token_leaves_people_reachable(door, ada, status):
    ada.chat.started = True
    await ada.say("/start")
    await door.shown(ada, "AI")
    door.fake.fault(refusal("Not Found", status), "editMessageMedia")
    await ada.say("/imagine a fox")
    await door.there(Delivery, state=SendState.RETRY, why="InvalidToken")
    (them,) = await door.rows(Identity, user=str(ada.id))
    assert them.reachable
    await door.there(Job, state="ready", error="InvalidToken")
    door.later(timedelta(seconds=4))
    assert (await door.shown(ada, "Here it is")).photo


async def test_an_edit_without_a_change_is_no_error(door, ada):
    door.fake.fault(refusal("Bad Request: message is not modified: specified new message content"), "editMessageMedia")
    await ada.say("/imagine a fox")
    await door.there(Delivery, state=SendState.SENT)


async def test_a_deleted_message_is_sent_anew(door, ada):
    await door.working_stops()
    await ada.say("/imagine a fox")
    waiting = await door.shown(ada, "Painting")
    await door.confirmed()
    del door.fake.state.messages[ada.id, waiting.id]
    door.work()
    assert (await door.shown(ada, "Here it is")).photo


async def test_a_press_on_a_deleted_card_is_answered_below(door, ada, ben):
    await door.published(ada)
    await ben.say("/feed")
    card = await door.shown(ben, "ada", "More")
    del door.fake.state.messages[ben.id, card.id]
    await ben.press(card, "More")
    await door.shown(ben, "You are caught up")


@pytest.mark.parametrize("method", ["sendMessage", "editMessageMedia"])
async def test_a_message_that_did_not_arrive_is_sent_again(door, ada, method):
    await door.picture(ada, "warm up")
    door.fake.fault(Fault("reset", action="reset"), method)
    await ada.say("/imagine a fox")
    await door.until(lambda: "reset" in door.fake.faults.played)
    await door.there(Painting, prompt="a fox")
    door.later(timedelta(seconds=30))
    shown = await door.until(lambda: next((m for m in door.fake.messages(ada) if m.photo and "a fox" in m.text), None))
    assert "Publish" in shown.labels


async def test_a_picture_with_an_unknown_file_id_is_uploaded_again(door, ada):
    await door.picture(ada)
    (row,) = await door.there(KeyValue, name__begins="telegram:file:")
    await door.change(lambda uow: uow.update(row, value="photo-of-another-bot"))
    door.services.messengers["telegram"].files._known.clear()
    await ada.say("/mine")
    await door.until(lambda: len([m for m in door.fake.messages(ada) if m.photo]) == 2)
    (again,) = await door.there(KeyValue, name__begins="telegram:file:")
    assert again.value in door.fake.state.files


async def test_a_picture_is_uploaded_once(door, ada):
    first = await door.picture(ada)
    await door.there(KeyValue, name__begins="telegram:file:")
    await ada.say("/mine")
    await door.until(lambda: len([m for m in door.fake.messages(ada) if m.photo]) == 2)
    assert door.fake.last(ada).photo == first.photo


async def test_a_closed_topic_ends_its_digest(door, ada, ben):
    forum = door.fake.group("Gallery", forum=True, admins=[ada])
    cats = forum.topic("Cats", ada)
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await door.published(ada, prompt)
    await ada.say("/digest_set 12", chat=forum, thread=cats)
    await door.shown(ada, "Digest of this place")
    (row,) = await door.rows(Subscription)
    assert row.address.ref == f"{forum.id}:{cats}"
    door.fake.fault(refusal("Bad Request: TOPIC_CLOSED"), "sendPhoto")
    door.clock.advance(timedelta(hours=4))
    await digests.due(door.services)
    door.services.store.wake()
    await door.there(Subscription, state="off")


async def test_a_digest_follows_a_migrated_group(door, ada):
    lounge = door.fake.group("Lounge", admins=[ada])
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await door.published(ada, prompt)
    await ada.say("/digest_set 12", chat=lounge)
    await door.shown(ada, "Digest of this place")
    await door.confirmed()
    chats = door.fake.state
    heard = chats.updates.waiting
    chats.updates.waiting = []
    lounge.migrate()
    chats.updates.waiting = heard  # the updates about it were lost
    door.clock.advance(timedelta(hours=4))
    await digests.due(door.services)
    door.services.store.wake()
    digest = await door.until(lambda: next((m for m in door.fake.messages(lounge) if m.photo), None))
    assert "1" in digest.labels
    (row,) = await door.rows(Subscription)
    assert row.address.ref == row.address.space == str(lounge.id)


@pytest.mark.parametrize(
    ("fault", "times"),
    [(Fault("down", status=502, text="<html>"), TRIES), (flood(600), 1), (Fault("reset", action="reset"), TRIES)],
    ids=lambda value: getattr(value, "name", value),
)
async def test_an_answer_that_keeps_failing_goes_through_the_outbox(door, ada, fault, times):
    door.fake.fault(fault, "sendMessage", times=times)
    await ada.say("/privacy")
    (row,) = await door.there(Delivery, kind="late")
    if fault.action != "reset":  # what was cut off may be said again at once
        assert not any("how long" in text for text in door.texts(ada))
    door.later(timedelta(seconds=700))
    await door.shown(ada, "how long")
    (row,) = await door.there(Delivery, state=SendState.SENT)
    assert (row.kind, row.address.ref) == ("late", str(ada.id))


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        (httpx.ReadError("reset"), SendUnknown),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), SendUnknown),
        (httpx.WriteError("broken pipe"), SendUnknown),
        (httpx.ReadTimeout("slow"), SendUnknown),
        (httpx.ConnectError("refused"), TryAgain),
        (httpx.ConnectTimeout("slow"), TryAgain),
        (httpx.PoolTimeout("all in use"), TryAgain),
        (httpx.ProxyError("refused"), TryAgain),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.__name__,
)
async def test_a_broken_connection_becomes_its_core_error(fault, end):
    def broken(_request):
        raise fault

    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(broken)})
    async with request:
        with pytest.raises(end), refusals.as_core_errors():
            await Bot("1:none", request=request).send_message(1, "hello")


@pytest.mark.parametrize(
    "body", ['{"ok": true, "resu', "<html>Welcome</html>", '{"ok": true}', "[]", '{"ok": true, "result": 7}']
)
async def test_an_unreadable_answer_raises_send_unknown(body):
    request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(lambda _: httpx.Response(200, text=body))})
    async with request:
        with pytest.raises(SendUnknown), refusals.as_core_errors():
            await Bot("1:none", request=request).send_message(1, "hello")


async def test_a_delivery_with_a_cut_connection_is_unknown(door, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await door.published(ada, prompt)
    await ben.say("/digest_set 12")
    await door.shown(ben, "12:00")
    door.fake.faults.arm(Fault("reset", action="reset"), "sendPhoto", after=True)
    door.clock.advance(timedelta(hours=4))
    await digests.due(door.services)
    door.services.store.wake()
    (row,) = await door.there(Delivery, kind="digest", state=SendState.UNKNOWN)
    assert (row.why, bool(row.sending)) == ("ReadError", True)


async def test_repeatable_calls_are_retried_after_a_cut(door, ada):
    await ada.say("/privacy")
    said = await door.shown(ada, "how long")
    here = Address("telegram", str(ada.id))
    door.fake.fault(Fault("reset", action="reset"), "deleteMessage")
    with pytest.raises(TryAgain):
        await door.services.messengers["telegram"].delete(here, f"{ada.id}/{said.id}")


async def test_a_request_for_missing_bytes_is_answered(door, ada):
    await door.picture(ada)
    (picture,) = await door.rows(Picture)
    await door.services.media.drop(picture.blob)
    await door.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    door.services.messengers["telegram"].files._known.clear()
    await ada.say("/mine")
    await door.shown(ada, "The picture for this is not kept here any more")
