"""Quotas and rates, exact under concurrent requests, on each engine."""

import asyncio
from datetime import timedelta

MINUTE = timedelta(minutes=1)


async def test_a_quota_is_not_exceeded_by_concurrent_takes(any_store):
    asked = [any_store.run(lambda uow: uow.quotas.take("all", "2026-01-01", 3, 100)) for _ in range(60)]
    assert sum(await asyncio.gather(*asked)) == 33
    assert await any_store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) == 99


async def test_returned_quota_can_be_taken_again(any_store):
    take = lambda uow: uow.quotas.take("ada", "d", 4, 4)  # noqa: E731
    assert await any_store.run(take)
    assert not await any_store.run(take)
    await any_store.run(lambda uow: uow.quotas.give_back("ada", "d", 4))
    assert await any_store.run(take)


async def test_more_than_the_limit_cannot_be_taken(any_store):
    assert not await any_store.run(lambda uow: uow.quotas.take("ada", "d", 5, 4))


async def test_a_burst_is_followed_by_the_rate(any_store, clock):
    step = lambda uow: uow.quotas.wait("ada", timedelta(seconds=10), 3)  # noqa: E731
    assert [await any_store.run(step) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert await any_store.run(step) == 10.0
    clock.advance(timedelta(seconds=10))
    assert await any_store.run(step) == 0.0
    assert await any_store.run(step) == 10.0


async def test_concurrent_waits_get_no_more_than_the_burst(any_store):
    waits = await asyncio.gather(*(any_store.run(lambda uow: uow.quotas.wait("x", MINUTE, 5)) for _ in range(40)))
    assert sum(wait == 0.0 for wait in waits) == 5
