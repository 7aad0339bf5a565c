"""A message that may have arrived is sent again under its key while the platform knows the key, and never after."""

from datetime import timedelta

from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.text import of
from botfeed.core.errors import SendUnknown, TryAgain
from botfeed.core.model import Delivery
from botfeed.core.work import outbox


@outbox.message("unsure")
def build(voice, args):
    return Reply(cards=(Card(of("hello")),))


async def post(stage):
    await stage.house.store.run(lambda uow: outbox.post(uow, "unsure", {}, stage.home("ada"), "unsure:1"))


async def row(stage):
    return await stage.house.store.read(lambda uow: uow.one(Delivery, key="unsure:1"))


async def test_within_two_minutes_it_is_sent_again(stage, clock):
    await post(stage)
    stage.raises = [SendUnknown("cut")]
    await stage.settle()
    assert (await row(stage)).state == "unknown"
    clock.advance(timedelta(seconds=100))
    await stage.settle()
    assert (await row(stage)).state == "sent"
    assert stage.text("ada") == "hello"


async def test_after_two_minutes_it_is_given_up(stage, clock):
    await post(stage)
    stage.raises = [SendUnknown("cut")]
    await stage.settle()
    clock.advance(timedelta(seconds=121))
    await stage.settle()
    assert (await row(stage)).state == "dead"
    assert stage.shown == []


async def test_what_was_refused_for_now_surely_did_not_arrive(stage, clock):
    await post(stage)
    stage.raises = [TryAgain("wait", 150.0)]
    await stage.settle()
    clock.advance(timedelta(seconds=151))
    await stage.settle()
    assert stage.text("ada") == "hello"


async def test_an_outage_of_a_minute_loses_nothing(stage, clock):
    await post(stage)
    for _ in range(60):
        stage.raises = [SendUnknown("unavailable")]
        await stage.settle()
        clock.advance(timedelta(seconds=1))
    stage.raises = []
    clock.advance(timedelta(seconds=40))
    await stage.settle()
    assert stage.text("ada") == "hello"
