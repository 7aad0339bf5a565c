"""What only PostgreSQL does: other processes hear that there is work."""

import asyncio
from uuid import uuid4

from botfeed.core.studio.paint import paint
from botfeed.core.work.jobs import When
from botfeed.store import engine
from botfeed.testing.plugin import postgres_database
from tests.store.waiting import woken


async def test_work_written_elsewhere_wakes_this_process(postgres_url, clock):
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


async def test_two_processes_that_began_at_once_on_an_empty_database_made_its_tables_twice(postgres_server, clock):
    with postgres_database(postgres_server, f"t{uuid4().hex}") as url:
        both = [engine.open_store(url, clock) for _ in range(2)]
        try:
            assert await both[0].with_connection(engine.current) is None
            assert await asyncio.gather(*map(engine.migrate, both)) == [engine.newest()] * 2
        finally:
            for store in both:
                await store.close()
