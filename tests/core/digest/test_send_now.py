"""Sending the next digest at once."""

from datetime import UTC, datetime, timedelta

import pytest

from botfeed.core import digest
from botfeed.core.model import Edition, Identity, Subscription


async def someone(stage, name):
    await stage.say(name, "/start")
    return await stage.services.store.read(lambda uow: uow.one(Identity, user=name).account)


async def test_a_digest_sent_now_replaces_the_one_of_that_day(stage, world):
    """The card named as the next day the one that it had used up."""
    ben = await someone(stage, "ben")
    await stage.services.store.run(lambda uow: [world.post(uow, "ada", f"fox {n}") for n in range(4)])
    stage.services.clock.set(datetime(2026, 1, 2, 0, 10, tzinfo=UTC))
    assert await digest.now(stage.services, ben)
    await stage.settle()
    text = stage.text("ben")
    assert text.startswith("Your digest · Friday 2 January")
    assert "The next one comes on Saturday 3 January" in text
    row = await stage.services.store.read(lambda uow: uow.one(Subscription, account=ben))
    assert row.due.date().isoformat() == "2026-01-03"


async def test_too_few_posts_send_nothing(stage, world):
    ben = await someone(stage, "ben")
    await stage.services.store.run(lambda uow: world.post(uow, "ada", "a fox"))
    assert not await digest.now(stage.services, ben)
    assert await stage.services.store.read(lambda uow: uow.count(Edition)) == 0


async def test_a_second_digest_on_a_day_uses_the_next_period(stage, world):
    ben = await someone(stage, "ben")
    for first in (0, 10):
        await stage.services.store.run(
            lambda uow, first=first: [world.post(uow, f"ada{first}", f"fox {first + n}") for n in range(4)]
        )
        await stage.services.store.run(
            lambda uow, first=first: [world.post(uow, f"cleo{first}", f"owl {first + n}") for n in range(4)]
        )
        assert await digest.now(stage.services, ben)
        await stage.settle()
        stage.services.clock.advance(timedelta(minutes=1))
    periods = await stage.services.store.read(lambda uow: [e.period for e in uow.all(Edition)])
    assert periods == ["2026-01-01", "2026-01-02"]


@pytest.mark.parametrize("size", [1, 2, 3, 8])
async def test_a_digest_of_any_size_is_sent_where_there_are_enough_posts(stage, world, size):
    ben = await someone(stage, "ben")
    await stage.say("ben", f"/digest set 9 --size {size}")
    await stage.services.store.run(lambda uow: [world.post(uow, f"ada{n}", f"fox {n}") for n in range(4)])
    assert await digest.now(stage.services, ben)
    await stage.settle()
    edition = (await stage.services.store.read(lambda uow: uow.all(Edition)))[0]
    assert (edition.state, len(edition.posts)) == ("sent", min(size, 4))


@pytest.mark.parametrize("size", [1, 2])
async def test_a_small_digest_too_waits_for_enough_posts(stage, world, size):
    ben = await someone(stage, "ben")
    await stage.say("ben", f"/digest set 9 --size {size}")
    await stage.services.store.run(lambda uow: [world.post(uow, f"ada{n}", f"fox {n}") for n in range(2)])
    assert not await digest.now(stage.services, ben)
