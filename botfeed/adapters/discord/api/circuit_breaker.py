"""Discord counts what it refuses: 10,000 of 401, 403 and 429 in ten minutes, and it shuts the whole address out.

Every answer is looked at as it comes in, whoever asked: a breaker keeps still long before that, and at once where the
address is shut out already, which a 429 without a `Via` header says.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from types import SimpleNamespace

import aiohttp

from botfeed.core.errors import TryAgain
from botfeed.core.ports import Clock

WINDOW = timedelta(minutes=10)
MOST = 5000  # refusals in a window: half of what Discord lets pass, as others may share the address
BANNED = timedelta(minutes=1)  # to keep still where it does not say for how long


class Budget:
    """`check` before a call, `saw` after each answer."""

    def __init__(self, clock: Clock, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._refused: deque[datetime] = deque(maxlen=most)
        self._shut: datetime | None = None

    def check(self) -> None:
        """Raise TryAgain while nothing may be asked."""
        now = self._clock.now()
        if self._shut and now < self._shut:
            raise TryAgain("the address is shut out", (self._shut - now).total_seconds())
        if len(self._refused) == self._most and (left := self._refused[0] + WINDOW - now) > timedelta(0):
            raise TryAgain("too many refusals in ten minutes", left.total_seconds())

    def saw(self, status: int, *, via: bool, shared: bool, after: float | None) -> None:
        """Count an answer. `shared`: a rate limit that others used up, which is not counted; `after` in seconds."""
        now = self._clock.now()
        if status == 429 and not via:
            self._shut = now + (timedelta(seconds=after) if after else BANNED)
        if status in (401, 403) or (status == 429 and not shared):
            self._refused.append(now)

    def trace(self) -> aiohttp.TraceConfig:
        """Look at every answer that the library's session gets."""

        async def ended(_: object, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
            headers = params.response.headers
            after = headers.get("Retry-After", "")
            self.saw(
                params.response.status,
                via="Via" in headers,
                shared=headers.get("X-RateLimit-Scope") == "shared",
                after=float(after) if after.replace(".", "", 1).isdigit() else None,
            )

        config = aiohttp.TraceConfig()
        config.on_request_end.append(ended)
        return config
