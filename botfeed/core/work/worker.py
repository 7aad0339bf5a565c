"""Worker: claim, perform, retry, give up. The rows decide; two workers may run at once."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

import structlog

from botfeed.core.chat.context import ListedJob, Services
from botfeed.core.model import Job
from botfeed.core.ports import Due, Unit
from botfeed.core.ports.fields import JobWhere
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import Retry

log = structlog.get_logger()

IDLE = 5.0  # seconds between looks when nothing woke us: another process may have died with a lease
MARGIN = timedelta(seconds=5)  # of a lease, for the claim before a job and the settling of its row after it
SOON = 0.02  # seconds: the shortest pause between two glances at the clock
_STEPS = (1.0, 2.0, 5.0, 15.0, 40.0, 120.0)  # seconds between attempts


def kinds(services: Services, *, messengers_only: bool = False) -> dict[str, str]:
    """Return the stored kinds that this process can do now, each with its pool.
    `messengers_only`: only those that need a messenger, as in a process that has a platform open and no worker's role.
    """
    mine = (each for each in services.jobs.values() if each.messenger or not messengers_only)
    return {kind: pool for each in mine for kind, pool in each.here(services).items()}


async def work(services: Services, *, messengers_only: bool = False) -> None:
    """Work until cancelled: poll the table for all pools at intervals, and let each woken pool claim."""
    board = _Board(services, messengers_only)
    with services.store.listening(board.hear):
        async with asyncio.TaskGroup() as group:
            while True:
                if board.look_at <= asyncio.get_running_loop().time():
                    await board.look()
                for pool in board.wake_due():
                    group.create_task(pool.work())
                await board.rest()


class _Board:
    """Due times of work until the next poll, as far as this process has them, and the pools that do it."""

    def __init__(self, services: Services, messengers_only: bool) -> None:
        self._services = services
        self._messengers_only = messengers_only
        self._pools: dict[str, _Pool] = {}
        self._due: list[tuple[datetime, str, bool]] = []  # a heap: when, of which kind, known by a look
        self._changed = asyncio.Event()
        self._unknown: set[str] = set()  # kinds that were logged
        self.look_at = 0.0  # by the loop's clock

    def hear(self, due: AbstractSet[Due]) -> None:
        """Record the kinds of work that were written, and when they are due. An empty set: anything may be due."""
        if not due:
            self.look_at = 0.0
        for kind, at in due:
            if at <= self._horizon():  # what comes later is found by a look
                heapq.heappush(self._due, (at, kind, False))
        self._changed.set()

    async def look(self) -> None:
        """Read when each kind is due until the next poll, in one statement; log once each kind that is not listed."""
        self.look_at = asyncio.get_running_loop().time() + IDLE
        asked, until = self._services.clock.now(), self._horizon()
        for kind, at in await self._services.store.read(lambda uow: uow.jobs.due(until)):
            heapq.heappush(self._due, (at, kind, at > asked))
            if kind not in self._unknown and jobs.find(self._services.jobs, kind) is None:
                self._unknown.add(kind)
                log.error("jobs of an unknown kind wait: no module that is listed here does them", kind=kind)

    def wake_due(self) -> list[_Pool]:
        """Wake the pools that have due work; return the new ones.
        A poll returns the first later time of each kind, so at that time there is another poll.
        """
        now, begun = self._services.clock.now(), []
        known = kinds(self._services, messengers_only=self._messengers_only)
        while self._due and self._due[0][0] <= now:
            _, kind, looked = heapq.heappop(self._due)
            if looked:
                self.look_at = 0.0
            if (name := known.get(kind)) is None:
                continue
            if name not in self._pools:
                self._pools[name] = _Pool(self._services, name, self._messengers_only)
                begun.append(self._pools[name])
            self._pools[name].woken.set()
        return begun

    async def rest(self) -> None:
        """Wait until a notification comes, the next job is due, or it is time to poll; return that time."""
        pause = self.look_at - asyncio.get_running_loop().time()
        if self._due:
            pause = min(pause, (self._due[0][0] - self._services.clock.now()).total_seconds())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(SOON, pause)):
                await self._changed.wait()
        self._changed.clear()

    def _horizon(self) -> datetime:
        return self._services.clock.now() + timedelta(seconds=IDLE)


class _Pool:
    """Jobs that share slots: claims when it is woken, and when a slot is free again after all of them were taken."""

    def __init__(self, services: Services, name: str, messengers_only: bool) -> None:
        self._services = services
        self._name = name
        self._messengers_only = messengers_only
        self._running: set[asyncio.Task[None]] = set()
        self._more = False
        self.woken = asyncio.Event()

    async def work(self) -> None:
        try:
            while True:
                await self.woken.wait()
                self.woken.clear()
                await self._claim()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _claim(self) -> None:
        """Claim as many jobs as there are free slots."""
        known = kinds(self._services, messengers_only=self._messengers_only)
        mine = _listed(self._services, [kind for kind, pool in known.items() if pool == self._name])
        if not mine:
            return
        free = pools.SLOTS[next(iter(mine.values())).pool] - len(self._running)
        self._more = free <= 0
        if self._more:
            return
        claimed = await _claim(self._services, mine, free)
        self._more = len(claimed) == free
        for job in claimed:
            task = _start(self._services, job)
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._more:
            self.woken.set()


def _start(services: Services, job: Job) -> asyncio.Task[None]:
    task = asyncio.create_task(perform(services, job))
    task.add_done_callback(lambda done: _settled(job, done))
    return task


def _settled(job: Job, task: asyncio.Task[None]) -> None:
    """Log when a row could not be settled: its job is done again once the lease has lapsed."""
    if not task.cancelled() and (error := task.exception()):
        log.error("a job could not be settled", kind=job.kind, job=job.id, exc_info=error)


async def drain(services: Services, most: int = 10_000) -> int:
    """Run the due jobs, one after another, until none is left; for consoles and tests. Return their number."""
    done = 0
    while done < most and (claimed := await _claim(services, _listed(services, kinds(services)), 1)):
        await perform(services, claimed[0])
        done += 1
    return done


def _listed(services: Services, stored: Iterable[str]) -> dict[str, ListedJob]:
    """Return the jobs that do stored kinds, by these."""
    return {kind: found for kind in stored if (found := jobs.find(services.jobs, kind))}


async def _claim(services: Services, mine: Mapping[str, ListedJob], limit: int) -> list[Job]:
    """Claim jobs, each for as long as its kind says: the death of a short one is noticed early."""
    leases = {kind: each.lease for kind, each in mine.items()}
    return await services.store.run(lambda uow: uow.jobs.claim(leases, limit))


async def perform(services: Services, job: Job) -> None:
    """Run one leased job and settle its row, guarded by its epoch."""
    kind = jobs.find(services.jobs, job.kind)
    if kind is None:
        raise LookupError(f"no listed job is {job.kind}")
    try:
        async with asyncio.timeout(_most(kind.lease).total_seconds()):
            await kind.perform(services, job)
    except Retry as again:
        after, why, counts = again.after, str(again), again.counts
        await services.store.run(lambda uow: _retry(uow, kind, job, after, why, counts=counts))
    except Exception as error:
        log.exception("job failed", kind=job.kind, job=job.id, attempt=job.attempts + 1)
        after = _STEPS[min(job.attempts, len(_STEPS) - 1)]
        why = repr(error)[:500]
        await services.store.run(lambda uow: _retry(uow, kind, job, after, why))
    else:
        await services.store.run(lambda uow: _done(uow, job))


def _most(lease: timedelta) -> timedelta:
    """Return how long a job may take, so that its row is settled while it is still ours."""
    return max(lease - MARGIN, lease / 2)


def _done(uow: Unit, job: Job) -> None:
    uow.delete(Job, id=job.id, epoch=job.epoch)
    _free_lane(uow, job)


def _retry(uow: Unit, kind: ListedJob, job: Job, after: float, why: str, *, counts: bool = True) -> None:
    attempts = job.attempts + counts
    mine: JobWhere = {"id": job.id, "epoch": job.epoch}
    if attempts >= kind.attempts:
        uow.compare_and_set(Job, mine, state="dead", attempts=attempts, error=why, lease=None, key=None)
    else:
        later = uow.now + timedelta(seconds=after)
        uow.compare_and_set(Job, mine, state="ready", run_at=later, attempts=attempts, error=why, lease=None)
        uow.wake(job.kind, later)
    _free_lane(uow, job)


def _free_lane(uow: Unit, job: Job) -> None:
    """Wake the pool of the job that waited behind another in its lane."""
    for kind in uow.jobs.waiting(job.lane):
        uow.wake(kind, uow.now)
