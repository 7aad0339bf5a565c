"""Condition for one event loop: wait until a predicate is true, woken by every change and bounded in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Condition:
    """Wake waiters by `notify()`, a plain call for any code of the loop; they look again each time."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], T], seconds: float) -> T:
        """Return the first true answer of `look`. Raises TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not (seen := look()):
                future = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                try:
                    await future
                finally:
                    self._waiting.discard(future)
        return seen
