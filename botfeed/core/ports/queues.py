"""Jobs and allowances, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from botfeed.core.model import Job


class Jobs(Protocol):
    def claim(self, kinds: Sequence[str], limit: int, lease: timedelta) -> list[Job]:
        """Lease due jobs, one a lane, in the order priority, turn, age; a lapsed lease counts as due."""

    def due(self, until: datetime) -> list[tuple[str, datetime]]:
        """Return the kinds of which a job is due, or its lease ends, by `until`, in the order of their times.

        Of each kind the first time up to now is among them, and the first one after now.
        """

    def waiting(self, lane: str) -> list[str]:
        """Return the kinds of the due jobs that wait in a lane."""

    def ahead(self, job: Job) -> int:
        """How many of its kind will be claimed before it."""


class Quotas(Protocol):
    def take(self, name: str, day: str, amount: int, limit: int) -> bool:
        """Add to the day's tally unless that would pass the limit: exact under concurrency."""

    def give_back(self, name: str, day: str, amount: int) -> None: ...

    def used(self, name: str, day: str) -> int: ...

    def wait(self, name: str, per: timedelta, burst: int) -> float:
        """One step of GCRA: 0.0 if allowed now, else the seconds to wait."""

    def forget(self, before: str) -> int:
        """Drop what days before `before` used, and rates that are at rest; how many rows went."""
