"""Limit how often sessions are begun: one in five seconds, and a few hundred a day, whatever fails.

Discord resets the token of a bot that identifies itself 1,000 times a day. The count is a row, so that restarts and
other processes on the same database continue it.
"""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.ports import Unit

A_DAY = 200  # sessions a day, or EACH for every shard
AT_ONCE = 40  # of them without waiting, for a few bad minutes
EACH = 8
PACE = timedelta(seconds=5)  # between two sessions, as Discord demands
PATIENCE = 10.0  # seconds that a client waits while connected; for a longer wait it disconnects


def wait(uow: Unit, application: int, shards: int = 1) -> float:
    """Return the seconds to wait before a session may be begun; 0: it may, and is counted."""
    a_day = max(A_DAY, EACH * shards)
    at_once = a_day * AT_ONCE // A_DAY
    per = timedelta(days=1) / (a_day - at_once - 1)
    name = f"identify:{application}"
    return uow.quotas.wait(f"{name}:pace", PACE, 1) or uow.quotas.wait(name, per, at_once)
