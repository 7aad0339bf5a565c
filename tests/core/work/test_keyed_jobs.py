"""Of one key one job waits; one that runs already may have read what is older than what it is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.media import picture_store
from botfeed.core.chat.context import Services
from botfeed.core.model import Job, Picture
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs
from botfeed.core.work import jobs, leased_job, pools, worker
from botfeed.core.work.jobs import When, job
from botfeed.testing.plugin import Store, make_services
from tests.core.support.people import People

KEYED = When("lane", key="look")


class Looker:
    """A keyed job that reads, waits, and ends; `during` is called between."""

    def __init__(self, store: Store, clock: SteppedClock) -> None:
        self.reads, self.times = 0, 0
        self.store = store

        async def look(services: Services) -> None:
            self.times += 1
            for _ in range(self.reads if self.times == 1 else 0):
                await store.run(self.ask)

        self.declared = job(pool=pools.ORDINARY)(look)
        self.services = make_services(store, clock, jobs=jobs.listed([self.declared]))

    def ask(self, uow: Unit) -> bool:
        return self.declared.enqueue(uow, KEYED)


@pytest.mark.parametrize(("asked", "times"), [(0, 1), (1, 2), (5, 2)])
async def test_what_is_asked_while_a_job_runs_is_done_once_more(
    store: Store, clock: SteppedClock, asked: int, times: int
) -> None:
    looker = Looker(store, clock)
    looker.reads = asked
    await store.run(looker.ask)
    await worker.drain(looker.services)
    assert looker.times == times
    assert await store.read(lambda uow: uow.count(Job)) == 0


async def test_of_one_key_one_job_waits(store: Store, clock: SteppedClock) -> None:
    looker = Looker(store, clock)
    said = [await store.run(looker.ask) for _ in range(3)]
    assert said == [True, False, False]
    await worker.drain(looker.services)
    assert looker.times == 1


async def test_a_job_that_is_asked_for_while_another_runs_is_not_lost_to_its_end(
    store: Store, clock: SteppedClock
) -> None:
    """The running one is settled after the request committed."""
    looker = Looker(store, clock)
    await store.run(looker.ask)
    (row,) = await store.run(lambda uow: uow.jobs.claim({"look": timedelta(minutes=1)}, 5))
    assert await store.run(looker.ask)
    assert not await store.run(looker.ask)
    assert await store.run(lambda uow: uow.jobs.claim({"look": timedelta(minutes=1)}, 5)) == [], "one of a lane runs"
    await leased_job.perform(looker.services, row)
    await worker.drain(looker.services)
    assert looker.times == 2


async def test_a_picture_that_is_forgotten_while_its_bytes_are_looked_at_is_deleted(
    people: People, tmp_path: Path
) -> None:
    """The look said that a picture needs the bytes; its end took the request to delete them along."""
    stage = people.stage
    stage.services = replace(stage.services, media=picture_store.on_disk(tmp_path / "pictures"))
    stage.services.messengers[stage.platform] = stage
    picture = await people.picture("ada", "a fox")
    store = stage.services.store
    looked, forgotten = asyncio.Event(), asyncio.Event()
    read = store.read

    async def slow(fn):  # type: ignore[no-untyped-def]  # of the store's own type
        found = await read(fn)
        looked.set()
        await forgotten.wait()
        return found

    await store.run(lambda uow: blobs.drop(uow, picture.blob))
    (row,) = await store.run(lambda uow: uow.jobs.claim({blobs.drop_bytes.kind: timedelta(minutes=1)}, 5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "read", slow)
        running = asyncio.create_task(leased_job.perform(stage.services, row))
        await looked.wait()
        patch.undo()
        await store.run(lambda uow: blobs.forget(uow, uow.get(Picture, picture.id) or picture))
        forgotten.set()
        await running
    await stage.settle()
    assert [path for path in (tmp_path / "pictures").rglob("*") if path.is_file()] == []


async def test_bytes_that_go_sooner_are_brought_forward_behind_a_look(people: People) -> None:
    store = people.stage.services.store
    await store.run(lambda uow: blobs.drop(uow, "aa"))
    await store.run(lambda uow: uow.jobs.claim({blobs.drop_bytes.kind: timedelta(minutes=1)}, 5))
    await store.run(lambda uow: blobs.drop(uow, "aa", after=timedelta(days=6)))
    await store.run(lambda uow: blobs.drop(uow, "aa"))
    rows = await store.read(lambda uow: uow.all(Job, kind="drop", state="ready"))
    assert [row.run_at for row in rows] == [people.stage.services.clock.now()]
