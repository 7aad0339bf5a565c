"""Digest ticks that run twice, late, in two processes or over many rows, on both engines."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from botfeed.core import digest
from botfeed.core.digest import tick
from botfeed.core.model import Address, Delivery, Edition, Job, SendState, Subscription
from botfeed.core.safety import blobs
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing.community import Community
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage

DAY = timedelta(days=1)


def subscribe(uow, world, name, due):
    row = Subscription(uow.new_id(), Address("console", name), uow.now, world.person(uow, name), due=due)
    uow.insert(row)
    return row.id


def at_once(services):
    return replace(services, policy=replace(services.policy, spread=timedelta(0)))


async def test_two_processes_that_tick_at_once_send_each_digest_once(any_store, clock, database_url):
    world, other = Community(), engine.open_store(database_url, clock)
    all_services = [at_once(make_services(store, clock)) for store in (any_store, other)]
    stages = [Stage(services) for services in all_services]
    names = [f"reader{n}" for n in range(12)]

    def begin(uow):
        for name in ("ada", "cleo", "dan"):
            world.post(uow, name)
        for name in names:
            subscribe(uow, world, name, uow.now + DAY)

    await any_store.run(begin)
    clock.advance(DAY)
    await asyncio.gather(*(digest.due(services) for services in all_services for _ in range(3)))
    planned = await any_store.read(lambda uow: (uow.count(Edition), uow.count(Job, kind="digest")))
    assert planned == (12, 12)
    await asyncio.gather(*(stage.settle() for stage in stages))
    await asyncio.gather(*(digest.due(services) for services in all_services))
    await asyncio.gather(*(stage.settle() for stage in stages))
    shown = [s.to for stage in stages for s in stage.shown if s.event == "delivery"]
    assert sorted(shown) == sorted(names)
    assert await any_store.read(lambda uow: uow.count(Edition, state="sent")) == 12
    await asyncio.shield(other.close())


async def test_more_than_one_batch_is_planned_in_one_tick(any_store, clock):
    services, world = at_once(make_services(any_store, clock)), Community()
    many = tick.BATCH + 7

    def begin(uow):
        for n in range(many):
            subscribe(uow, world, f"reader{n}", uow.now)

    await any_store.run(begin)
    assert await digest.due(services) == many
    assert await digest.due(services) == 0
    later = await any_store.read(lambda uow: uow.count(Subscription, due__gt=clock.now()))
    assert later == many


async def test_digests_are_spread_over_the_window_and_keep_their_offset(any_store, clock):
    """Send within five minutes of the chosen minute: one tick a minute, a window of four."""
    services, world = make_services(any_store, clock), Community()
    stage = Stage(services)

    def begin(uow):
        for name in ("ada", "cleo", "dan"):
            world.post(uow, name)

    await any_store.run(begin)
    for n in range(20):
        await stage.say(f"reader{n}", "/digest set 9")
    first = await any_store.read(lambda uow: {s.id: s.due for s in uow.all(Subscription)})
    chosen = datetime(2026, 1, 2, 9, tzinfo=UTC)
    assert all(timedelta(0) <= due - chosen < services.policy.spread for due in first.values())
    assert len(set(first.values())) > 10
    clock.set(chosen)
    sent = []
    for _ in range(5):
        await digest.due(services)
        await stage.settle()
        sent.append(sum(s.event == "delivery" for s in stage.shown))
        clock.advance(timedelta(minutes=1))
    assert sent[0] < sent[2] < sent[-1] == 20
    second = await any_store.read(lambda uow: {s.id: s.due for s in uow.all(Subscription)})
    assert second == {id: due + DAY for id, due in first.items()}


async def test_a_composition_that_fails_after_choosing_keeps_its_posts(any_store, clock):
    services, world = at_once(make_services(any_store, clock)), Community()
    stage = Stage(services)

    def begin(uow):
        for name in ("ada", "cleo", "dan"):
            world.post(uow, name)
        subscribe(uow, world, "ben", uow.now)

    await any_store.run(begin)
    collage, broken = services.media.collage, [True]

    async def fail_once(blobs, sensitive=()):
        if broken.pop() if broken else False:
            raise OSError("disk full")
        return await collage(blobs, sensitive)

    services.media.collage = fail_once
    await digest.due(services)
    await stage.settle()
    edition = await any_store.read(lambda uow: uow.one(Edition))
    assert edition.state == "composed"
    await any_store.run(lambda uow: world.post(uow, "eve"))
    clock.advance(timedelta(minutes=1))
    await stage.settle()
    again = await any_store.read(lambda uow: uow.one(Edition))
    assert (again.state, again.posts) == ("sent", edition.posts)


async def test_old_collages_are_dropped_and_delivery_states_recorded(any_store, clock):
    services = make_services(any_store, clock)
    dropped = []

    async def drop(blob):
        dropped.append(blob)

    services.media.drop = drop

    def begin(uow):
        for n, (period, collage) in enumerate((("2026-01-01", "a"), ("2026-01-01", "b"), ("2026-01-08", "b"))):
            uow.insert(
                Edition(uow.new_id(), n, period, uow.now - (DAY * (8 if n < 2 else 0)), state="sent", collage=collage)
            )
        for n, state in ((10, SendState.DEAD), (11, SendState.UNKNOWN), (12, SendState.QUEUED)):
            uow.insert(Edition(uow.new_id(), n, "2026-01-01", uow.now - DAY, state="queued"))
            place, key = Address("console", "ben"), f"digest:{n}:2026-01-01"
            uow.insert(Delivery(uow.new_id(), "digest", {}, place, key, uow.now, state=state))

    await any_store.run(begin)
    await any_store.run(lambda uow: blobs.own(uow, "b", "sheet", DAY))
    assert await digest.tidy(services) == 2
    await worker.drain(services)
    assert dropped == ["a"], "a younger edition's sheet has an owner"
    left = await any_store.read(lambda uow: [(e.state, e.collage) for e in uow.all(Edition)])
    assert left == [("sent", ""), ("sent", ""), ("sent", "b"), ("dead", ""), ("unknown", ""), ("queued", "")]
