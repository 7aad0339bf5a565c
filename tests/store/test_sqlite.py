"""Features of SQLite only: shared commits, snapshots and reopening."""

import asyncio
import contextlib
import queue
from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from botfeed.core.model import Account
from botfeed.store import sqlite


async def test_concurrent_functions_run_in_order(store):
    order = []

    def write(n):
        def fn(uow):
            uow.insert(Account(uow.new_id(), f"p{n}", uow.now))
            order.append(n)

        return fn

    await asyncio.gather(*(store.run(write(n)) for n in range(200)))
    assert order == list(range(200))
    assert await store.read(lambda uow: uow.count(Account)) == 200


async def test_patient_functions_share_the_commit_of_the_next_one(store, monkeypatch):
    batches = []
    commit = sqlite.SqliteStore._commit
    monkeypatch.setattr(sqlite.SqliteStore, "_commit", lambda *args: (batches.append(len(args[2])), commit(*args)))
    monkeypatch.setattr(sqlite, "COMPANY", 60.0)
    await store.run(lambda _: None)
    patient = [asyncio.create_task(store.run(lambda _, n=n: n, patient=True)) for n in range(3)]
    await asyncio.sleep(0)
    assert await store.run(lambda _: "hurried") == "hurried"
    assert await asyncio.gather(*patient) == [0, 1, 2]
    assert batches == [1, 4]


async def test_a_patient_function_runs_alone_after_its_wait(store, monkeypatch):
    monkeypatch.setattr(sqlite, "COMPANY", 0.01)
    assert await asyncio.wait_for(store.run(lambda _: "done", patient=True), 5) == "done"


async def test_a_batch_waits_once_for_all_its_patient_functions(store, monkeypatch):
    """128 of them, one every 19 ms, held the first for more than two seconds."""
    now, waits = [100.0], []

    class Trickle:
        def get(self, timeout):
            waits.append(timeout)
            if len(waits) > 1:
                now[0] += min(timeout, 0.015)
                if timeout < 0.015:
                    raise queue.Empty
            return sqlite._Task(lambda _: None, Future(), patient=True)

    monkeypatch.setattr(sqlite, "COMPANY", 0.02)
    monkeypatch.setattr(sqlite, "time", SimpleNamespace(monotonic=lambda: now[0]))
    quiet = sqlite.SqliteStore(store.path, None, None)
    quiet._tasks = Trickle()
    assert len(quiet._next_batch()) == 2
    assert now[0] == pytest.approx(100.0 + sqlite.COMPANY)


async def test_closing_a_store_runs_its_patient_functions(store, monkeypatch):
    monkeypatch.setattr(sqlite, "COMPANY", 60.0)
    patient = asyncio.create_task(store.run(lambda _: "done", patient=True))
    await asyncio.sleep(0)
    await store.close()
    assert await patient == "done"


async def test_a_read_sees_one_snapshot(store):
    def looks(uow):
        return uow.count(Account), uow.count(Account)

    async def writes():
        for n in range(30):
            await store.run(lambda uow, n=n: uow.insert(Account(uow.new_id(), f"p{n}", uow.now)))

    writing = asyncio.create_task(writes())
    for _ in range(20):
        first, second = await store.read(looks)
        assert first == second
    await writing


async def test_a_closed_store_reopens_with_its_data(store):
    await store.run(lambda uow: uow.insert(Account(uow.new_id(), "ada", uow.now)))
    await store.close()
    assert await store.read(lambda uow: uow.count(Account)) == 1


def disk_fails(uow):
    """End the transaction as SQLite itself does where the disk fails."""
    uow.connection.connection.dbapi_connection.execute("ROLLBACK")
    raise OSError("disk I/O error")


async def test_the_first_cause_is_raised_where_the_transaction_is_over(store):
    def fails(uow):
        with uow.savepoint():
            uow.insert(Account(uow.new_id(), "ada", uow.now))
            disk_fails(uow)

    with pytest.raises(OSError, match="disk I/O error"):
        await store.run(fails)


@pytest.mark.parametrize("again", [True, False])
async def test_nothing_is_written_after_the_transaction_is_over(store, again):
    def swallows(uow):
        with contextlib.suppress(OSError), uow.savepoint():
            disk_fails(uow)
        with uow.savepoint() if again else contextlib.nullcontext():
            uow.insert(Account(uow.new_id(), "ada", uow.now))

    with pytest.raises(OSError, match="disk I/O error"):
        await store.run(swallows)
    await store.run(lambda uow: uow.insert(Account(uow.new_id(), "ben", uow.now)))
    assert "ben" in [a.handle for a in await store.read(lambda uow: uow.all(Account))]


async def test_an_error_keeps_its_own_cause(store):
    def fails(uow):
        with uow.savepoint():
            raise LookupError("no") from KeyError("first")

    with pytest.raises(LookupError) as raised:
        await store.run(fails)
    assert isinstance(raised.value.__cause__, KeyError)
