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


async def test_a_429_holds_every_message_as_asked_and_loses_none(adapter, ada, ben):
    adapter.fake.fault(FLOOD, "sendMessage")
    before = adapter.clock.now()
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    assert timedelta(seconds=35) <= adapter.clock.now() - before < timedelta(seconds=60)
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")
    assert len([c for c in adapter.fake.calls if c.method == "sendMessage"]) == 3


async def test_a_delivery_with_a_429_is_retried_after_the_pause(adapter, ada):
    adapter.fake.fault(FLOOD, "editMessageMedia")
    await ada.say("/imagine a fox")
    (row,) = await adapter.there(Delivery, state=SendState.RETRY)
    assert row.why == "told to wait"
    await adapter.there(Job, state="ready", error="told to wait")
    adapter.later(timedelta(seconds=36))
    assert (await adapter.shown(ada, "Here it is")).photo


async def test_a_person_who_blocked_the_bot_gets_no_digest(adapter, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ben.say("/digest_set 12")
    await adapter.shown(ben, "12:00")
    ben.block_bot()
    adapter.clock.advance(timedelta(hours=4))
    await digests.due(adapter.services)
    adapter.services.store.wake()
    (row,) = await adapter.there(Subscription, state="paused")
    assert row.due is None
    (them,) = await adapter.there(Identity, user=str(ben.id), reachable=False)
    assert them.private


@pytest.mark.parametrize("status", [401, 404])
async def test_a_server_that_rejects_the_token_leaves_people_reachable(adapter, ada, status):
    ada.chat.started = True
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    adapter.fake.fault(refusal("Not Found", status), "editMessageMedia")
    await ada.say("/imagine a fox")
    await adapter.there(Delivery, state=SendState.RETRY, why="InvalidToken")
    (them,) = await adapter.rows(Identity, user=str(ada.id))
    assert them.reachable
    await adapter.there(Job, state="ready", error="InvalidToken")
    adapter.later(timedelta(seconds=4))
    assert (await adapter.shown(ada, "Here it is")).photo


async def test_an_edit_without_a_change_is_no_error(adapter, ada):
    adapter.fake.fault(
        refusal("Bad Request: message is not modified: specified new message content"), "editMessageMedia"
    )
    await ada.say("/imagine a fox")
    await adapter.there(Delivery, state=SendState.SENT)


async def test_a_deleted_message_is_sent_anew(adapter, ada):
    await adapter.working_stops()
    await ada.say("/imagine a fox")
    waiting = await adapter.shown(ada, "Painting")
    await adapter.confirmed()
    del adapter.fake.state.messages[ada.id, waiting.id]
    adapter.work()
    assert (await adapter.shown(ada, "Here it is")).photo


async def test_a_press_on_a_deleted_card_is_answered_below(adapter, ada, ben):
    await adapter.published(ada)
    await ben.say("/feed")
    card = await adapter.shown(ben, "ada", "More")
    del adapter.fake.state.messages[ben.id, card.id]
    await ben.press(card, "More")
    await adapter.shown(ben, "You are caught up")


@pytest.mark.parametrize("method", ["sendMessage", "editMessageMedia"])
async def test_a_message_that_did_not_arrive_is_sent_again(adapter, ada, method):
    await adapter.picture(ada, "warm up")
    adapter.fake.fault(Fault("reset", action="reset"), method)
    await ada.say("/imagine a fox")
    await adapter.until(lambda: "reset" in adapter.fake.faults.played)
    await adapter.there(Painting, prompt="a fox")
    adapter.later(timedelta(seconds=30))
    shown = await adapter.until(
        lambda: next((m for m in adapter.fake.messages(ada) if m.photo and "a fox" in m.text), None)
    )
    assert "Publish" in shown.labels


async def test_a_picture_with_an_unknown_file_id_is_uploaded_again(adapter, ada):
    await adapter.picture(ada)
    (row,) = await adapter.there(KeyValue, name__begins="telegram:file:")
    await adapter.change(lambda uow: uow.update(row, value="photo-of-another-bot"))
    adapter.services.messengers["telegram"].files._known.clear()
    await ada.say("/mine")
    await adapter.until(lambda: len([m for m in adapter.fake.messages(ada) if m.photo]) == 2)
    (again,) = await adapter.there(KeyValue, name__begins="telegram:file:")
    assert again.value in adapter.fake.state.files


async def test_a_picture_is_uploaded_once(adapter, ada):
    first = await adapter.picture(ada)
    await adapter.there(KeyValue, name__begins="telegram:file:")
    await ada.say("/mine")
    await adapter.until(lambda: len([m for m in adapter.fake.messages(ada) if m.photo]) == 2)
    assert adapter.fake.last(ada).photo == first.photo


async def test_a_digest_of_a_closed_topic_is_not_sent_once_its_day_is_over(adapter, ada, ben):
    forum = adapter.fake.group("Gallery", forum=True, admins=[ada])
    cats = forum.topic("Cats", ada)
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ada.say("/digest_set 12", chat=forum, thread=cats)
    await adapter.shown(ada, "Digest of this place")
    (row,) = await adapter.rows(Subscription)
    assert row.address.ref == f"{forum.id}:{cats}"
    forum.close(cats)
    adapter.clock.advance(timedelta(hours=4))
    await digests.due(adapter.services)
    adapter.services.store.wake()
    await adapter.there(Delivery, kind="digest", state=SendState.RETRY)
    await adapter.there(Job, state="ready", error="topic_closed")
    assert not await adapter.rows(Subscription, state="off")
    adapter.later(timedelta(days=2))
    await adapter.there(Delivery, kind="digest", state=SendState.CANCELLED)
    assert not await adapter.rows(Subscription, state="off")


async def test_a_topic_that_opens_again_gets_its_digest(adapter, ada, ben):
    forum = adapter.fake.group("Gallery", forum=True, admins=[ada])
    cats = forum.topic("Cats", ada)
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ada.say("/digest_set 12", chat=forum, thread=cats)
    await adapter.shown(ada, "Digest of this place")
    forum.close(cats)
    adapter.clock.advance(timedelta(hours=4))
    await digests.due(adapter.services)
    adapter.services.store.wake()
    await adapter.there(Delivery, kind="digest", state=SendState.RETRY)
    await adapter.there(Job, state="ready", error="topic_closed")
    forum.chat.closed.clear()
    adapter.later(timedelta(hours=1))
    await adapter.until(lambda: [m for m in adapter.fake.messages(forum) if m.photo])


async def test_a_digest_follows_a_migrated_group(adapter, ada):
    lounge = adapter.fake.group("Lounge", admins=[ada])
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ada.say("/digest_set 12", chat=lounge)
    await adapter.shown(ada, "Digest of this place")
    await adapter.confirmed()
    chats = adapter.fake.state
    heard = chats.updates.waiting
    chats.updates.waiting = []
    lounge.migrate()
    chats.updates.waiting = heard  # the updates about it were lost
    adapter.clock.advance(timedelta(hours=4))
    await digests.due(adapter.services)
    adapter.services.store.wake()
    digest = await adapter.until(lambda: next((m for m in adapter.fake.messages(lounge) if m.photo), None))
    assert "1" in digest.labels
    (row,) = await adapter.rows(Subscription)
    assert row.address.ref == row.address.space == str(lounge.id)


@pytest.mark.parametrize(
    ("fault", "times"),
    [(Fault("down", status=502, text="<html>"), TRIES), (flood(600), 1), (Fault("reset", action="reset"), TRIES)],
    ids=lambda value: getattr(value, "name", value),
)
async def test_an_answer_that_keeps_failing_goes_through_the_outbox(adapter, ada, fault, times):
    adapter.fake.fault(fault, "sendMessage", times=times)
    await ada.say("/privacy")
    (row,) = await adapter.there(Delivery, kind="late")
    if fault.action != "reset":  # what was cut off may be said again at once
        assert not any("how long" in text for text in adapter.texts(ada))
    adapter.later(timedelta(seconds=700))
    await adapter.shown(ada, "how long")
    (row,) = await adapter.there(Delivery, state=SendState.SENT)
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


async def test_a_delivery_with_a_cut_connection_is_unknown(adapter, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ben.say("/digest_set 12")
    await adapter.shown(ben, "12:00")
    adapter.fake.faults.arm(Fault("reset", action="reset"), "sendPhoto", after=True)
    adapter.clock.advance(timedelta(hours=4))
    await digests.due(adapter.services)
    adapter.services.store.wake()
    (row,) = await adapter.there(Delivery, kind="digest", state=SendState.UNKNOWN)
    assert (row.why, bool(row.sending)) == ("ReadError", True)


async def test_repeatable_calls_are_retried_after_a_cut(adapter, ada):
    await ada.say("/privacy")
    said = await adapter.shown(ada, "how long")
    here = Address("telegram", str(ada.id))
    adapter.fake.fault(Fault("reset", action="reset"), "deleteMessage")
    with pytest.raises(TryAgain):
        await adapter.services.messengers["telegram"].delete(here, f"{ada.id}/{said.id}")


async def test_a_request_for_missing_bytes_is_answered(adapter, ada):
    await adapter.picture(ada)
    (picture,) = await adapter.rows(Picture)
    await adapter.services.media.drop(picture.blob)
    await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    adapter.services.messengers["telegram"].files._known.clear()
    await ada.say("/mine")
    await adapter.shown(ada, "The picture for this is not kept here any more")
