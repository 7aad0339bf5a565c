"""What only the embedded engine does."""

import asyncio

from botfeed.core.model import Account


async def test_functions_that_wait_together_share_a_commit(store):
    order = []

    def write(n):
        def fn(uow):
            uow.add(Account(uow.new_id(), f"p{n}", uow.now))
            order.append(n)

        return fn

    await asyncio.gather(*(store.run(write(n)) for n in range(200)))
    assert order == list(range(200))
    assert await store.read(lambda uow: uow.count(Account)) == 200


async def test_a_reader_sees_one_moment(store):
    def looks(uow):
        return uow.count(Account), uow.count(Account)

    async def writes():
        for n in range(30):
            await store.run(lambda uow, n=n: uow.add(Account(uow.new_id(), f"p{n}", uow.now)))

    writing = asyncio.create_task(writes())
    for _ in range(20):
        first, second = await store.read(looks)
        assert first == second
    await writing


async def test_a_store_that_was_closed_opens_again_with_what_it_held(store):
    await store.run(lambda uow: uow.add(Account(uow.new_id(), "ada", uow.now)))
    await store.close()
    assert await store.read(lambda uow: uow.count(Account)) == 1
