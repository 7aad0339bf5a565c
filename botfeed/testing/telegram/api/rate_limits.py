"""Rate limits of Telegram, optional: 30 messages a second in all, one a second in a chat, 20 a minute in a group."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from botfeed.testing.telegram.api.calls import ApiError, Call

PACED = ("send", "copy", "forward", "edit")


@dataclass(slots=True)
class RateLimits:
    """Windows over an injected clock of seconds, and a bucket a chat.

    A 429 blocks the whole bot until its time is over, or, with `alone`, only the chat it was about.
    """

    clock: Callable[[], float]
    overall: int = 30  # in one second
    chat: int = 1  # in one second, after a burst
    burst: int = 3  # messages a chat takes at once
    group: int = 20  # in one minute
    alone: bool = False
    floods: int = 0
    blocked_until: float = 0.0
    _blocked: dict[object, float] = field(default_factory=dict)
    _due: dict[object, float] = field(default_factory=lambda: defaultdict(float))
    _windows: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, call: Call) -> None:
        """Count a call. Raises ApiError(429)."""
        name = call.method.lower()
        if name in ("getupdates", "answercallbackquery", "sendchataction"):
            return
        now = self.clock()
        chat = call.params.get("chat_id")
        if now < (until := max(self.blocked_until, self._blocked.get(chat, 0.0))):
            raise self._flood(until - now)
        if not name.startswith(PACED):
            return
        windows: list[tuple[object, float, int]] = [("all", 1.0, self.overall)]
        if isinstance(chat, int) and chat < 0:
            windows.append((("group", chat), 60.0, self.group))
        waits = [self._wait(key, span, most, now) for key, span, most in windows]
        waits.append(self._due[chat] - (self.burst - 1) / self.chat - now)
        if max(waits) > 0:
            self._block(chat, now + math.ceil(max(waits)))
            raise self._flood(max(waits))
        messages = len(call.params["media"]) if name == "sendmediagroup" else 1
        for key, _, _ in windows:
            self._windows[key].extend([now] * messages)
        self._due[chat] = max(self._due[chat], now) + messages / self.chat

    def _block(self, chat: object, until: float) -> None:
        if self.alone:
            self._blocked[chat] = until
        else:
            self.blocked_until = until

    def _wait(self, key: object, span: float, most: int, now: float) -> float:
        window = self._windows[key]
        while window and window[0] <= now - span:
            window.popleft()
        return window[0] + span - now if len(window) >= most else 0.0

    def _flood(self, seconds: float) -> ApiError:
        self.floods += 1
        wait = max(1, math.ceil(seconds))
        return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
