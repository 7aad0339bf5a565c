"""Workers killed without notice, and workers that claim the same rows at once."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from botfeed.core.model import Delivery, Job, LedgerEntry, Painting, PaintState, SendState
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage, TinyPainter
from tests.hostile.community import POLICY
from tests.store.wake_listener import woken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from botfeed.adapters.clock import SteppedClock
    from botfeed.testing.plugin import Store

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def worker_process(database: str, diary: Path, moment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.hostile.killed_worker", database, str(diary), moment,
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield running
    finally:
        if running.returncode is None:
            assert running.stdin
            running.stdin.close()
            async with asyncio.timeout(30):
                await running.wait()


async def kill_worker(database: str, diary: Path, moment: str) -> None:
    """Start a worker process and wait until it has killed itself at `moment`."""
    async with worker_process(database, diary, moment) as running, asyncio.timeout(60):
        assert await running.wait() == -signal.SIGKILL


def noted(diary: Path, what: str) -> list[str]:
    lines = diary.read_text().splitlines() if diary.exists() else []
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{what} ")]


async def look(store: Store, noun: Any) -> Any:
    return (await store.read(lambda uow: uow.all(noun)))[-1]


async def used(store: Store, account: int) -> int:
    return await store.read(lambda uow: uow.quotas.used(f"person:{account}", "2026-01-01"))


async def test_a_kill_while_painting_repaints_once_and_charges_once(
    any_store: Store, database_url: str, clock: SteppedClock, tmp_path: Path
) -> None:
    stage, diary = Stage(make_services(any_store, clock)), tmp_path / "diary"
    await stage.say("ada", "/imagine a fox")
    await kill_worker(database_url, diary, "paint")
    painting = await look(any_store, Painting)
    assert (painting.state, painting.submits) == (PaintState.SUBMITTING, 1)
    assert await stage.settle() == 0, "the dead worker's lease still holds"
    clock.advance(timedelta(minutes=4))
    await stage.settle()
    assert stage.text("ada").startswith("Here it is.")
    painter: Any = stage.services.painters[0]
    assert (len(noted(diary, "paint")), len(painter.orders)) == (1, 1)
    assert sorted(e.kind for e in await any_store.read(lambda uow: uow.all(LedgerEntry))) == ["capture", "hold"]
    assert await used(any_store, painting.account) == 1


async def test_two_kills_while_painting_count_and_do_not_repaint(
    any_store: Store, database_url: str, clock: SteppedClock, tmp_path: Path
) -> None:
    stage, diary = Stage(make_services(any_store, clock)), tmp_path / "diary"
    await stage.say("ada", "/imagine a fox")
    await kill_worker(database_url, diary, "paint")
    clock.advance(timedelta(minutes=4))
    second = Stage(make_services(any_store, clock, painters=(Fatal(),)))
    with pytest.raises(Killed):
        await second.settle()
    clock.advance(timedelta(minutes=4))
    await stage.settle()
    painter: Any = stage.services.painters[0]
    assert (len(noted(diary, "paint")), len(painter.orders)) == (1, 0)
    painting = await look(any_store, Painting)
    assert (painting.state, painting.why, painting.submits) == (PaintState.REFUNDED, "unknown", 2)
    assert await used(any_store, painting.account) == 1, "both calls may have been paid for"
    assert "This was used from your allowance" in stage.text("ada")


class Killed(SystemExit):
    """Ends a worker inside this process as a kill would: no handler of it runs afterwards."""


class Fatal(TinyPainter):
    async def paint(self, order: Any, partial: Any = None) -> Any:
        raise Killed


@pytest.mark.parametrize("moment", ["edit", "send"])
async def test_a_kill_while_sending_resends_once_and_charges_once(
    any_store: Store, database_url: str, clock: SteppedClock, tmp_path: Path, moment: str
) -> None:
    stage, diary = Stage(make_services(any_store, clock)), tmp_path / "diary"
    if moment == "edit":
        await stage.say("ada", "/imagine a fox")
        await kill_worker(database_url, diary, "edit")
    else:
        await stage.say("ada", "/me export")
        await kill_worker(database_url, diary, "send")
    assert (await look(any_store, Delivery)).state is SendState.SENDING
    clock.advance(timedelta(minutes=1))
    shown = len(stage.shown)
    await stage.settle()
    assert len(stage.shown) == shown + 1
    assert len(noted(diary, moment)) == 1
    assert (await look(any_store, Delivery)).state is SendState.SENT
    for _ in range(5):
        clock.advance(timedelta(minutes=3))
        await stage.settle()
    assert len(stage.shown) == shown + 1
    if moment == "edit":
        assert sorted(e.kind for e in await any_store.read(lambda uow: uow.all(LedgerEntry))) == ["capture", "hold"]
        assert await used(any_store, (await look(any_store, Painting)).account) == 1


async def test_a_message_that_kills_two_workers_is_not_sent_again(
    any_store: Store, database_url: str, clock: SteppedClock, tmp_path: Path
) -> None:
    stage, diary = Stage(make_services(any_store, clock)), tmp_path / "diary"
    await stage.say("ada", "/me export")
    await kill_worker(database_url, diary, "send")
    clock.advance(timedelta(minutes=1))
    said = len(stage.shown)
    stage.raises.append(Killed())  # type: ignore[arg-type]
    with pytest.raises(Killed):
        await stage.settle()
    for _ in range(5):
        clock.advance(timedelta(minutes=4))
        await stage.settle()
    assert [one.event for one in stage.shown[said:]] == ["delivery"], "the person is told, once"
    assert "did not arrive" in stage.text("ada")
    first = min(await any_store.read(lambda uow: uow.all(Delivery)), key=lambda row: row.id)
    assert first.state is SendState.DEAD


async def test_two_workers_on_one_database_never_do_one_job_twice(
    postgres_url: str, clock: SteppedClock, tmp_path: Path
) -> None:
    from botfeed.store import engine

    store = engine.open_store(postgres_url, clock)
    await engine.migrate(store)
    stage = Stage(make_services(store, clock, policy=POLICY))
    diaries = [tmp_path / "one", tmp_path / "two"]
    prompts = [f"fox {n} of {who}" for who in ("ada", "ben", "cy", "di", "eve") for n in range(3)]
    for prompt in prompts:
        await stage.say(prompt.rpartition(" ")[2], f"/imagine {prompt}")
    async with worker_process(postgres_url, diaries[0], "-"), worker_process(postgres_url, diaries[1], "-"):
        async with asyncio.timeout(90):
            while await store.read(lambda uow: uow.count(Job)):
                await woken(store, 1.0)
    painted = [prompt for diary in diaries for prompt in noted(diary, "paint")]
    assert sorted(painted) == sorted(prompts), "each once, whoever did it"
    edited = [ref for diary in diaries for ref in noted(diary, "edit")]
    assert len(edited) == len(set(edited)) == len(prompts)
    rows = await store.read(lambda uow: uow.all(Painting))
    assert {(row.state, row.submits) for row in rows} == {(PaintState.DONE, 1)}
    assert all(row.attempts == 1 for row in await store.read(lambda uow: uow.all(Delivery)))
    await store.close()
