"""The worker: claim, perform, try again, give up. Rows decide; two workers may tick at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.model import Job
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import JobWhere
from botfeed.core.work import (
    delivery,  # noqa: F401 - sending is work like any other: it registers itself
    jobs,
)
from botfeed.core.work.jobs import KINDS, Retry

log = structlog.get_logger()
Crew: TypeAlias = timedelta | str

IDLE = 5.0  # seconds between looks when nothing woke us: another process may have died with a lease
MARGIN = timedelta(seconds=5)  # of a lease, for the claim before a job and the settling of its row after it
SLOTS = 8  # jobs of one crew at a time
SENDING = 16  # deliveries of one crew at a time: 30 a second, each on its way for half a second
_STEPS = (1.0, 2.0, 5.0, 15.0, 40.0, 120.0)  # seconds between attempts


def kinds(services: Services) -> list[str]:
    """What this process can do: every kind, and deliveries for the messengers it has."""
    spoken = {jobs.delivery(platform, urgent=urgent) for platform in services.messengers for urgent in (True, False)}
    return sorted({k for k in KINDS if k != "deliver"} | spoken)


async def work(services: Services, slots: int = SLOTS) -> None:
    """Work until cancelled. A crew begins when there is something that it can do: a door may open later."""
    async with asyncio.TaskGroup() as crews:
        begun: set[Crew] = set()
        while True:
            for crew in {_crew_of(kind) for kind in kinds(services)} - begun:
                begun.add(crew)
                crews.create_task(_work(services, crew, slots if isinstance(crew, timedelta) else SENDING))
            await services.store.woken(IDLE)


def _crew_of(kind: str) -> Crew:
    """Who does it. Kinds of one lease share slots, so that slow ones never keep quick ones waiting; each platform has
    a crew for what people wait for and another for what is patient, so that neither is held up by anything else.
    """
    return kind if _family(kind) != kind else KINDS[kind].lease


async def _work(services: Services, crew: Crew, slots: int) -> None:
    running: set[asyncio.Task[None]] = set()
    wake = asyncio.create_task(services.store.woken(IDLE))
    try:
        while True:
            if wake.done():  # listens again before it looks: what is added in between is not slept over
                wake = asyncio.create_task(services.store.woken(IDLE))
                await asyncio.sleep(0)
            free = slots - len(running)
            mine = [kind for kind in kinds(services) if _crew_of(kind) == crew]
            claimed = await _claim(services, mine, free, KINDS[_family(mine[0])].lease) if free and mine else []
            running |= {_start(services, job) for job in claimed}
            if not claimed:
                await _rest(services, mine, {wake, *running})
            running = {task for task in running if not task.done()}
    finally:
        for task in (wake, *running):
            task.cancel()
        await asyncio.gather(wake, *running, return_exceptions=True)


def _start(services: Services, job: Job) -> asyncio.Task[None]:
    task = asyncio.create_task(perform(services, job))
    task.add_done_callback(lambda done: _ended(job, done))
    return task


def _ended(job: Job, task: asyncio.Task[None]) -> None:
    """Say when a row could not be settled: its job is done again once the lease has lapsed."""
    if not task.cancelled() and (error := task.exception()):
        log.error("a job could not be settled", kind=job.kind, job=job.id, exc_info=error)


async def drain(services: Services, most: int = 10_000) -> int:
    """Run what is due, one after another, until nothing is; for consoles and tests. Gives how many ran."""
    done = 0
    longest = max(kind.lease for kind in KINDS.values())
    while done < most and (claimed := await _claim(services, kinds(services), 1, longest)):
        await perform(services, claimed[0])
        done += 1
    return done


def _family(kind: str) -> str:
    """Deliveries are one kind of work, claimed by platform and patience: `deliver.telegram.patient`."""
    return "deliver" if kind.startswith("deliver.") else kind


async def _claim(services: Services, mine: Sequence[str], limit: int, lease: timedelta) -> list[Job]:
    return await services.store.run(lambda uow: uow.jobs.claim(mine, limit, lease))


async def _rest(services: Services, mine: Sequence[str], until: set[asyncio.Task[None]]) -> None:
    due = await services.store.read(lambda uow: uow.jobs.next_at(mine)) if mine else None
    pause = IDLE if due is None else max(0.02, min(IDLE, (due - services.clock.now()).total_seconds()))
    await asyncio.wait(until, timeout=pause, return_when=asyncio.FIRST_COMPLETED)


async def perform(services: Services, job: Job) -> None:
    """Run one leased job and settle its row, guarded by its epoch."""
    kind = KINDS[_family(job.kind)]
    try:
        async with asyncio.timeout(_most(kind.lease).total_seconds()):
            await kind.perform(services, job)
    except Retry as again:
        after, why, counts = again.after, str(again), again.counts
        await services.store.run(lambda uow: _retry(uow, job, after, why, counts, kind.attempts))
    except Exception as error:
        log.exception("job failed", kind=job.kind, job=job.id, attempt=job.attempts + 1)
        after = _STEPS[min(job.attempts, len(_STEPS) - 1)]
        why = repr(error)[:500]
        await services.store.run(lambda uow: _retry(uow, job, after, why, True, kind.attempts))
    else:
        await services.store.run(lambda uow: uow.delete(Job, id=job.id, epoch=job.epoch))


def _most(lease: timedelta) -> timedelta:
    """Give how long a job may take, so that its row is settled while it is still ours."""
    return max(lease - MARGIN, lease / 2)


def _retry(uow: Unit, job: Job, after: float, why: str, counts: bool, most: int) -> None:
    attempts = job.attempts + counts
    mine: JobWhere = {"id": job.id, "epoch": job.epoch}
    if attempts >= most:
        uow.compare_and_set(Job, mine, state="dead", attempts=attempts, error=why, lease=None, key=None)
    else:
        later = uow.now + timedelta(seconds=after)
        uow.compare_and_set(Job, mine, state="ready", run_at=later, attempts=attempts, error=why, lease=None)
