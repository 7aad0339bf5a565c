"""Deliveries with an unknown outcome: retried while the platform deduplicates their key, never after."""

from datetime import timedelta

from botfeed.core import dispatch
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card, Receipt, Reply, Request, Sender
from botfeed.core.errors import SendUnknown, TryAgain
from botfeed.core.language.text import of
from botfeed.core.model import Delivery, Job
from botfeed.core.work import retry_policy
from botfeed.core.work.messages import To, message
from botfeed.testing import listing


@message()
def unsure(ctx: RenderContext) -> Reply:
    return Reply(cards=(Card(of("hello")),))


async def post(stage):
    listing.add(stage.services, unsure)
    await stage.services.store.run(lambda uow: unsure.post(uow, To(stage.home("ada"), key="unsure:1")))


async def row(stage):
    return await stage.services.store.read(lambda uow: uow.one(Delivery, key="unsure:1"))


async def test_an_unknown_send_is_retried_within_two_minutes(stage, clock):
    await post(stage)
    stage.raises = [SendUnknown("cut")]
    await stage.settle()
    assert (await row(stage)).state == "unknown"
    clock.advance(timedelta(seconds=100))
    await stage.settle()
    assert (await row(stage)).state == "sent"
    assert stage.text("ada") == "hello"


async def test_an_unknown_send_is_given_up_after_two_minutes(stage, clock):
    await post(stage)
    stage.raises = [SendUnknown("cut")]
    await stage.settle()
    clock.advance(timedelta(seconds=121))
    await stage.settle()
    assert (await row(stage)).state == "dead"
    assert stage.shown == []


async def test_a_rate_limited_send_is_retried_after_two_minutes(stage, clock):
    await post(stage)
    stage.raises = [TryAgain("wait", 150.0)]
    await stage.settle()
    clock.advance(timedelta(seconds=151))
    await stage.settle()
    assert stage.text("ada") == "hello"


async def test_a_one_minute_outage_loses_nothing(stage, clock):
    await post(stage)
    for _ in range(60):
        stage.raises = [SendUnknown("unavailable")]
        await stage.settle()
        clock.advance(timedelta(seconds=1))
    stage.raises = []
    clock.advance(timedelta(seconds=40))
    await stage.settle()
    assert stage.text("ada") == "hello"


async def test_a_long_outage_does_not_lose_unsent_messages(stage, clock):
    await post(stage)
    for _ in range(600):
        stage.raises = [TryAgain("NetworkError", 3.0)]
        await stage.settle()
        clock.advance(timedelta(seconds=3))
    attempts = (await row(stage)).attempts
    assert 1800 / 45 < attempts < 1800 / 30
    stage.raises = []
    clock.advance(timedelta(seconds=40))
    await stage.settle()
    assert stage.text("ada") == "hello"


async def test_a_delivery_that_never_succeeds_ends_dead(stage, clock, monkeypatch):
    monkeypatch.setattr(retry_policy, "TRIES", 5)
    await post(stage)
    for _ in range(10):
        stage.raises = [TryAgain("NetworkError", 3.0)]
        await stage.settle()
        clock.advance(timedelta(seconds=40))
    assert ((await row(stage)).state, (await row(stage)).attempts) == ("dead", 5)
    assert not await stage.services.store.read(lambda uow: uow.all(Job))


async def answered(stage, expires=None):
    """Record an answer to a request, and queue a delivery that replaces it."""
    stage.raises = []
    request = Request("console:1", "help", Sender("console", "ada", "ada"), stage.home("ada"))
    reply = await dispatch.handle(stage.services, request)
    await dispatch.record_placement(stage.services, request, stage.home("ada"), reply, Receipt("m0", expires))
    listing.add(stage.services, unsure)
    to = To(stage.home("ada"), key="unsure:1", edits="console:1")
    await stage.services.store.run(lambda uow: unsure.post(uow, to))


async def cut_for(stage, clock, seconds):
    """Let every attempt of `seconds` seconds end with an unknown outcome."""
    for _ in range(seconds // 10):
        stage.raises = [SendUnknown("cut")]
        await stage.settle()
        clock.advance(timedelta(seconds=10))
    stage.raises = []


async def test_an_unknown_edit_is_retried_for_minutes(stage, clock):
    await answered(stage)
    await cut_for(stage, clock, 600)
    assert (await row(stage)).state == "unknown"
    clock.advance(timedelta(seconds=40))
    await stage.settle()
    assert (await row(stage)).state == "sent"
    assert [(s.event, s.ref) for s in stage.shown] == [("edit", "m0")]


async def test_an_unknown_edit_becomes_a_message_when_its_answer_expires(stage, clock):
    await answered(stage, clock.now() + timedelta(minutes=15))
    await cut_for(stage, clock, 900)
    clock.advance(timedelta(seconds=40))
    await stage.settle()
    assert (await row(stage)).state == "sent"
    assert [s.event for s in stage.shown] == ["delivery"]


async def test_an_unknown_edit_ends_dead_after_twenty_minutes(stage, clock):
    await answered(stage)
    await cut_for(stage, clock, 1300)
    found = await row(stage)
    assert (found.state, found.why) == ("dead", "SendUnknown")
    assert await stage.services.store.read(lambda uow: uow.count(Job, kind="deliver.console")) == 0
