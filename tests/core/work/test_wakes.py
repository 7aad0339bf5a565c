"""Wake-ups: adding a job wakes the pools that can do it, and no others."""

import asyncio
import contextlib
from collections import Counter
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from botfeed.core import digest
from botfeed.core.chat.context import Services
from botfeed.core.model import Account, Job
from botfeed.core.work import worker
from botfeed.core.work.jobs import When, forward_job
from botfeed.store.jobs import SqlJobs
from botfeed.testing.stage import Stage


@pytest.fixture
def statements(monkeypatch):
    """Return a counter of the claim, due and waiting queries to the job table."""
    made = Counter()

    def counted(name, ask):
        def run(self, *given):
            made[name] += 1
            return ask(self, *given)

        return run

    for name in ("claim", "due", "waiting"):
        monkeypatch.setattr(SqlJobs, name, counted(name, getattr(SqlJobs, name)))
    return made


@contextlib.asynccontextmanager
async def working(services, **how):
    task = asyncio.create_task(worker.work(services, **how))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true):
    """Let other tasks run until `true()` holds; raises TimeoutError after 20 seconds."""
    async with asyncio.timeout(20):
        while True:
            if await true():
                return
            await asyncio.sleep(0)


async def looked(statements, times=1):
    async def often():
        return statements["due"] >= times

    await until(often)


async def settled(stage, events, of=None):
    """Wait until `events` edits and deliveries were shown and no due job (with the fields `of`) is left."""

    def left(uow):
        return uow.count(Job, state__in=("ready", "leased"), run_at__le=uow.now, **(of or {}))

    async def done():
        shown = sum(s.event in ("edit", "delivery") for s in stage.shown)
        return shown >= events and not await stage.services.store.read(left)

    await until(done)


@pytest.fixture
def discord(services: Services) -> Stage:
    """Return a Discord stage in a process that has other platforms open too."""
    stage = Stage(services, platform="discord")
    services.messengers.update(telegram=stage, web=stage)
    return stage


async def test_imagine_costs_two_claims_and_no_due_query(discord, statements, monkeypatch):
    monkeypatch.setattr(worker, "IDLE", 60.0)
    async with working(discord.services):
        await discord.say("ada", "/imagine a fox")
        await settled(discord, 1)
        statements.clear()
        await discord.say("ada", "/imagine a hare")
        await settled(discord, 2)
    assert statements == {"claim": 2, "waiting": 2}


async def test_a_digest_costs_two_claims_and_no_due_query(discord, statements, monkeypatch):
    for who in ("cleo", "dan", "eve"):
        await discord.say(who, f"/imagine by {who}")
        await discord.settle()
        await discord.press(who, "Publish")
        await discord.fill(who, caption="", audience="everyone", sensitive="0")
    await discord.say("ben", "/digest set 9")
    await discord.settle()
    ben = await discord.services.store.read(lambda uow: uow.one(Account, handle="ben"))
    before = sum(s.event in ("edit", "delivery") for s in discord.shown)
    monkeypatch.setattr(worker, "IDLE", 60.0)
    async with working(discord.services):
        await looked(statements)
        statements.clear()
        assert await digest.now(discord.services, ben.id)
        await settled(discord, before + 1)
    assert statements == {"claim": 2, "waiting": 2}


async def test_idle_pools_share_one_due_query(discord, statements, monkeypatch):
    monkeypatch.setattr(worker, "IDLE", 0.05)
    async with working(discord.services):
        await looked(statements, 3)
    assert statements.keys() == {"due"}


async def test_a_process_without_the_worker_role_does_only_messenger_jobs(discord, monkeypatch):
    async with working(discord.services, messengers_only=True):
        await discord.say("ada", "/imagine a fox")
        await discord.say("ada", "/link")  # its code is said by the outbox
        await settled(discord, 1, {"kind": "deliver.discord"})
    assert [shown.event for shown in discord.shown] == ["reply", "reply", "edit"]
    kinds = await discord.services.store.read(lambda uow: {job.kind: job.state for job in uow.all(Job)})
    assert kinds == {"paint": "ready", "deadline": "ready"}


@forward_job(kind="from.tomorrow")
def unknown() -> None: ...


async def test_an_unknown_job_kind_is_logged_once(discord, statements, monkeypatch):
    monkeypatch.setattr(worker, "IDLE", 0.05)
    for lane in ("a", "b"):
        await discord.services.store.run(lambda uow, lane=lane: unknown.enqueue(uow, When(lane)))
    with capture_logs() as logs:
        async with working(discord.services):
            await looked(statements, 3)
    assert [line["kind"] for line in logs if line["log_level"] == "error"] == ["from.tomorrow"]
    assert "claim" not in statements


async def test_pools_waiting_for_a_lane_are_woken_when_it_is_free(discord, statements, monkeypatch):
    """Two pools, urgent and patient, share the lane of a chat."""
    from botfeed.core.work import outbox
    from botfeed.core.work.messages import To

    monkeypatch.setattr(worker, "IDLE", 60.0)
    async with working(discord.services):
        await looked(statements)
        to = discord.home("ada")
        await discord.services.store.run(
            lambda uow: [outbox.gone.post(uow, To(to, key=f"{n}", urgent=n % 2 == 0)) for n in range(4)]
        )
        await settled(discord, 4)
    assert [shown.event for shown in discord.shown] == ["delivery"] * 4
    assert statements["due"] == 1


async def test_each_of_several_times_is_met_by_its_kind(tmp_path, monkeypatch):
    """A notified time needs no poll; times written before are found by one poll each."""
    from botfeed.adapters.clock import SystemClock
    from botfeed.core.work import jobs, pools
    from botfeed.core.work.jobs import job
    from botfeed.store import engine
    from botfeed.testing.plugin import make_services

    monkeypatch.setattr(worker, "IDLE", 60.0)
    now, done = SystemClock().now(), {}
    began = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as it is stored

    async def timed(services: Services, after: int) -> None:
        done[after] = services.clock.now() >= began + timedelta(milliseconds=after)

    declared = job(pool=pools.ORDINARY)(timed)
    store = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", SystemClock())
    await engine.migrate(store)
    services = make_services(store, SystemClock(), jobs=jobs.listed([declared]))

    def write(uow, *afters):
        for after in afters:
            when = When(str(after), run_at=began + timedelta(milliseconds=after))
            declared.enqueue(uow, when, after=after)

    await store.run(lambda uow: write(uow, 400, 500))

    async def all_done():
        return len(done) == 4

    async with working(services):
        await store.run(lambda uow: write(uow, 300, 600))
        await until(all_done)
    await store.close()
    assert done == dict.fromkeys((300, 400, 500, 600), True)
