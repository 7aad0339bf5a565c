"""Limit rates by GCRA, the generic cell rate algorithm of ITU-T I.371 (its virtual scheduling form).

`due` is the theoretical arrival time: when the next request would come if all kept the pace. A request may come up to
`tolerance` before it. The two functions are the whole formula, for times of any unit: the limits of a database
(`store/quotas.py`), of one process (`RateLimiter`) and of each platform's API keep their `due` where they need it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from cachetools import LRUCache

Time = TypeVar("Time", int, float)
MOST = 10_000  # names remembered at once; the one that asked longest ago is forgotten first


def next_allowed(due: Time, now: Time, tolerance: Time) -> Time:
    """Return the earliest time at which a request conforms: `now`, or later.

    `burst` requests at once, then one in each `period`, are a tolerance of `(burst - 1) * period`.
    """
    return max(now, due - tolerance)


def advance(due: Time, now: Time, period: Time) -> Time:
    """Return the theoretical arrival time after a request at `now`, or one that will wait until it is allowed."""
    return max(due, now) + period


class RateLimiter:
    """Allow `burst` requests at once, then one in every `per`, for each name; kept in this process's memory."""

    def __init__(self, per: timedelta, burst: int) -> None:
        self._period = per.total_seconds()
        self._tolerance = (burst - 1) * self._period
        self._due: LRUCache[str, float] = LRUCache(MOST)

    def allows(self, name: str, time: float) -> bool:
        """Count a request if it is allowed now, and return whether it is. `time`: seconds that only go forward."""
        due = self._due.get(name, time)
        if next_allowed(due, time, self._tolerance) > time:
            return False
        self._due[name] = advance(due, time, self._period)
        return True
