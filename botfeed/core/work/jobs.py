"""Slow work: `@job` declares it, `add` writes the row in the transaction that caused it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botfeed.core.chat.context import Services
from botfeed.core.errors import BotfeedError
from botfeed.core.model import Job
from botfeed.core.ports import Unit

Perform = Callable[[Services, Job], Awaitable[None]]

UNSEEN_FIRST = 5  # priority of taking away what may not be seen any more
PEOPLE_FIRST = 10  # priority of what somebody is waiting for
ORDINARY = 50
DIGESTS = 90


class Retry(BotfeedError):
    """Try this job again after so many seconds; does not count as a failed attempt where `counts` is False."""

    def __init__(self, after: float, why: str = "", *, counts: bool = True) -> None:
        super().__init__(why)
        self.after = after
        self.counts = counts


@dataclass(frozen=True, slots=True)
class Kind:
    """`lease`: a job that is not finished by then is given to another worker. `attempts`: then it is dead."""

    name: str
    perform: Perform
    lease: timedelta
    attempts: int


KINDS: dict[str, Kind] = {}


def job(name: str, *, lease: timedelta = timedelta(minutes=2), attempts: int = 8) -> Callable[[Perform], Perform]:
    """Declare a kind of slow work. Raises ValueError for a name that is declared already."""

    def declare(perform: Perform) -> Perform:
        if name in KINDS:
            raise ValueError(f"two functions declare the job {name}")
        KINDS[name] = Kind(name, perform, lease, attempts)
        return perform

    return declare


def delivery(platform: str, *, urgent: bool) -> str:
    """Name the kind of work that sending to a platform is."""
    return f"deliver.{platform}" if urgent else f"deliver.{platform}.patient"


def add(
    uow: Unit,
    kind: str,
    args: dict[str, Any],
    *,
    lane: str,
    key: str | None = None,
    run_at: datetime | None = None,
    priority: int = ORDINARY,
) -> bool:
    """Write a job. False where one of the same key waits already. Jobs of one lane run one after another."""
    turn = uow.count(Job, lane=lane, kind=kind, state__in=("ready", "leased"))
    row = Job(
        id=uow.new_id(),
        kind=kind,
        args=args,
        lane=lane,
        run_at=run_at or uow.now,
        created=uow.now,
        key=key,
        priority=priority,
        turn=turn,
    )
    return uow.insert(row)
