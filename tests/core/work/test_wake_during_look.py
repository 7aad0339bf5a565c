"""A worker woken while it looks for jobs does not sleep over the new one."""

import asyncio

from botfeed.adapters.clock import SystemClock
from botfeed.core.chat.context import Services
from botfeed.core.work import jobs, pools, worker
from botfeed.core.work.jobs import When, job
from botfeed.testing.plugin import make_services


async def test_a_job_added_between_look_and_sleep_is_done_at_once(store, clock, monkeypatch):
    done = asyncio.Event()

    async def late(services: Services) -> None:
        done.set()

    declared = job(pool=pools.ORDINARY)(late)
    services = make_services(store, SystemClock(), jobs=jobs.listed([declared]))
    monkeypatch.setattr(worker, "IDLE", 60.0)
    looked = store.read

    async def look_and_be_called(fn):
        found = await looked(fn)
        monkeypatch.setattr(store, "read", looked)
        await store.run(lambda uow: declared.enqueue(uow, When("x")))
        return found

    monkeypatch.setattr(store, "read", look_and_be_called)
    task = asyncio.create_task(worker.work(services))
    try:
        async with asyncio.timeout(10):
            await done.wait()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
