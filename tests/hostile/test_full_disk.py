"""A full disk: a clear message, no loss, no charge, and work resumes once there is room."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from botfeed.adapters.media import picture_store as media
from botfeed.core.model import Account, HandledRequest, LedgerEntry, Painting, PaintState, Picture
from botfeed.store import engine
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import MemoryMedia, Stage
from tests.hostile.community import internal_error, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botfeed.adapters.clock import SteppedClock
    from botfeed.testing.plugin import Store

SIZE = 3 * 2**20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of three megabytes; skip where mounting is not permitted."""
    libc, where = ctypes.CDLL(None, use_errno=True), tmp_path / "small"
    where.mkdir()
    if libc.mount(b"tmpfs", os.fsencode(where), b"tmpfs", 0, f"size={SIZE}".encode()):
        pytest.skip(f"no file system may be mounted here: {os.strerror(ctypes.get_errno())}")
    yield where
    libc.umount2(os.fsencode(where), 2)


@contextmanager
def filled(disk: Path, leave: int = 0) -> Iterator[None]:
    """Fill a disk to the last byte but `leave`, and free it on exit."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC
        file.truncate(max(0, file.tell() - leave))
    yield
    ballast.unlink()


AWAY = "I can't reach my memory right now, so nothing was done. Ask again in a minute."


async def state(stage: Stage) -> Any:
    return await stage.services.store.read(
        lambda uow: (uow.all(Painting), uow.all(LedgerEntry), uow.all(Account), uow.quotas.used("all", "2026-01-01"))
    )


async def test_a_full_disk_at_commit_fails_requests_without_a_trace(small_disk: Path, clock: SteppedClock) -> None:
    store = engine.open_store(f"sqlite:///{small_disk}/botfeed.db", clock)
    try:
        await engine.migrate(store)
        stage = Stage(make_services(store, clock))
        await stage.say("ada", "/imagine a fox")
        await stage.settle()
        before = await state(stage)
        with filled(small_disk):
            said = await asyncio.gather(*(stage.say(who, f"/imagine {'w' * 900}") for who in ("ada", "ben", "cy")))
            assert words(said[-1]) == AWAY
            fell = [reply for reply in said if words(reply) == AWAY]
            took = len(said) - len(fell)
            now = await state(stage)
            assert len(now[0]) == len(before[0]) + took, "what was said to have failed left nothing behind"
            assert now[3] == before[3] + took
            assert await store.read(lambda uow: uow.count(Picture)) == 1, "what is there can be read"
        reply = await stage.say("ada", "/imagine a second fox")
        assert reply.pending, "there is room again"
        await stage.settle()
        assert stage.text("ada").startswith("Here it is.")
        assert (
            await store.read(lambda uow: str(uow.connection.exec_driver_sql("PRAGMA integrity_check").scalar())) == "ok"
        )
    finally:
        await store.close()


async def test_a_failing_write_does_not_affect_others_of_its_batch(store: Store, clock: SteppedClock) -> None:
    """A full database may end the shared transaction by itself: then the whole batch fails, not a part of it."""
    stage = Stage(make_services(store, clock))
    await stage.say("ada", "/start")

    def most(uow: Any, pages: int) -> None:
        uow.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    pages = await store.run(lambda uow: int(uow.connection.exec_driver_sql("PRAGMA page_count").scalar()))
    await store.run(lambda uow: most(uow, pages))

    def write(n: int) -> Any:
        def fn(uow: Any) -> int:
            if n % 5 == 3:  # one too large for what is left
                uow.insert(HandledRequest(uow.new_id(), f"big:{n}", {"x": "y" * 400_000}, uow.now))
            uow.insert(HandledRequest(uow.new_id(), f"small:{n}", {}, uow.now))
            return n

        return fn

    results = await asyncio.gather(*(store.run(write(n)) for n in range(40)), return_exceptions=True)
    done = [result for result in results if isinstance(result, int)]
    await store.run(lambda uow: most(uow, 1_000_000))
    kept = [row.request.partition(":") for row in await store.read(lambda uow: uow.all(HandledRequest))]
    assert sorted(int(n) for name, _, n in kept if name == "small") == sorted(done)
    assert "big" not in {name for name, _, _ in kept}
    assert not internal_error(await stage.say("ada", "/mine"))


async def test_a_full_disk_while_painting_ends_and_says_so(small_disk: Path, store: Store, clock: SteppedClock) -> None:
    kept = media.on_disk(small_disk / "pictures")
    stage = Stage(make_services(store, clock, media=kept))
    await stage.say("ada", "/imagine a fox")
    with filled(small_disk):
        await stage.settle()
        for _ in range(14):
            clock.advance(timedelta(minutes=1))
            await stage.settle()
        assert "used from your allowance" in stage.text("ada") or "not charged" in stage.text("ada")
        painting = (await store.read(lambda uow: uow.all(Painting)))[0]
        assert (painting.state, painting.why) == (PaintState.REFUNDED, "full")
        account = painting.account
        assert await store.read(lambda uow: uow.quotas.used(f"person:{account}", "2026-01-01")) == 1
        assert await store.read(lambda uow: uow.count(Picture)) == 0
    await stage.say("ada", "/imagine a fox again")
    await stage.settle()
    assert stage.text("ada").startswith("Here it is.")


async def test_a_briefly_full_disk_costs_nothing(store: Store, clock: SteppedClock) -> None:
    class Filling(MemoryMedia):
        full = 2

        async def keep(self, data: bytes, *, ai: bool, model: str) -> Any:
            if self.full:
                self.full -= 1
                raise OSError(errno.ENOSPC, "No space left on device")
            return await super().keep(data, ai=ai, model=model)

    stage = Stage(make_services(store, clock, media=Filling()))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.text("ada").startswith("Here it is.")
    assert [e.kind for e in await store.read(lambda uow: uow.all(LedgerEntry))] == ["hold", "capture"]


async def test_a_full_database_while_painting_loses_no_picture(small_disk: Path, clock: SteppedClock) -> None:
    """The worker cannot write the result: its lease expires, and the picture is painted again once there is room."""
    store = engine.open_store(f"sqlite:///{small_disk}/botfeed.db", clock)
    try:
        await engine.migrate(store)
        stage = Stage(make_services(store, clock))
        await stage.say("ada", "/imagine a fox")
        with filled(small_disk):
            for _ in range(3):
                try:
                    await stage.settle()
                except Exception as error:  # as the supervisor sees it: it starts the worker again
                    assert "full" in str(error)
        clock.advance(timedelta(minutes=5))
        await stage.settle()
        assert stage.text("ada").startswith("Here it is.")
        assert [e.kind for e in await store.read(lambda uow: uow.all(LedgerEntry))] == ["hold", "capture"]
        assert await store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) <= 2
    finally:
        await store.close()
