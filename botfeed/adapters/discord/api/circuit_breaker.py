"""Stop calling Discord before it bans the IP address, as it does after 10,000 refusals (401, 403, 429) in ten minutes.

Every answer is counted, whoever made the call. Calls stop long before the limit, and at once when the address is banned
already, which shows in a 429 without a `Via` header. A 429 of an edit holds the other edits of
its message as long as it says: the final one waits where one that showed progress was told to.
"""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace

import aiohttp
from cachetools import LRUCache

from botfeed.core.errors import TryAgain
from botfeed.core.ports import Clock

WINDOW = 600.0  # seconds
MOST = 5000  # refusals in a window: half of what Discord lets pass, as others may share the address
HELD = 1000  # messages
BANNED = 60.0  # seconds of pause after a ban that names no time


class CircuitBreaker:
    """Circuit breaker of Discord's API: call `check` before a call and `record` after each answer."""

    def __init__(self, clock: Clock, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._refused: deque[float] = deque(maxlen=most)
        self._banned_until = 0.0
        self._held: LRUCache[str, float] = LRUCache(HELD)  # by message: until when none edits it

    def check(self) -> None:
        """Raise TryAgain while no call may be made."""
        now = self._clock.monotonic()
        if now < self._banned_until:
            raise TryAgain("the address is shut out", self._banned_until - now)
        if len(self._refused) == self._most and (left := self._refused[0] + WINDOW - now) > 0:
            raise TryAgain("too many refusals in ten minutes", left)

    def check_edit(self, message: int) -> None:
        """Raise TryAgain while edits of this message are held."""
        if (left := self._held.get(str(message), 0.0) - self._clock.monotonic()) > 0:
            raise TryAgain("told to wait", left)

    def hold(self, path: str, seconds: float) -> None:
        """Hold the edits of a message for a time, after one of them was too fast; `path` is that edit's route."""
        self._held[path.rpartition("/")[2]] = self._clock.monotonic() + seconds

    def record(self, status: int, *, via: bool, shared: bool, after: float | None) -> None:
        """Count an answer. `shared`: a limit that others used up, which does not count; `after`: seconds to wait."""
        now = self._clock.monotonic()
        if status == 429 and not via:
            self._banned_until = now + (after or BANNED)
        if status in (401, 403) or (status == 429 and not shared):
            self._refused.append(now)

    def trace(self) -> aiohttp.TraceConfig:
        """Return a trace that records every answer of the library's session."""

        async def ended(_: object, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
            headers = params.response.headers
            named = headers.get("Retry-After", "")
            after = float(named) if named.replace(".", "", 1).isdigit() else None
            self.record(
                params.response.status,
                via="Via" in headers,
                shared=headers.get("X-RateLimit-Scope") == "shared",
                after=after,
            )
            if params.response.status == 429 and after and params.method == "PATCH":
                self.hold(params.url.path, after)

        config = aiohttp.TraceConfig()
        config.on_request_end.append(ended)
        return config
