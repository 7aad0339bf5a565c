"""A job whose row cannot be settled is logged, and a job ends before its lease does."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from botfeed.adapters.clock import SystemClock
from botfeed.core.chat.context import Services
from botfeed.core.work import jobs, leased_job, pools, worker
from botfeed.core.work.jobs import When, job
from botfeed.testing.plugin import make_services


async def test_an_error_while_a_job_is_settled_is_logged(store, clock, monkeypatch):
    tried = asyncio.Event()
    run = store.run

    async def full_disk(fn):
        tried.set()
        raise OSError("disk full")

    async def doomed(services: Services) -> None:
        monkeypatch.setattr(store, "run", full_disk)

    declared = job(pool=pools.ORDINARY, attempts=1)(doomed)
    services = make_services(store, SystemClock(), jobs=jobs.listed([declared]))
    await store.run(lambda uow: declared.enqueue(uow, When("x")))
    row = (await store.run(lambda uow: uow.jobs.claim({"doomed": timedelta(minutes=1)}, 1)))[0]
    with capture_logs() as logs:
        task = leased_job.start(services, leased_job.Held(row))
        await asyncio.wait({task}, timeout=10)
        await asyncio.sleep(0)
    monkeypatch.setattr(store, "run", run)
    assert tried.is_set()
    told = next(line for line in logs if line["event"] == "a job could not be settled")
    assert (told["kind"], told["job"], str(told["exc_info"])) == ("doomed", row.id, "disk full")


@pytest.mark.parametrize(("lease", "most"), [(60, 55), (240, 235), (8, 4)])
async def test_a_job_ends_before_its_lease_does(store, clock, monkeypatch, lease, most):
    given = []
    timeout = asyncio.timeout

    async def brief(services: Services) -> None:
        pass

    def watched(seconds):
        given.append(seconds)
        return timeout(seconds)

    declared = job(pool=pools.ORDINARY, lease=timedelta(seconds=lease))(brief)
    services = make_services(store, clock, jobs=jobs.listed([declared]))
    monkeypatch.setattr(leased_job.asyncio, "timeout", watched)
    await store.run(lambda uow: declared.enqueue(uow, When("x")))
    assert await worker.drain(services) == 1
    assert given == [most]
