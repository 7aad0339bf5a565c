"""Worker process that kills itself: `python -m tests.hostile.killed_worker DATABASE DIARY MOMENT`.
It writes each call of the painter and the messenger to its diary before the call. At MOMENT (`paint`, `send`,
`edit`; `-` for never) it kills itself as `kill -9` would. It ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.message import Receipt
from botfeed.core.work import worker
from botfeed.store import engine
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import TinyPainter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from botfeed.core.chat.message import Reply
    from botfeed.core.model import Address
    from botfeed.core.ports import Order, Painted

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


class Diary:
    def __init__(self, path: Path, moment: str) -> None:
        self.path = path
        self.moment = moment

    def note(self, what: str, which: str) -> None:
        with self.path.open("a") as file:
            file.write(f"{what} {which}\n")
            file.flush()
            os.fsync(file.fileno())
        if what == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)


class Painter(TinyPainter):
    def __init__(self, diary: Diary) -> None:
        super().__init__()
        self.diary = diary

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        self.diary.note("paint", order.prompt)
        return await super().paint(order, partial)


class Messenger:
    platform = "console"

    def __init__(self, diary: Diary) -> None:
        self.diary = diary

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        self.diary.note("send", key)
        return Receipt(f"sent:{key}")

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        self.diary.note("edit", ref)
        return Receipt(ref)


async def main(database: str, diary: Diary) -> None:
    clock = SteppedClock(START)
    services = make_services(engine.open_store(database, clock), clock, painters=(Painter(diary),))
    services.messengers["console"] = Messenger(diary)
    working = asyncio.create_task(worker.work(services))
    reading = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    await asyncio.wait({working, reading}, return_when=asyncio.FIRST_COMPLETED)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await services.store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Diary(Path(sys.argv[2]), sys.argv[3])))
