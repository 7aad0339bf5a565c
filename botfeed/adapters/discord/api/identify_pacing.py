"""Sessions that are begun: one each five seconds, and a few hundred a day, however often something falls.

Discord resets the token of a bot that identifies itself 1,000 times a day. What was used up is a row, so that neither a
restart nor another process on the same database begins to count anew.
"""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.ports import Unit

A_DAY = 200  # sessions; of many shards, each eight times
AT_ONCE = 40  # of them without waiting, so that a few bad minutes are not felt
EACH = 8
PACE = timedelta(seconds=5)  # between two sessions, as Discord demands
PATIENCE = 10.0  # seconds that a connection waits; who waits longer hangs up meanwhile


def wait(uow: Unit, application: int, shards: int = 1) -> float:
    """Give the seconds to wait before a session may be begun; 0: it may, and is counted."""
    a_day = max(A_DAY, EACH * shards)
    at_once = a_day * AT_ONCE // A_DAY
    per = timedelta(days=1) / (a_day - at_once - 1)
    name = f"identify:{application}"
    return uow.quotas.wait(f"{name}:pace", PACE, 1) or uow.quotas.wait(name, per, at_once)
