"""A worker that is called while it looks around has heard it, and does not sleep over what came."""

import asyncio
from datetime import timedelta

from botfeed.adapters.clock import SystemClock
from botfeed.core.work import jobs, worker
from botfeed.testing.plugin import make_house


async def test_what_is_added_between_looking_and_sleeping_is_done_at_once(store, clock, monkeypatch):
    services = make_house(store, SystemClock())
    done = asyncio.Event()

    async def perform(services, job):
        done.set()

    monkeypatch.setattr(worker, "KINDS", {"late": jobs.Kind("late", perform, timedelta(minutes=1), 1)})
    monkeypatch.setattr(worker, "IDLE", 60.0)
    looked = store.read

    async def look_and_be_called(fn):
        found = await looked(fn)
        monkeypatch.setattr(store, "read", looked)
        called = asyncio.create_task(store.woken(10))
        await asyncio.sleep(0)
        await store.run(lambda uow: jobs.add(uow, "late", {}, lane="x"))
        await called
        return found

    monkeypatch.setattr(store, "read", look_and_be_called)
    task = asyncio.create_task(worker.work(services))
    try:
        async with asyncio.timeout(10):
            await done.wait()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
