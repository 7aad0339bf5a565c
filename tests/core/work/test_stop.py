"""A stop finishes what ends within the grace, and gives every other lease back at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from botfeed.adapters.clock import SteppedClock, SystemClock
from botfeed.core.chat.context import Services
from botfeed.core.model import Job, Painting, PaintState
from botfeed.core.ports import Order, Painted
from botfeed.core.work import jobs, pools, worker
from botfeed.core.work.jobs import When, job
from botfeed.testing import listing
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage, TinyPainter


class SlowPainter(TinyPainter):
    """Painter that begins, and paints when it is allowed to."""

    def __init__(self) -> None:
        super().__init__(paid=True)
        self.began, self.go = asyncio.Event(), asyncio.Event()
        self.calls = 0

    async def paint(self, order: Order, partial: Any = None) -> list[Painted]:
        self.calls += 1
        self.began.set()
        await self.go.wait()
        return await super().paint(order, partial)


@asynccontextmanager
async def working(services: Services) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(worker.work(services))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def leases(store: Store) -> dict[str, tuple[str, Any, int]]:
    rows = await store.read(lambda uow: uow.all(Job))
    return {row.kind: (row.state, row.lease, row.attempts) for row in rows if row.kind != "deadline"}


@pytest.fixture
def painter() -> SlowPainter:
    return SlowPainter()


@pytest.fixture
def stage(any_store: Store, painter: SlowPainter) -> Stage:
    clock = SystemClock()
    object.__setattr__(any_store, "_clock", clock)
    return Stage(make_services(any_store, clock, painters=(painter,)))


async def test_a_painting_that_ends_within_the_grace_is_painted_once(stage: Stage, painter: SlowPainter) -> None:
    await stage.say("ada", "/imagine a fox")
    async with working(stage.services) as task:
        await painter.began.wait()
        task.cancel()
        await asyncio.sleep(0)
        painter.go.set()
    (painting,) = await stage.services.store.read(lambda uow: uow.all(Painting))
    assert painting.state in (PaintState.DELIVERING, PaintState.DONE)
    assert painting.submits == painter.calls == 1
    await stage.settle()  # of the next process
    assert not stage.last("ada").reply.pending
    assert painter.calls == 1


async def test_a_painting_beyond_the_grace_is_taken_up_by_the_next_start(
    stage: Stage, painter: SlowPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.0)
    await stage.say("ada", "/imagine a fox")
    async with working(stage.services):
        await painter.began.wait()
    assert await leases(stage.services.store) == {"paint": ("ready", None, 0)}
    painter.go.set()
    await stage.settle()  # of the next process
    assert not stage.last("ada").reply.pending
    (painting,) = await stage.services.store.read(lambda uow: uow.all(Painting))
    assert (painting.submits, painter.calls) == (2, 2)
    assert await stage.services.store.read(lambda uow: uow.quotas.used("all", uow.now.date().isoformat())) == 2


async def test_a_stop_while_the_store_hangs_ends(
    stage: Stage, painter: SlowPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.0)
    monkeypatch.setattr(worker, "HAND_BACK", 0.01)
    await stage.say("ada", "/imagine a fox")
    run = stage.services.store.run
    async with asyncio.timeout(10), working(stage.services):
        await painter.began.wait()

        async def hangs(*_: Any, **__: Any) -> None:
            while True:
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:  # as a query on a dead connection
                    if ended.is_set():
                        raise

        ended = asyncio.Event()
        monkeypatch.setattr(stage.services.store, "run", hangs)
    monkeypatch.setattr(stage.services.store, "run", run)
    ended.set()
    assert (await leases(stage.services.store))["paint"][0] == "leased"


async def test_jobs_that_were_just_claimed_are_given_back(any_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.0)
    done: list[int] = []

    async def step(services: Services, n: int) -> None:
        done.append(n)

    declared = job(pool=pools.ORDINARY)(step)
    services = make_services(any_store, SystemClock(), jobs=jobs.listed([declared]))
    claim, claimed, go = worker._claim, asyncio.Event(), asyncio.Event()

    async def slow(*args: Any) -> list[Job]:
        rows = await claim(*args)
        claimed.set()
        await go.wait()
        return rows

    stop = worker._Pool._stop

    async def stopping(pool: worker._Pool) -> None:
        go.set()
        await stop(pool)

    monkeypatch.setattr(worker, "_claim", slow)
    monkeypatch.setattr(worker._Pool, "_stop", stopping)
    await any_store.run(lambda uow: declared.enqueue(uow, When("x"), n=1))
    async with working(services) as task:
        await claimed.wait()
        task.cancel()
    assert done == []
    assert await leases(any_store) == {"step": ("ready", None, 0)}


async def test_leases_of_a_process_that_was_killed_lapse_at_the_next_start_of_the_only_one(
    any_store: Store, clock: SteppedClock
) -> None:
    services = make_services(any_store, clock)
    stage = Stage(services)
    await stage.say("ada", "/imagine a fox")
    await any_store.run(lambda uow: uow.jobs.claim({"paint": timedelta(minutes=4)}, 1))
    assert await any_store.run(worker.take_back) == 1
    await stage.settle()
    assert "Here it is" in stage.text("ada")


async def test_a_job_that_takes_its_workers_along_is_given_up(any_store: Store, clock: SteppedClock) -> None:
    said: list[str] = []

    async def deadly(services: Services) -> None:
        raise AssertionError("never done a third time")

    declared = job(pool=pools.ORDINARY, attempts=2)(deadly)
    declared.when_dead(lambda dead: said.append(dead.why))
    services = make_services(any_store, clock, jobs=jobs.listed([declared]))
    await any_store.run(lambda uow: declared.enqueue(uow, When("x")))
    for _ in range(2):
        assert await any_store.run(lambda uow: uow.jobs.claim({"deadly": timedelta(minutes=1)}, 1))
        clock.advance(timedelta(minutes=2))
    await worker.drain(services)
    assert said == ["its workers ended"]
    assert (await leases(any_store))["deadly"][0] == "dead"


async def test_a_job_that_runs_is_not_begun_again_when_its_lease_lapses(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that jumped ahead: the lease is over, and the job is still being done in this process."""

    class Jumping(SystemClock):
        ahead = timedelta(0)

        def now(self) -> Any:
            return super().now() + self.ahead

    began, go, calls = asyncio.Event(), asyncio.Event(), []

    async def once(services: Services) -> None:
        calls.append(1)
        began.set()
        await go.wait()

    declared = job(pool=pools.ORDINARY)(once)
    clock = Jumping()
    object.__setattr__(any_store, "_clock", clock)
    services = replace(make_services(any_store, clock), jobs=jobs.listed([declared]))
    listing.add(services, declared)
    await any_store.run(lambda uow: declared.enqueue(uow, When("x")))
    claim, again = worker._claim, asyncio.Event()

    async def watched(*args: Any) -> list[Job]:
        rows = await claim(*args)
        if rows and began.is_set():
            again.set()
        return rows

    monkeypatch.setattr(worker, "_claim", watched)
    async with working(services):
        await began.wait()
        clock.ahead = timedelta(days=50)
        any_store.wake()
        async with asyncio.timeout(10):
            await again.wait()
        for _ in range(10):  # steps of the loop: what was claimed reaches the pool
            await asyncio.sleep(0)
        go.set()
    assert await any_store.read(lambda uow: uow.all(Job)) == []
    assert calls == [1]
