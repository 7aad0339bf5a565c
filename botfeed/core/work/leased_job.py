"""A job that this process has leased: perform it, and settle its row, guarded by the lease's epoch."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from botfeed.core.chat.context import ListedJob, Services
from botfeed.core.model import Job
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import JobWhere
from botfeed.core.work import jobs
from botfeed.core.work.jobs import Retry

log = structlog.get_logger()

MARGIN = timedelta(seconds=5)  # of a lease, for the claim before a job and the settling of its row after it
_STEPS = (1.0, 2.0, 5.0, 15.0, 40.0, 120.0, 120.0, 600.0, 3600.0)  # seconds between attempts


@dataclass(slots=True)
class Held:
    """Job that runs here, with its newest lease."""

    job: Job
    task: asyncio.Task[None] | None = None


def start(services: Services, held: Held) -> asyncio.Task[None]:
    task = asyncio.create_task(_perform(services, held))
    task.add_done_callback(lambda done: _settled(held.job, done))
    return task


def _settled(job: Job, task: asyncio.Task[None]) -> None:
    """Log when a row could not be settled: its job is done again once the lease has lapsed."""
    if not task.cancelled() and (error := task.exception()):
        log.error("a job could not be settled", kind=job.kind, job=job.id, exc_info=error)


async def perform(services: Services, job: Job) -> None:
    """Run one leased job and settle its row, guarded by its epoch."""
    await _perform(services, Held(job))


async def _perform(services: Services, held: Held) -> None:
    job = held.job
    kind = jobs.find(services.jobs, job.kind)
    if kind is None:
        raise LookupError(f"no listed job is {job.kind}")
    try:
        if job.attempts < kind.attempts:  # else it took its workers along as often as it may
            async with asyncio.timeout(_most(kind.lease).total_seconds()):
                await kind.perform(services, job)
    except Retry as again:
        end = partial(_retry, services, kind, held, again.after, str(again), counts=again.counts)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a bug of any job, of any kind: it is tried again, and the worker goes on
        if isinstance(error, asyncio.CancelledError) and _stopping():
            raise
        log.exception("job failed", kind=job.kind, job=job.id, attempt=job.attempts + 1)
        after = _STEPS[min(job.attempts, len(_STEPS) - 1)]
        end = partial(_retry, services, kind, held, after, repr(error)[:500])
    else:
        lost = job.attempts >= kind.attempts
        end = partial(_retry, services, kind, held, 0.0, "its workers ended") if lost else partial(_done, held)
    settled = None
    while settled is not held.job:  # it was leased anew meanwhile, by this process
        settled = held.job
        await services.store.run(end)


def _stopping() -> bool:
    """Return True if this task itself is being cancelled; what a job awaits may have been cancelled by others."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _most(lease: timedelta) -> timedelta:
    """Return how long a job may take, so that its row is settled while it is still ours."""
    return max(lease - MARGIN, lease / 2)


def _done(held: Held, uow: Unit) -> None:
    job = held.job
    uow.delete(Job, id=job.id, epoch=job.epoch)
    _free_lane(uow, job)


def _retry(
    services: Services, kind: ListedJob, held: Held, after: float, why: str, uow: Unit, *, counts: bool = True
) -> None:
    job = held.job
    attempts = job.attempts + counts
    mine: JobWhere = {"id": job.id, "epoch": job.epoch}
    if attempts >= kind.attempts:
        if uow.compare_and_set(Job, mine, state="dead", attempts=attempts, error=why, lease=None, key=None):
            _give_up(services, kind, job, why, uow)
    else:
        later = uow.now + timedelta(seconds=after)
        uow.compare_and_set(Job, mine, state="ready", run_at=later, attempts=attempts, error=why, lease=None)
        uow.wake(job.kind, later)
    _free_lane(uow, job)


def _give_up(services: Services, kind: ListedJob, job: Job, why: str, uow: Unit) -> None:
    """Call what the job's module does at its end. What raises there is undone and logged: the job stays dead."""
    log.error("a job is given up", kind=job.kind, job=job.id, why=why)
    try:
        with uow.savepoint():
            kind.dead(services, uow, job, why)
    except Exception:
        log.exception("the end of a job failed", kind=job.kind, job=job.id)


def _free_lane(uow: Unit, job: Job) -> None:
    """Wake the pool of the job that waited behind another in its lane."""
    for kind in uow.jobs.waiting(job.lane):
        uow.wake(kind, uow.now)
