"""Store: one function, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from botfeed.core.ports.unit import Unit

T = TypeVar("T")
Due = tuple[str, datetime]  # a stored kind of jobs, and when one of them is due
Hear = Callable[[AbstractSet[Due]], None]


class Store(Protocol):
    async def run(self, fn: Callable[[Unit], T], *, patient: bool = False) -> T:
        """Run `fn` in one write transaction; return when it is durable.
        `patient`: nobody waits for it, so it may be delayed some milliseconds to share another's commit.
        """

    async def read(self, fn: Callable[[Unit], T]) -> T:
        """Run `fn` in one snapshot."""

    def listening(self, hear: Hear) -> AbstractContextManager[None]:
        """Call `hear`, in the loop, with the kinds of jobs that were written in any process, and when they are due.
        An empty mapping means that anything may be due.
        """

    def wake(self) -> None:
        """Wake all listeners in this process to look for work, as when a platform was opened."""

    async def close(self) -> None: ...
