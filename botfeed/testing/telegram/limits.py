"""Telegram's pace, as an option: 30 messages a second over all, one a second in a chat, 20 a minute in a group."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from botfeed.testing.telegram.wire import ApiError, Call

PACED = ("send", "copy", "forward", "edit")


@dataclass(slots=True)
class Limits:
    """Sliding windows over an injected clock of seconds. A 429 blocks the whole bot until its time is over."""

    clock: Callable[[], float]
    overall: int = 30  # in one second
    chat: int = 1  # in one second, after a burst
    burst: int = 3  # messages a chat takes at once
    group: int = 20  # in one minute
    floods: int = 0
    blocked_until: float = 0.0
    _windows: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, call: Call) -> None:
        """Count a call. Raises ApiError(429)."""
        name = call.method.lower()
        if name in ("getupdates", "answercallbackquery", "sendchataction"):
            return
        now = self.clock()
        if now < self.blocked_until:
            raise self._flood(self.blocked_until - now)
        if not name.startswith(PACED):
            return
        chat = call.params.get("chat_id")
        windows = [("all", 1.0, self.overall), (chat, self.burst / self.chat, self.burst)]
        if isinstance(chat, int) and chat < 0:
            windows.append((("group", chat), 60.0, self.group))
        waits = [self._wait(key, span, most, now) for key, span, most in windows]
        if max(waits) > 0:
            self.blocked_until = now + math.ceil(max(waits))
            raise self._flood(max(waits))
        messages = len(call.params["media"]) if name == "sendmediagroup" else 1
        for key, _, _ in windows:
            self._windows[key].extend([now] * messages)

    def _wait(self, key: object, span: float, most: int, now: float) -> float:
        window = self._windows[key]
        while window and window[0] <= now - span:
            window.popleft()
        return window[0] + span - now if len(window) >= most else 0.0

    def _flood(self, seconds: float) -> ApiError:
        self.floods += 1
        wait = max(1, math.ceil(seconds))
        return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
