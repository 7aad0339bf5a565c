"""How fast somebody may ask for what leaves no trace: counted in memory, so that it costs no write."""

from __future__ import annotations

from datetime import datetime, timedelta

MOST = 10_000  # names remembered at once; those at rest are forgotten first


class RateLimiter:
    """GCRA, as the store's quotas have it: `burst` at once, then one in every `per`, for each name, in this process."""

    def __init__(self, per: timedelta, burst: int) -> None:
        self._per = per
        self._slack = per * (burst - 1)
        self._due: dict[str, datetime] = {}  # theoretical arrival of each name's next

    def allows(self, name: str, now: datetime) -> bool:
        """Take a step, if it is allowed now."""
        due = max(self._due.get(name, now), now)
        if due - now > self._slack:
            return False
        if name not in self._due and len(self._due) >= MOST:
            self._forget(now)
        self._due[name] = due + self._per
        return True

    def _forget(self, now: datetime) -> None:
        self._due = {name: due for name, due in self._due.items() if due > now}
        if len(self._due) >= MOST:  # more people than that within a moment: better none is held up
            self._due.clear()
