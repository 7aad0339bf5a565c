"""Jobs and allowances, inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from botfeed.core.model import Job


class Jobs(Protocol):
    def claim(self, leases: Mapping[str, timedelta], limit: int) -> list[Job]:
        """Lease due jobs, one a lane, in the order priority, turn, age; a lapsed lease counts as due.
        `leases`: the kinds that are done here, each with the length of its lease.
        """

    def due(self, until: datetime) -> list[tuple[str, datetime]]:
        """Return the kinds of jobs that are due, or whose lease ends, by `until`, in the order of these times.
        Each kind has its first time up to now, and its first one after now.
        """

    def waiting(self, lane: str) -> list[str]:
        """Return the kinds of the due jobs that wait in a lane."""

    def ahead(self, job: Job) -> int:
        """Count the jobs of its kind that will be claimed before it."""


class Quotas(Protocol):
    def take(self, name: str, day: str, amount: int, limit: int) -> bool:
        """Add to the day's tally unless that would pass the limit: exact under concurrency."""

    def give_back(self, name: str, day: str, amount: int) -> None: ...

    def used(self, name: str, day: str) -> int: ...

    def wait(self, name: str, per: timedelta, burst: int) -> float:
        """Take one step of GCRA: return 0.0 if allowed now, else the seconds to wait."""

    def ahead(self, today: str, but: str) -> int:
        """Delete the usage of days after `today`, which a clock ahead of the time left, but for names that begin so."""

    def forget(self, before: str) -> int:
        """Delete the usage of days before `before`, and rates that are at rest; return the number of rows."""
