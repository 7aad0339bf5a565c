"""A digest goes on at its hour when the bot is back, and a push tells of nothing twice."""

from datetime import timedelta

from botfeed.core import digest
from botfeed.core.errors import TryAgain
from botfeed.core.model import Subscription
from botfeed.core.spaces import spaces
from botfeed.testing.stage import Stage
from tests.core.support.people import People


async def test_the_digest_of_a_place_comes_at_its_next_hour_when_the_bot_is_taken_back(stage: Stage, clock) -> None:
    people, lounge = People(stage), stage.place("lounge")
    for n in range(4):
        await people.publish(f"author{n}", f"a fox {n}")
    stage.admins = {"ada"}
    await stage.say("ada", "/digest set 19", lounge)
    await stage.settle()
    clock.advance(timedelta(hours=11))  # eight in the evening
    await stage.services.store.run(lambda uow: spaces.left(uow, "console", "space-lounge"))
    await stage.services.store.run(lambda uow: spaces.joined(uow, lounge, None))
    sent = len(stage.shown)
    for _ in range(3):
        await digest.due(stage.services)
        await stage.settle()
        clock.advance(timedelta(seconds=20))
    assert len(stage.shown) == sent
    (row,) = await stage.services.store.read(lambda uow: uow.all(Subscription))
    assert row.state == "active"
    assert row.due
    assert timedelta(hours=22) < row.due - clock.now() <= timedelta(hours=24)
    clock.advance(timedelta(hours=23, minutes=10))
    await digest.due(stage.services)
    await stage.settle()
    assert len(stage.shown) > sent


async def test_a_weekly_digest_is_daily_again_for_who_looks_at_it(stage: Stage, clock) -> None:
    await stage.say("ada", "/start")
    await stage.say("ada", "/digest set 19")
    (row,) = await stage.services.store.read(lambda uow: uow.all(Subscription))
    week = clock.now() + timedelta(days=6)
    await stage.services.store.run(lambda uow: uow.update(row, weekly=True, ignored=7, heard=clock.now(), due=week))
    clock.advance(timedelta(minutes=5))
    await stage.say("ada", "/digest")
    assert "while you are away" not in stage.text("ada")
    (row,) = await stage.services.store.read(lambda uow: uow.all(Subscription))
    assert not row.weekly
    assert row.due
    assert row.due - clock.now() < timedelta(days=1)


async def test_pushes_that_waited_for_their_platform_tell_of_each_thing_once(stage: Stage, clock) -> None:
    people = People(stage)
    post = await people.publish("ada", "a fox")
    await stage.say("ada", "/start")
    await people.publish("ben", "a hen")
    await stage.say("ben", f"/like {people.ref(post)}")
    stage.raises = [TryAgain("down", 7200.0)]
    await stage.settle()  # the first push waits
    clock.advance(timedelta(hours=1, minutes=5))
    await people.publish("cleo", "a cat")
    await stage.say("cleo", f"/like {people.ref(post)}")
    clock.advance(timedelta(hours=2))
    before = len(stage.shown)
    for _ in range(4):
        await stage.settle()
        clock.advance(timedelta(hours=1))
    pushes = [shown for shown in stage.shown[before:] if shown.to == "ada" and shown.event == "delivery"]
    assert len(pushes) == 1
