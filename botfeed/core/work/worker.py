"""Worker: claim, perform, retry, give up. The rows decide; two workers may run at once."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

import structlog

from botfeed.core.chat.context import ListedJob, Services
from botfeed.core.model import Job
from botfeed.core.ports import Due, Unit
from botfeed.core.ports.fields import JobWhere
from botfeed.core.work import jobs, leased_job, pools
from botfeed.core.work.leased_job import Held

log = structlog.get_logger()

IDLE = 5.0  # seconds between looks when nothing woke us: another process may have died with a lease
GRACE = 4.0  # seconds that running jobs get at a stop
HAND_BACK = 1.0  # seconds for the store to take the leases of the others back
SOON = 0.02  # seconds: the shortest pause between two glances at the clock


def kinds(services: Services, *, messengers_only: bool = False) -> dict[str, str]:
    """Return the stored kinds that this process can do now, each with its pool.
    `messengers_only`: only those that need a messenger, as in a process that has a platform open and no worker's role.
    """
    mine = (each for each in services.jobs.values() if each.messenger or not messengers_only)
    return {kind: pool for each in mine for kind, pool in each.here(services).items()}


async def work(services: Services, *, messengers_only: bool = False) -> None:
    """Work until cancelled: poll the table for all pools at intervals, and let each woken pool claim.
    Then what ends within `GRACE` is finished, and the other leases are given back.
    """
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
        self._running: dict[int, Held] = {}  # by the job's id
        self._claiming: asyncio.Task[list[Job]] | None = None
        self._more = False
        self.woken = asyncio.Event()

    async def work(self) -> None:
        try:
            while True:
                await self.woken.wait()
                self.woken.clear()
                await self._claim()
        finally:
            await self._stop()

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
        self._claiming = asyncio.create_task(_claim(self._services, mine, free))
        claimed = await asyncio.shield(self._claiming)
        self._claiming = None
        self._more = len(claimed) == free
        for job in self._new(claimed):
            self._start(job)

    def _new(self, claimed: Sequence[Job]) -> list[Job]:
        """Return the jobs that do not run here; of the others a clock that jumped let the leases lapse."""
        for job in claimed:
            if held := self._running.get(job.id):
                held.job = job
        return [job for job in claimed if job.id not in self._running]

    def _start(self, job: Job) -> None:
        held = self._running[job.id] = Held(job)
        held.task = leased_job.start(self._services, held)
        held.task.add_done_callback(lambda _: self._ended(job.id))

    def _ended(self, job: int) -> None:
        self._running.pop(job, None)
        if self._more:
            self.woken.set()

    async def _stop(self) -> None:
        """Let jobs end that do so within the grace, and give the leases of the others back at once."""
        unfinished = self._new(await self._last_claim())
        running = [held for held in self._running.values() if held.task is not None]
        tasks = {held.task for held in running if held.task is not None}
        with contextlib.suppress(asyncio.CancelledError):  # who asks twice does not wait
            if tasks:
                await asyncio.wait(tasks, timeout=GRACE)
        left = {task for task in tasks if not task.done()}
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=HAND_BACK)
        unfinished += [held.job for held in running if held.task in left]
        if unfinished:
            await _within(HAND_BACK, self._services.store.run(lambda uow: _hand_back(uow, unfinished)))

    async def _last_claim(self) -> list[Job]:
        """Return what the claim leased that the stop interrupted."""
        if self._claiming is None:
            return []
        await asyncio.wait({self._claiming}, timeout=HAND_BACK)
        lost = not self._claiming.done() or self._claiming.cancelled() or self._claiming.exception()
        return [] if lost else self._claiming.result()


def _hand_back(uow: Unit, left: Sequence[Job]) -> None:
    """Give leases back, so that whoever works next takes the jobs up at once. It counts as no attempt."""
    for job in left:
        mine: JobWhere = {"id": job.id, "epoch": job.epoch, "state": "leased"}
        if uow.compare_and_set(Job, mine, state="ready", lease=None):
            uow.wake(job.kind, uow.now)


async def _within(seconds: float, work: Coroutine[Any, Any, object]) -> None:
    """Wait for work so long at most. A store that hangs does not even end when it is cancelled."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
        log.error("leases were not given back: their jobs go on when these lapse")
    elif error := task.exception():
        log.error("leases were not given back: their jobs go on when these lapse", why=repr(error)[:200])


def take_back(uow: Unit) -> int:
    """Let all leases lapse; for a process that alone has the store, so that those who held them are gone."""
    return uow.compare_and_set(Job, {"state": "leased"}, lease=uow.now)


async def drain(services: Services, most: int = 10_000) -> int:
    """Run the due jobs, one after another, until none is left; for consoles and tests. Return their number."""
    done = 0
    while done < most and (claimed := await _claim(services, _listed(services, kinds(services)), 1)):
        await leased_job.perform(services, claimed[0])
        done += 1
    return done


def _listed(services: Services, stored: Iterable[str]) -> dict[str, ListedJob]:
    """Return the jobs that do stored kinds, by these."""
    return {kind: found for kind in stored if (found := jobs.find(services.jobs, kind))}


async def _claim(services: Services, mine: Mapping[str, ListedJob], limit: int) -> list[Job]:
    """Claim jobs, each for as long as its kind says: the death of a short one is noticed early."""
    leases = {kind: each.lease for kind, each in mine.items()}
    return await services.store.run(lambda uow: uow.jobs.claim(leases, limit))
