"""Throttle of progress updates: the latest wins, the rate is bounded, and none follows the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog

from botfeed.core.ports import Clock

log = structlog.get_logger()

T = TypeVar("T")
EVERY = 2.0  # seconds between two edits at least: platforms count them
LAST = 2.0  # seconds that an edit on its way still gets when the whole is there


class Latest(Generic[T]):
    """Throttle that passes values to `show` one after another; values that come too soon or fail are dropped."""

    def __init__(self, clock: Clock, show: Callable[[T], Awaitable[None]]) -> None:
        self._clock = clock
        self._show = show
        self._last = clock.monotonic() - EVERY
        self._offered: tuple[T] | None = None
        self._task: asyncio.Task[None] | None = None

    async def take(self, what: T) -> None:
        self.offer(what)

    def offer(self, what: T) -> None:
        """Show it as soon as the one before is through."""
        self._offered = (what,)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._show_latest())

    async def end(self) -> None:
        """Wait a while for the current update, and show nothing afterwards."""
        self._offered = None
        if self._task is None:
            return
        await asyncio.wait({self._task}, timeout=LAST)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _show_latest(self) -> None:
        while offered := self._offered:
            self._offered = None
            now = self._clock.monotonic()
            if now - self._last < EVERY:
                return
            self._last = now
            try:
                await self._show(*offered)
            except Exception:  # progress may be lost, and may not end what it tells of
                log.warning("progress is not shown", exc_info=True)
