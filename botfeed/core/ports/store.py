"""The store: one function, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from botfeed.core.ports.unit import Unit

T = TypeVar("T")


class Store(Protocol):
    async def run(self, fn: Callable[[Unit], T], *, patient: bool = False) -> T:
        """Run `fn` in one write transaction; return when it is durable.

        `patient`: nobody waits for it, so it may stand back some milliseconds and share another's commit.
        """

    async def read(self, fn: Callable[[Unit], T]) -> T:
        """Run `fn` in one snapshot."""

    async def woken(self, timeout: float) -> None:
        """Return when work may be waiting, or after `timeout` seconds."""

    def wake(self) -> None: ...

    async def close(self) -> None: ...
