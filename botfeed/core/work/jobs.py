"""Jobs: slow work as rows. `@job` declares one, `enqueue` writes its row in the transaction that caused it.
Nothing registers itself: `botfeed/catalog.py` lists every job, and `app.build` is given that list. A job that is
enqueued below the package that implements it is declared there with `@forward_job` and bound with `implements=`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Concatenate, Generic, Literal, ParamSpec, Required, TypedDict, TypeVar, Unpack, overload

from botfeed.core.chat.context import ListedJob, Services
from botfeed.core.errors import BotfeedError, StartError
from botfeed.core.model import Job
from botfeed.core.ports import Unit
from botfeed.core.work import pools
from botfeed.core.work.parameters import Parameters

P = ParamSpec("P")
R = TypeVar("R")

UNSEEN_FIRST = 5  # priority of taking away what may not be seen any more
PEOPLE_FIRST = 10  # priority of what somebody is waiting for
ORDINARY = 50
DIGESTS = 90
ANY = "*"  # of the messengers that a job may need
LEASE = timedelta(minutes=2)
ATTEMPTS = 8
A_MONTH = 24 * 30  # attempts at what has to be done one day, once an hour in the end: erasure, what others still see
PLATFORM_PAUSE = (timedelta(seconds=1), timedelta(minutes=1))  # least and most between two looks for its messenger
PLATFORM_WAIT = timedelta(days=1)  # for a platform to be open somewhere; then a job is settled without it


class Retry(BotfeedError):
    """Retry of this job after so many seconds; not counted as a failed attempt where `counts` is False."""

    def __init__(self, after: float, why: str = "", *, counts: bool = True) -> None:
        super().__init__(why)
        self.after = after
        self.counts = counts


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


@dataclass(frozen=True, slots=True)
class When:
    """Place of a job in the queue. Jobs of one lane run one after another; of one key only one waits.
    One that runs does not wait: what it reads may be older than what it is asked for, so another follows it.
    """

    lane: str
    _: KW_ONLY
    key: str | None = None
    run_at: datetime | None = None
    priority: int = ORDINARY


@dataclass(frozen=True, slots=True)
class Dead:
    """Argument of a hook in the transaction that records that a job is given up. `why`: what raised, as text."""

    services: Services
    uow: Unit
    row: Job
    why: str


@dataclass(frozen=True, slots=True)
class _Enqueued(Generic[P]):
    kind: str  # as it is stored
    parameters: Parameters

    def enqueue(self, uow: Unit, when: When, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Write the row. Return False where one of the same key waits already."""
        return _write(uow, self.kind, when, self.parameters.dump(args, kwargs))


@dataclass(frozen=True, slots=True)
class ForwardJob(_Enqueued[P]):
    """Job that is declared where it is enqueued, and implemented in a higher package: see `job(implements=...)`."""

    def on(self, variant: str) -> ForwardJob[P]:
        """Return the same job under a kind of its own: `deliver` on `telegram` is stored as `deliver.telegram`."""
        return replace(self, kind=f"{self.kind}.{variant}")


@dataclass(frozen=True, slots=True)
class JobKind(_Enqueued[P]):
    """Kind of job. `takes_row`: its function is given the row too.
    `lease`: a job that is not finished by then is given to another worker. `attempts`: afterwards it is dead.
    `messenger`: platform whose messenger it needs, or ANY. `variants`: the kinds under which this process can do it
    now, each in a pool of its own.
    """

    pool: str
    lease: timedelta = LEASE
    attempts: int = ATTEMPTS
    messenger: str = ""
    takes_row: bool = False
    implements: ForwardJob[Any] | None = None
    variants: Callable[[Services], Iterable[str]] | None = None
    hooks: dict[str, Callable[..., object]] = field(default_factory=dict, compare=False)

    def when_dead(self, hook: Callable[Concatenate[Dead, P], R]) -> Callable[Concatenate[Dead, P], R]:
        """Register the hook for the transaction that records that the job is given up: who waits for it is told."""
        if self.hooks:
            raise ValueError(f"the job {self.kind} has two functions for its end")
        self.hooks["dead"] = hook
        return hook

    def dead(self, services: Services, uow: Unit, row: Job, why: str) -> None:
        """Call the hook with the arguments of a row that is given up."""
        if hook := self.hooks.get("dead"):
            hook(Dead(services, uow, row, why), **self.parameters.load(row.args))

    async def perform(self, services: Services, row: Job) -> None:
        """Call the function with the arguments of a row."""
        given = (services, row) if self.takes_row else (services,)
        await self.parameters.function(*given, **self.parameters.load(row.args))

    def has_variant(self, stored: str) -> bool:
        return self.variants is not None and stored.startswith(f"{self.kind}.")

    def here(self, services: Services) -> dict[str, str]:
        """Return the stored kinds of this job that this process can do now, each with its pool."""
        if self.variants is not None:
            return {kind: kind for kind in (f"{self.kind}.{variant}" for variant in self.variants(services))}
        needed = self.messenger in services.messengers or (self.messenger == ANY and services.messengers)
        return {self.kind: self.pool} if needed or not self.messenger else {}


class Options(TypedDict, total=False):
    pool: Required[str]
    kind: str
    lease: timedelta
    attempts: int
    messenger: str
    variants: Callable[[Services], Iterable[str]]


@overload
def job(
    *, row: Literal[False] = False, implements: ForwardJob[P], **options: Unpack[Options]
) -> Callable[[Callable[Concatenate[Services, P], Awaitable[None]]], JobKind[P]]: ...
@overload
def job(
    *, row: Literal[True], implements: ForwardJob[P], **options: Unpack[Options]
) -> Callable[[Callable[Concatenate[Services, Job, P], Awaitable[None]]], JobKind[P]]: ...
@overload
def job(
    *, row: Literal[False] = False, implements: None = None, **options: Unpack[Options]
) -> Callable[[Callable[Concatenate[Services, P], Awaitable[None]]], JobKind[P]]: ...
@overload
def job(
    *, row: Literal[True], implements: None = None, **options: Unpack[Options]
) -> Callable[[Callable[Concatenate[Services, Job, P], Awaitable[None]]], JobKind[P]]: ...
def job(*, row: bool = False, implements: ForwardJob[Any] | None = None, **options: Unpack[Options]) -> Any:
    """Declare a job: its stored kind is the function's name, unless `kind` or `implements` gives another.

    `row`: the function takes the row as its second argument, for its id, lane, epoch and attempts.
    """

    def declare(function: Callable[..., Awaitable[None]]) -> JobKind[Any]:
        named = {"kind": implements.kind if implements else function.__name__, **options}
        parameters = Parameters(function, 2 if row else 1)
        return JobKind(parameters=parameters, takes_row=row, implements=implements, **named)  # type: ignore[arg-type]  # Options, with the kind

    return declare


def forward_job(*, kind: str = "") -> Callable[[Callable[P, None]], ForwardJob[P]]:
    """Declare the kind and parameters of a job that a higher package implements. The function is never called."""

    def declare(signature: Callable[P, None]) -> ForwardJob[P]:
        return ForwardJob(kind or signature.__name__, Parameters(signature, 0))

    return declare


def listed(jobs: Iterable[JobKind[Any] | ForwardJob[Any]]) -> dict[str, JobKind[Any]]:
    """Return jobs by their kind. Raises StartError where two have one kind, a pool is unknown, or one is not bound."""
    found: dict[str, JobKind[Any]] = {}
    forwards = []
    for each in jobs:
        if isinstance(each, ForwardJob):
            forwards.append(each)
            continue
        if each.kind in found:
            raise StartError(f"Two jobs are listed as {each.kind}.")
        if each.pool not in pools.SLOTS:
            raise StartError(f"The job {each.kind} names the pool {each.pool}. There is: {', '.join(pools.SLOTS)}.")
        found[each.kind] = each
    bound = [each.implements for each in found.values()]
    for forward in forwards:
        if forward not in bound:
            raise StartError(f"The job {forward.kind} is declared, and no listed job implements it.")
    for each in found.values():
        if each.implements is not None and each.implements not in forwards:
            raise StartError(f"The job {each.kind} implements a declaration that is not listed.")
    return found


def find(jobs: Mapping[str, ListedJob], stored: str) -> ListedJob | None:
    """Return the job of a stored kind, by itself or as one of its variants."""
    return jobs.get(stored) or next((each for each in jobs.values() if each.has_variant(stored)), None)


def wait_for_platform(services: Services, row: Job, platform: str, most: timedelta = PLATFORM_WAIT) -> None:
    """Raise Retry where a platform of this instance is not open here: another process has it, or it is being opened.

    Pauses grow with the job's age to a minute. After `most`, and for a platform that is not configured, it returns.
    """
    if platform in services.messengers or platform not in services.platforms:
        return
    age = max(timedelta(0), services.clock.now() - row.created)
    if age < most:
        least, longest = PLATFORM_PAUSE
        pause = max(least, min(longest, age / 10))
        raise Retry(pause.total_seconds(), f"{platform} is not open here", counts=False)


def _write(uow: Unit, kind: str, when: When, args: dict[str, Any]) -> bool:
    row = Job(
        id=uow.new_id(),
        kind=kind,
        args=args,
        lane=when.lane,
        run_at=when.run_at or uow.now,
        created=uow.now,
        key=when.key,
        priority=when.priority,
        turn=uow.count(Job, lane=when.lane, kind=kind, state__in=("ready", "leased")),
    )
    if not uow.insert(row) and not _follow(uow, row):
        return False
    uow.wake(kind, row.run_at)
    return True


def _follow(uow: Unit, row: Job) -> bool:
    """Write a job behind the one of its key that runs; return False where one waits, which reads what is written now.
    The waiting one is held until this transaction ends: on PostgreSQL a worker may claim it meanwhile.
    """
    for key in waiting_keys(row.key):
        if uow.compare_and_set(Job, {"key": key, "state": "ready"}, state="ready"):
            return False
    return any(uow.insert(replace(row, key=key)) for key in waiting_keys(row.key))


def waiting_keys(key: str | None) -> tuple[str, ...]:
    """Return the keys of the jobs that may wait under a key: itself, and that of who follows one that runs."""
    return () if key is None else (key, f"{key} again")
