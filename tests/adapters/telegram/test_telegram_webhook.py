"""Webhook: only Telegram is admitted, nothing is confirmed before it is durable, nothing is handled twice."""

import asyncio
import json
import logging

import aiohttp
import pytest
import structlog

from botfeed.adapters.telegram.receive import polling, webhook
from botfeed.adapters.telegram.receive.updates import Receiver
from botfeed.core import dispatch
from botfeed.core.dispatch import deferred_replies
from botfeed.core.errors import StartError, StoreAway, TryAgain
from botfeed.core.model import Delivery, HandledRequest, KeyValue, Painting, Placement, SendState
from botfeed.testing.telegram import Fault

pytestmark = pytest.mark.parametrize("way", ["webhook"])


def methods(adapter):
    return [call.method for call in adapter.fake.calls]


async def post(adapter, data, *, secret=None, path=None, headers=None):
    """Call our server as anybody on the internet could; return the status."""
    known = adapter.fake.state.webhook
    url = known["url"] if path is None else known["url"].rpartition("/telegram/")[0] + path
    given = {"X-Telegram-Bot-Api-Secret-Token": known["secret_token"] if secret is None else secret}
    async with aiohttp.ClientSession() as http, http.post(url, data=data, headers={**given, **(headers or {})}) as got:
        return got.status


async def test_only_requests_with_the_secret_are_handled(adapter):
    secret = adapter.fake.state.webhook["secret_token"]
    for wrong in ("", "x", secret[:-1], secret + "0", secret.swapcase(), "\u00e9"):
        assert await post(adapter, b'{"update_id": 5}', secret=wrong) == 403
    assert await post(adapter, b'{"update_id": 5}') == 200
    assert await post(adapter, b"{}", path="/telegram/guessed") in (403, 404)


async def test_a_too_large_body_is_refused_before_reading(adapter):
    async def endless():
        while True:
            yield b"x" * 65536

    async with asyncio.timeout(8):
        assert await post(adapter, b" " * (webhook.MOST + 1)) == 413
        try:
            assert await post(adapter, endless()) == 413
        except aiohttp.ClientError:
            pass  # it hung up on us, which is as good
    assert await post(adapter, b" " * webhook.MOST) == 200


@pytest.mark.parametrize("rubbish", [b"", b"\xff\xfe", b"[1]", b"7", b"null", b"{" * 90_000, b'{"update_id": "x"}'])
async def test_an_unreadable_update_is_confirmed_and_skipped(adapter, ada, rubbish):
    assert await post(adapter, rubbish) == 200
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")


async def test_an_update_is_durable_before_it_is_confirmed(adapter, ada, monkeypatch):
    """While its commit hangs it is not confirmed; at the time of the 200 it is stored."""
    hold, whole, durable = asyncio.Event(), dispatch.handle, []

    async def slow(services, request, **options):
        await hold.wait()
        return await whole(services, request, **options)

    monkeypatch.setattr(dispatch, "handle", slow)
    await ada.say("/imagine a fox")
    await adapter.until(lambda: adapter.fake.webhook_sender.carrying)
    assert adapter.fake.state.updates.waiting
    arrived = adapter.fake.state.updates.arrived
    monkeypatch.setattr(adapter.fake.state.updates, "arrived", lambda update: (durable.append(update), arrived(update)))
    hold.set()
    await adapter.until(lambda: durable)
    assert len(await adapter.rows(HandledRequest)) == 1


async def test_a_repeated_update_has_one_effect_and_one_answer(adapter, ada):
    await adapter.picture(ada)
    for update in list(adapter.fake.state.updates.delivered):
        adapter.fake.redeliver(update["update_id"])
    await adapter.confirmed()
    assert len(await adapter.rows(Painting)) == 1
    assert len([m for m in adapter.fake.messages(ada) if m.raw["from"]["is_bot"]]) == 1
    await adapter.kill()
    await adapter.open()  # another process, which heard none of it
    adapter.fake.redeliver(adapter.fake.state.updates.delivered[0]["update_id"])
    await adapter.confirmed()
    assert len([m for m in adapter.fake.messages(ada) if m.raw["from"]["is_bot"]]) == 1


async def test_updates_during_a_stop_come_again(adapter, ada):
    await adapter.kill()
    await ada.say("/privacy")
    await adapter.until(lambda: 0 in adapter.fake.webhook_sender.answers)  # nobody answers at that address
    await adapter.open()
    await adapter.shown(ada, "how long")
    assert not adapter.fake.state.updates.waiting


async def test_answers_keep_the_order_of_requests(adapter, ada, ben):
    for n in range(6):
        await ada.say(f"/profile nobody{n}")
        await ben.say(f"/profile nobody{n}")
    for who in (ada, ben):
        await adapter.shown(who, "nobody5")
        said = [text for text in adapter.texts(who) if text.startswith("There is nobody")]
        assert [text.split("nobody")[-1][0] for text in said] == [str(n) for n in range(6)]


async def test_the_webhook_is_set_once_and_again_when_it_changed(adapter):
    assert methods(adapter).count("setWebhook") == 1
    told, now = adapter.fake.state.webhook, lambda: adapter.fake.state.webhook
    hook = webhook.WebhookReceiver(told["url"].rpartition("/telegram/")[0], adapter.services.secret, adapter.fake.token)
    await hook._set(adapter.receiver)
    assert methods(adapter).count("setWebhook") == 1
    told["allowed_updates"] = ["message"]
    await hook._set(adapter.receiver)
    assert methods(adapter).count("setWebhook") == 2
    adapter.fake.fault("set_webhook_twice", "setWebhook")
    now()["max_connections"] = 1
    await hook._set(adapter.receiver)
    assert 1.0 in adapter.clock.slept
    assert set(now()["allowed_updates"]) > {"message"}
    assert now()["max_connections"] == webhook.AT_ONCE


async def test_polling_removes_only_our_webhook(adapter, ada):
    await adapter.kill()
    adapter.hooked = False
    await adapter.open()
    assert adapter.fake.state.webhook == {}
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    await adapter.kill()
    assert not await adapter.rows(KeyValue, name=webhook.FACT)
    adapter.fake.state.webhook = {"url": "https://another.example/hook"}
    with pytest.raises(TryAgain) as refused:
        await asyncio.wait_for(adapter.serve(), 8)
    assert str(refused.value) == polling.WEBHOOK
    assert adapter.fake.state.webhook


async def test_a_refused_webhook_address_stops_the_start(adapter):
    adapter.fake.state.webhook = {}
    hook = webhook.WebhookReceiver("http://feed.example.org", adapter.services.secret, adapter.fake.token)
    with pytest.raises(StartError, match="BOTFEED_PUBLIC_URL"):
        await hook._set(adapter.receiver)
    adapter.fake.fault(Fault("away", status=502, text="<html>"), "getWebhookInfo", times=webhook.TRIES)
    with pytest.raises(ConnectionError):
        await hook._set(adapter.receiver)


def test_path_and_secret_depend_on_installation_and_bot(way):
    made = [webhook.WebhookReceiver("https://a.example/", *of) for of in ((b"1", "t"), (b"2", "t"), (b"1", "u"))]
    assert len({hook.path for hook in made}) == len({hook._secret for hook in made}) == 3
    again = webhook.WebhookReceiver("https://a.example", b"1", "t")
    assert (again.url, again._secret) == (made[0].url, made[0]._secret)
    assert again._secret not in again.url


async def test_the_secret_is_never_logged(adapter, ada, caplog):
    caplog.set_level(logging.DEBUG)
    secret = adapter.fake.state.webhook["secret_token"]
    with structlog.testing.capture_logs() as events:
        await post(adapter, b"rubbish")
        await post(adapter, b"{}", secret="wrong")
        await adapter.kill()
        await adapter.open()
        await ada.say("/privacy")
        await adapter.shown(ada, "how long")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("botfeed")]
    assert events
    assert secret not in repr(events) + repr(ours)


@pytest.fixture
def dies_before_it_says(monkeypatch):
    """End the process, as far as its answers go, once they are durable."""

    async def never(self, arrived, reply, before, *, repeated):
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(Receiver, "_send", never)
        yield patch


async def crashed(adapter, patch, who, *lines, way):
    """Send an update, end the process once it is durable, and start again."""
    for line in lines:
        await who.say(line)
    await adapter.until(lambda: not adapter.fake.state.updates.waiting)
    await adapter.kill()
    patch.undo()
    adapter.hooked = way == "webhook"
    await adapter.open()
    adapter.work()


@pytest.mark.parametrize("comes_back", ["webhook", "poll"])
async def test_an_answer_lost_in_a_crash_is_sent_once(adapter, ada, ben, dies_before_it_says, comes_back):
    await crashed(adapter, dies_before_it_says, ada, "/privacy", "/imagine", way=comes_back)
    assert not [m for m in adapter.fake.messages(ada) if m.raw["from"]["is_bot"]]
    adapter.later(deferred_replies.GRACE)
    await adapter.shown(ada, "how long")
    assert adapter.fake.forces_reply(await adapter.shown(ada, "What shall I paint?"))  # a question is an answer, too
    await adapter.there(Delivery, kind="late", state=SendState.SENT, least=2)
    await adapter.kill()
    await adapter.open()  # once more: it was said
    adapter.work()
    adapter.later(deferred_replies.GRACE)
    await ben.say("/privacy")
    await adapter.shown(ben, "how long")
    assert len([m for m in adapter.fake.messages(ada) if m.raw["from"]["is_bot"]]) == 2


async def test_sent_answers_and_toasts_are_not_repeated(adapter, ada, ben):
    await adapter.published(ada)
    await ben.say("/feed")
    card = await adapter.shown(ben, "ada", "Like")
    assert (await (await ben.press(card, "Like")).answered())["text"]
    await ben.say("/imagine")
    await adapter.shown(ben, "What shall I paint?")
    await adapter.confirmed()
    stood = [[m.id for m in adapter.fake.messages(who)] for who in (ada, ben)]
    await adapter.kill()
    await adapter.open()
    adapter.work()
    adapter.later(deferred_replies.GRACE)
    await adapter.confirmed()
    assert not await adapter.rows(Delivery, kind="late")
    assert [[m.id for m in adapter.fake.messages(who)] for who in (ada, ben)] == stood


async def test_an_old_answer_is_not_sent(adapter, ada, dies_before_it_says):
    await ada.say("/privacy")
    await adapter.until(lambda: not adapter.fake.state.updates.waiting)
    await adapter.kill()
    dies_before_it_says.undo()
    adapter.clock.advance(deferred_replies.FRESH)
    await adapter.open()
    assert not await adapter.rows(Delivery, kind="late")


async def test_an_answer_sent_by_another_process_is_not_repeated(adapter, ada, dies_before_it_says):
    await crashed(adapter, dies_before_it_says, ada, "/privacy", way="webhook")
    (row,) = await adapter.there(Delivery, kind="late")
    (answer,) = await adapter.rows(HandledRequest)
    said = Placement(7, "telegram", f"{ada.id}/900", row.address, answer.created, request=answer.request)
    await adapter.change(lambda uow: uow.insert(said))
    adapter.later(deferred_replies.GRACE)
    await adapter.there(Delivery, kind="late", state=SendState.CANCELLED)


async def test_an_update_that_telegram_gave_up_holds_no_later_one_back(adapter, ada, monkeypatch):
    """The first found no store and never came again; all later ones of the chat were refused for ever."""
    whole, away = dispatch.handle, [StoreAway("no connection")]

    async def failing(services, request, **options):
        if away:
            raise away.pop()
        return await whole(services, request, **options)

    monkeypatch.setattr(dispatch, "handle", failing)
    said = {"message_id": 5, "chat": ada.chat.json(), "date": adapter.fake.state.date(), "from": ada.json}
    for number, status in ((9_000_001, 503), (9_000_002, 200)):
        update = {"update_id": number, "message": {**said, "message_id": number, "text": "/privacy"}}
        assert await post(adapter, json.dumps(update).encode()) == status
    assert len(await adapter.rows(HandledRequest)) == 1
