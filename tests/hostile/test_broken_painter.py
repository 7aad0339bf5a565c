"""Painters that fail, hang or return invalid, too few, too many or oversized pictures: exact counts."""

from __future__ import annotations

import asyncio
import struct
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from botfeed.adapters.media import picture_store as media
from botfeed.core.errors import PaintFailed, PaintRefused, PaintUnknown
from botfeed.core.model import Identity, Job, LedgerEntry, Painting, PaintState, Picture
from botfeed.core.ports import Order, Painted
from botfeed.core.studio import paint
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage, TinyPainter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from botfeed.adapters.clock import SteppedClock
    from botfeed.testing.plugin import Store


def bomb(side: int) -> bytes:
    """Return a small valid PNG of `side` x `side` black pixels, one bit each."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(b"\0" * (1 + side // 8)) for _ in range(side)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


class Forger(TinyPainter):
    """Painter that follows the `outcomes` given (exception, pictures or function), then paints normally."""

    def __init__(self, *outcomes: Any) -> None:
        super().__init__(paid=True)
        self.outcomes = list(outcomes)
        self.calls = 0

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        self.calls += 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if isinstance(outcome, BaseException):
            raise outcome
        good = await super().paint(order, partial)
        return outcome(good) if callable(outcome) else good if outcome is None else outcome


def picture_of(data: Any) -> Callable[[list[Painted]], list[Painted]]:
    return lambda _: [Painted(data, "image/png", "tiny-1")]


@pytest.fixture
def stage_of(store: Store, clock: SteppedClock, tmp_path: Path) -> Callable[[TinyPainter], Stage]:
    def make(painter: TinyPainter) -> Stage:
        return Stage(make_services(store, clock, painters=(painter,), media=media.on_disk(tmp_path / "pictures")))

    return make


async def wait(stage: Stage, total: float = 700) -> None:
    """Advance the clock by `total` seconds in steps of 50, settling after each."""
    await stage.settle()
    for _ in range(int(total // 50)):
        stage.services.clock.advance(timedelta(seconds=50))  # type: ignore[attr-defined]
        await stage.settle()


async def balance(stage: Stage) -> tuple[int, list[str]]:
    """Return the quota that ada has used today, and the ledger as texts."""

    def look(uow: Any) -> tuple[int, list[str]]:
        account = uow.one(Identity, user="ada").account
        return uow.quotas.used(f"person:{account}", "2026-01-01"), [
            f"{e.kind} {e.pictures}" for e in uow.all(LedgerEntry)
        ]

    return await stage.services.store.read(look)


async def total(stage: Stage) -> int:
    """Return the pictures the operator may have paid for today."""
    return await stage.services.store.read(lambda uow: uow.quotas.used("all", "2026-01-01"))


async def files(stage: Stage) -> int:
    root = stage.services.media._folder  # type: ignore[attr-defined]
    return sum(1 for path in root.rglob("original"))


BAD_RESULTS: dict[str, Any] = {
    "a bomb of 20,000 x 20,000 pixels": picture_of(bomb(20_000)),
    "a page": picture_of(b"<html>502 Bad Gateway</html>"),
    "nothing in it": picture_of(b""),
    "half a picture": lambda good: [Painted(good[0].data[:60], "image/png", "tiny-1")],
    "words instead of bytes": picture_of("data:image/png;base64,AAAA"),
    "None instead of bytes": picture_of(None),
    "no picture at all": [],
    "nothing": 0,
    "a list of something else": ["fox", 7],
    "an svg": picture_of(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    "25 MB of noise": picture_of(b"\x89PNG\r\n\x1a\n" + bytes(26_000_000)),
}
ERRORS: dict[str, BaseException] = {
    "something unexpected": RuntimeError("the painter's own bug"),
    "a failure without end": PaintFailed("down", None),
    "an odd category": PaintRefused("something new"),
    "an unknown outcome": PaintUnknown("cut off"),
    "a network error": OSError(104, "Connection reset by peer"),
    "a value error": ValueError("bad"),
    "too deep": RecursionError(),
    "no memory": MemoryError(),
    "a timeout": TimeoutError(),
}


UNFIT = ("a bomb of 20,000 x 20,000 pixels", "an svg", "25 MB of noise")  # the same answer would not fit either


@pytest.mark.parametrize("what", BAD_RESULTS)
async def test_invalid_output_is_never_shown_and_counts_once(stage_of: Any, what: str) -> None:
    painter = Forger(*[BAD_RESULTS[what]] * 9)
    stage = stage_of(painter)
    await stage.say("ada", "/imagine a fox")
    await wait(stage)
    assert await balance(stage) == (1, ["hold 1", "capture 1"]), "the painter answered, so it was paid"
    assert painter.calls == (1 if what in UNFIT else 2), "submitted again at most once, where that may help"
    assert await total(stage) == painter.calls
    assert "This was used from your allowance" in stage.text("ada")
    assert await stage.services.store.read(lambda uow: uow.count(Picture, removed=None)) == 0
    assert await files(stage) == 0
    assert await stage.services.store.read(lambda uow: uow.count(Job)) == 0, "no job is left behind"


@pytest.mark.parametrize("what", ERRORS)
async def test_a_failing_painter_counts_what_may_have_been_paid(stage_of: Any, what: str) -> None:
    painter = Forger(*[ERRORS[what]] * 9)
    stage = stage_of(painter)
    await stage.say("ada", "/imagine a fox --count 3")
    await wait(stage)
    free = isinstance(ERRORS[what], PaintFailed | PaintRefused)
    assert await balance(stage) == ((0, ["hold 3", "refund 3"]) if free else (3, ["hold 3", "capture 3"]))
    assert painter.calls <= 2
    assert await total(stage) == (0 if free else 3 * painter.calls)
    assert ("Nothing was used" if free else "This was used") in stage.text("ada")
    assert await stage.services.store.read(lambda uow: uow.count(Job)) == 0


@pytest.mark.parametrize("what", [*BAD_RESULTS, *ERRORS])
async def test_a_single_failure_is_retried_once_unless_final(stage_of: Any, what: str) -> None:
    """Possibly painted requests are submitted again once; refusals and permanent failures are final."""
    painter = Forger({**BAD_RESULTS, **ERRORS}[what])
    stage = stage_of(painter)
    await stage.say("ada", "/imagine a fox")
    await wait(stage, 100)
    free = what in ("an odd category", "a failure without end")
    assert await balance(stage) == ((0, ["hold 1", "refund 1"]) if free else (1, ["hold 1", "capture 1"]))
    assert painter.calls == (1 if free or what in UNFIT else 2)


@pytest.mark.parametrize(("sent", "kept"), [(1, 1), (2, 2), (9, 3)])
async def test_too_few_and_too_many_pictures_are_charged_as_delivered(stage_of: Any, sent: int, kept: int) -> None:
    stage = stage_of(Forger(lambda good: (good * 9)[:sent]))
    await stage.say("ada", "/imagine a fox --count 3")
    await wait(stage, 50)
    assert await stage.services.store.read(lambda uow: uow.count(Picture, removed=None)) == kept
    assert await balance(stage) == (kept, ["hold 3", f"capture {kept}"])
    assert await total(stage) == kept
    assert ("You asked for 3" in stage.text("ada")) is (kept < 3)


async def test_one_bomb_among_good_pictures_is_left_out(stage_of: Any) -> None:
    stage = stage_of(Forger(lambda good: [Painted(bomb(20_000), "image/png", "tiny-1"), *good[1:]]))
    await stage.say("ada", "/imagine a fox --count 3")
    await wait(stage, 50)
    assert await balance(stage) == (3, ["hold 3", "capture 3"]), "three came, and were paid"
    assert "You asked for 3, and 2 came that can be shown." in stage.text("ada")


async def test_failures_without_cost_do_not_use_up_the_daily_total(stage_of: Any) -> None:
    """After one unknown outcome the painter is down for minutes: each try is counted and given back."""
    painter = Forger(PaintUnknown("cut off"), *[PaintFailed("down", 10)] * 20)
    stage = stage_of(painter)
    await stage.say("ada", "/imagine a fox --count 4")
    await wait(stage, 300)
    assert painter.calls > 5
    assert await total(stage) == 4, "the first call may have been paid for; those that failed were not"


class Hanging(TinyPainter):
    """Painter that never answers; `called` is set when it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.called = asyncio.Event()
        self.calls = 0

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        self.calls += 1
        self.called.set()
        await asyncio.Event().wait()
        return []


async def test_a_hanging_painter_times_out_and_is_retried_once(stage_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paint, "PAINT_MOST", timedelta(milliseconds=20))
    painter = Hanging()
    stage = stage_of(painter)
    await stage.say("ada", "/imagine a fox")
    await wait(stage)
    assert painter.calls == 2
    assert await balance(stage) == (1, ["hold 1", "capture 1"])


async def test_the_deadline_ends_a_hanging_painting_and_drops_late_output(stage_of: Any) -> None:
    release = asyncio.Event()

    class Late(Hanging):
        async def paint(self, order: Order, partial: Any = None) -> list[Painted]:
            self.called.set()
            await release.wait()
            return await TinyPainter.paint(self, order, partial)

    painter = Late()
    stage = stage_of(painter)
    await stage.say("ada", "/imagine a fox")
    working = asyncio.create_task(stage.settle())
    async with asyncio.timeout(20):
        await painter.called.wait()
    stage.services.clock.advance(timedelta(minutes=11))
    await Stage.settle(stage)
    assert await balance(stage) == (1, ["hold 1", "capture 1"])
    release.set()
    async with asyncio.timeout(20):
        await working
    await stage.settle()
    painting = (await stage.services.store.read(lambda uow: uow.all(Painting)))[0]
    assert painting.state is PaintState.REFUNDED
    assert await balance(stage) == (1, ["hold 1", "capture 1"])
    assert await files(stage) == 0, "nobody waits for these bytes"
    assert await stage.services.store.read(lambda uow: uow.count(Picture)) == 0
