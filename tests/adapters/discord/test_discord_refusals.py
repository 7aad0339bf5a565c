"""Refusals, limits and retries of Discord: each delivery ends, and no refused call is repeated in vain."""

import asyncio
import types
from datetime import timedelta

import pytest

from botfeed.adapters.discord import receiver
from botfeed.adapters.discord.api import circuit_breaker
from botfeed.adapters.discord.receive import answers
from botfeed.core.errors import StartError, TryAgain
from botfeed.core.model import Delivery, Picture, Placement
from botfeed.core.work import worker
from botfeed.core.work.messages import To
from botfeed.testing.faults import Fault
from tests.adapters.discord.test_discord_faults import CALLBACK, EDIT, SEND, hello, push, sends

STUCK = Fault("stuck", action="delay")
CARD = "PATCH /channels/{id}/messages/{message}"


@pytest.fixture
def patient(monkeypatch):
    """Make the library's waits end immediately."""

    async def sleep(_):
        await real(0)

    real = asyncio.sleep
    quick = types.SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    monkeypatch.setattr("discord.http.asyncio", quick)
    monkeypatch.setattr("discord.webhook.async_.asyncio", quick)


@pytest.mark.parametrize("after", [False, True], ids=["refused", "taken, and the word of it lost"])
@pytest.mark.parametrize("fault", ["http_500", "http_502", "http_504", "http_524"])
async def test_retries_of_the_library_make_one_message(adapter, patient, fault, after):
    adapter.fake.fault(fault, route=SEND, times=3, after=after)
    await push(adapter)
    await adapter.once(Delivery, kind="hello", state="sent")
    assert len(adapter.fake.messages(adapter.lounge)) == 1
    assert len(sends(adapter)) == 4
    assert len({call.fields["nonce"] for call in sends(adapter)}) == 1


_JSON, _HTML = {"Content-Type": "application/json"}, {"Content-Type": "text/html"}
UNREADABLE = [
    Fault("cut off", status=200, headers=_JSON, text='{"id": "12'),
    Fault("a page", status=200, headers=_HTML, text="<html>Welcome</html>"),
    Fault("something else", status=200, headers=_JSON, body={"hello": 1}),
]


@pytest.mark.parametrize("fault", UNREADABLE, ids=lambda fault: fault.name)
async def test_an_unreadable_response_to_a_message_is_retried_with_its_nonce(adapter, fault):
    adapter.fake.fault(fault, route=SEND, after=True)
    await push(adapter)
    await adapter.once(Delivery, kind="hello", state="unknown")
    adapter.jump(60)
    await adapter.once(Delivery, kind="hello", state="sent")
    assert len(adapter.fake.messages(adapter.lounge)) == 1, "the nonce is the same"


@pytest.mark.parametrize("command", ["help", "mine"])
@pytest.mark.parametrize("fault", UNREADABLE, ids=lambda fault: fault.name)
async def test_an_unreadable_response_to_an_answer_shows_it_once(adapter, fault, command):
    adapter.lossy = True
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    adapter.fake.fault(fault, route=CALLBACK, after=True)
    asked = await adapter.ada.slash(command, channel=adapter.lounge)
    await adapter.says(asked, "imagine" if command == "help" else "fox")
    await adapter.once(Placement, request=f"discord:{asked.id}")
    assert len(adapter.fake.messages(adapter.ada)) == 0


async def test_the_library_waits_for_an_exhausted_bucket(adapter, patient):
    adapter.fake.fault("bucket_exhausted_ok", route=SEND, times=2)
    await push(adapter)
    await adapter.once(Delivery, kind="hello", state="sent")
    await adapter.services.store.run(lambda uow: hello.post(uow, To(uow.one(Delivery).address, key="hello:2")))
    adapter.services.store.wake()
    await adapter.fake.posted(adapter.lounge, 2)
    assert adapter.fake.invalid_requests == 0
    assert len(sends(adapter)) == 2


@pytest.mark.parametrize(("fault", "why"), [("too_large", "TooLarge"), ("invalid_form", "Rejected")])
async def test_an_invalid_message_is_not_sent_again(adapter, fault, why):
    adapter.fake.fault(fault, route=SEND)
    await push(adapter)
    row = await adapter.once(Delivery, kind="hello", state="dead")
    assert row.why == why
    adapter.jump(600)
    await adapter.painted(adapter.ada)
    assert len(sends(adapter)) == 1


@pytest.mark.parametrize("fault", ["too_large", "invalid_form"])
@pytest.mark.parametrize(("command", "slow"), [("help", False), ("mine", False), ("mine", True)])
async def test_every_refused_answer_is_explained(adapter, monkeypatch, fault, command, slow):
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    if slow:
        monkeypatch.setattr(answers, "HASTE", 0.1)
        adapter.fake.fault(STUCK, route=CALLBACK)
    adapter.fake.fault(fault, route=EDIT if slow else CALLBACK)
    asked = await adapter.ada.slash(command, channel=adapter.lounge)
    assert (await adapter.says(asked, "Discord does not take this")).ephemeral


@pytest.mark.parametrize("broken", [False, True])
async def test_errors_use_the_chosen_language(adapter, monkeypatch, broken):
    await (await adapter.ada.slash("me language", {"to": "it"}, channel=adapter.lounge)).message()
    if broken:
        monkeypatch.setattr("botfeed.core.dispatch.transaction.answer", lambda *_: 1 / 0)
    else:
        adapter.fake.fault("invalid_form", route=CALLBACK)
    asked = await adapter.ada.slash("help", channel=adapter.lounge)
    said = "Qualcosa si è rotto da noi" if broken else "Discord non accetta questo messaggio"
    assert (await adapter.says(asked, said)).ephemeral


async def test_a_picture_is_answered_in_one_request(adapter):
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    before = len(adapter.fake.calls)
    asked = await adapter.ada.slash("mine", channel=adapter.lounge)
    shown = await adapter.fake.until(lambda: asked.original)
    assert shown.revision == 0
    assert shown.pictures
    assert [call.path.rpartition("/")[2] for call in adapter.fake.calls[before:]] == ["callback"]


@pytest.mark.parametrize("seconds", [-10, 10])
async def test_a_wrong_clock_costs_no_more_requests(adapter, seconds):
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    adapter.services.clock._start -= seconds
    before = len(adapter.fake.calls)
    asked = await adapter.ada.slash("mine", channel=adapter.lounge)
    assert (await adapter.fake.until(lambda: asked.original)).pictures
    assert [call.path.rpartition("/")[2] for call in adapter.fake.calls[before:]] == ["callback"]


@pytest.mark.parametrize("after", [False, True], ids=["it did not arrive", "it arrived, and the word of it did not"])
async def test_a_slow_upload_is_acknowledged_first(adapter, monkeypatch, after):
    adapter.lossy = True
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    monkeypatch.setattr(answers, "HASTE", 0.1)
    adapter.fake.fault(STUCK, route=CALLBACK, after=after)
    asked = await adapter.ada.slash("mine", channel=adapter.lounge)
    shown = await adapter.fake.until(lambda: asked.original and asked.original.revision and asked.original)
    assert shown.ephemeral
    assert shown.pictures
    assert not adapter.fake.messages(adapter.lounge)


async def test_a_slow_answer_is_acknowledged_first(adapter, monkeypatch):
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    monkeypatch.setattr(answers, "ACKNOWLEDGED", timedelta(0))
    asked = await adapter.ada.slash("mine", channel=adapter.lounge)
    shown = await adapter.fake.until(lambda: asked.original and asked.original.revision and asked.original)
    assert shown.pictures


async def test_an_interaction_answered_before_is_filled_in_once(adapter):
    adapter.fake.fault("interaction_ack_twice", route=CALLBACK, after=True)
    asked = await adapter.ada.slash("help", channel=adapter.lounge)
    shown = await asked.edited()
    assert shown.ephemeral
    assert shown.text
    assert adapter.fake.messages(adapter.lounge) == []


async def test_refused_edits_of_old_messages_follow_later(adapter, patient):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    before = len(edits(adapter))
    adapter.fake.fault("old_edits_exhausted", route=CARD, times=5)
    await adapter.press(adapter.ben, card, "Like")
    await adapter.waits(kind="copy", state="retry")
    assert len(edits(adapter)) == before + 5  # the library's own tries
    adapter.jump(901)
    await adapter.fake.until(lambda: any("1" in label for label in card.buttons))
    assert len(edits(adapter)) == before + 6


def edits(adapter):
    return [call for call in adapter.fake.calls if call.method == "PATCH" and call.path.startswith("/channels/")]


async def test_a_proxys_refusal_is_retried(adapter):
    page = Fault("shut", status=403, headers={"Content-Type": "text/html"}, text="<html>error code: 1020</html>")
    adapter.fake.fault(page, route=SEND)
    await push(adapter)
    assert (await adapter.waits(kind="hello", state="retry")).why == "status 403, code 0"
    adapter.jump(61)
    await adapter.once(Delivery, kind="hello", state="sent")


async def test_a_token_refused_at_the_start_stops_it(disconnected_adapter):
    adapter = disconnected_adapter
    adapter.fake.fault("unauthorized", route="GET /users/@me")
    with pytest.raises(StartError, match="DISCORD_TOKEN"):
        await receiver.serve(
            adapter.services, adapter.fake.token, adapter.told.append, connector=adapter.fake.connector()
        )
    assert adapter.fake.identifies == 0


async def test_a_token_refused_while_running_ends_each_message(adapter):
    adapter.fake.fault("unauthorized", route=SEND)
    await push(adapter)
    assert (await adapter.once(Delivery, kind="hello", state="dead")).attempts == 1


async def test_a_channel_deleted_during_sending_ends_the_message(adapter):
    adapter.lounge.delete()
    await push(adapter)
    assert (await adapter.once(Delivery, kind="hello", state="dead")).why == "Unreachable"


async def test_a_banned_address_stops_all_calls(adapter):
    asked = await adapter.painted(adapter.ada, channel=adapter.lounge)
    adapter.fake.fault("cloudflare_ban", route=SEND)
    await push(adapter)
    await adapter.once(Delivery, kind="hello", state="retry")
    before = len(adapter.fake.calls)
    await adapter.press(adapter.ada, asked, "Vary")
    await adapter.ben.slash("help", channel=adapter.lounge)
    await adapter.services.store.run(lambda uow: hello.post(uow, To(uow.one(Delivery, kind="hello").address, key="2")))
    adapter.services.store.wake()
    await adapter.waits(key="2", state="retry")
    assert len(adapter.fake.calls) == before
    adapter.jump(61)
    await adapter.fake.posted(adapter.lounge, 2)


async def test_refusals_of_every_call_are_counted(adapter):
    counted = adapter.services.messengers["discord"]._breaker
    adapter.lounge.forbid_bot()
    await push(adapter)
    await adapter.waits(kind="hello", state="retry")
    assert len(counted._refused) == adapter.fake.invalid_requests == 1


def test_half_the_limit_of_refusals_opens_the_breaker_for_its_window(clock):
    counted = circuit_breaker.CircuitBreaker(clock)
    for _ in range(circuit_breaker.MOST):
        counted.check()
        counted.record(403, via=True, shared=False, after=None)
    with pytest.raises(TryAgain) as wait:
        counted.check()
    assert wait.value.after == circuit_breaker.WINDOW
    clock.advance(timedelta(seconds=circuit_breaker.WINDOW))
    counted.check()


def test_other_answers_are_not_counted_as_refusals(clock):
    counted = circuit_breaker.CircuitBreaker(clock, most=1)
    counted.record(429, via=True, shared=True, after=1.0)
    counted.record(404, via=True, shared=False, after=None)
    counted.record(200, via=True, shared=False, after=None)
    counted.check()
    counted.record(429, via=True, shared=False, after=1.0)
    with pytest.raises(TryAgain):
        counted.check()


def test_a_banned_address_pauses_as_long_as_told(clock):
    counted = circuit_breaker.CircuitBreaker(clock)
    counted.record(429, via=False, shared=False, after=300.0)
    with pytest.raises(TryAgain) as wait:
        counted.check()
    assert wait.value.after == 300.0


async def test_a_crash_after_sending_repeats_the_same_nonce(disconnected_adapter):
    adapter = disconnected_adapter
    lost = adapter.fake._plan.named("tcp_reset")
    hanging = type(lost)("hanging", action="delay")
    async with adapter.connected(working=False):
        await push(adapter)
        adapter.fake.fault(hanging, route=SEND, after=True)
        dying = asyncio.create_task(worker.work(adapter.services))
        await adapter.fake.posted(adapter.lounge)
        dying.cancel()  # it was sent, and nobody wrote that down
        await asyncio.gather(dying, return_exceptions=True)
        assert (await adapter.once(Delivery, kind="hello")).state == "sending"
        adapter.jump(61)
        async with adapter.working():
            await adapter.once(Delivery, kind="hello", state="sent")
    assert len(sends(adapter)) == 2
    assert len({call.fields["nonce"] for call in sends(adapter)}) == 1
    assert all(call.fields["enforce_nonce"] for call in sends(adapter))
    assert len(adapter.fake.messages(adapter.lounge)) == 1


async def test_results_are_never_follow_ups(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    await adapter.painted(adapter.ben, channel=adapter.lounge)
    await adapter.once(Picture)
    assert not [c for c in adapter.fake.calls if c.method == "POST" and c.path.startswith("/webhooks/")]
