"""Features of PostgreSQL only: notification of other processes, and concurrent migrations."""

import asyncio
from uuid import uuid4

from botfeed.core.studio.paint import paint
from botfeed.core.work.jobs import When
from botfeed.store import engine
from botfeed.testing.plugin import postgres_database
from tests.store.wake_listener import woken


async def test_a_job_added_by_another_process_wakes_this_one(postgres_url, clock):
    here, there = (engine.open_store(postgres_url, clock) for _ in range(2))
    await engine.migrate(here)
    try:
        async with asyncio.timeout(10):
            while True:  # until the listener is up, a wake may be missed: the next write wakes
                waiting = asyncio.create_task(woken(here, 0.5))
                await asyncio.sleep(0)
                await there.run(lambda uow: paint.enqueue(uow, When(str(uow.new_id())), painting=1))
                if (heard := await waiting) == {"paint": clock.now()}:
                    break
                assert heard in (None, {})
    finally:
        await here.close()
        await there.close()


async def test_two_processes_can_migrate_one_empty_database_at_once(postgres_server, clock):
    with postgres_database(postgres_server, f"t{uuid4().hex}") as url:
        both = [engine.open_store(url, clock) for _ in range(2)]
        try:
            assert await both[0].with_connection(engine.current) is None
            assert await asyncio.gather(*map(engine.migrate, both)) == [engine.newest()] * 2
        finally:
            for store in both:
                await store.close()
