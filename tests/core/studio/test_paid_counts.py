"""Every path of a painting from submission to end, by what it counts for the person and for the house."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from botfeed.core.errors import (
    ModelError,
    PaintFailed,
    PaintRefused,
    PaintUnknown,
    PaintUnusable,
    Rejected,
    Trouble,
    TryAgain,
    Unreachable,
)
from botfeed.core.model import Job, LedgerEntry, Painting
from botfeed.core.ports import Painted, UnfitPicture
from botfeed.core.work.model_troubles import FOLLOWS
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import MemoryMedia, Stage, TinyPainter
from tests.core.support.ledger import later, ledger, used
from tests.core.support.reviewer import Reviewer

NEVER = [trouble for trouble, follow in FOLLOWS.items() if not follow.again]


class Media(MemoryMedia):
    """Media that raise `error` for the first pictures that they are given."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)

    async def keep(self, data: bytes, *, ai: bool, model: str) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        return await super().keep(data, ai=ai, model=model)


class Answering(TinyPainter):
    """Painter that answers with what `forge` makes of its pictures."""

    def __init__(self, forge: Callable[[list[Painted]], list[Painted]]) -> None:
        super().__init__(paid=True)
        self.forge = forge

    async def paint(self, order: Any, partial: Any = None) -> list[Painted]:
        return self.forge(await super().paint(order, partial))


class Pixels(Reviewer):
    """Reviewer that refuses the first `refused` pictures."""

    def __init__(self, refused: int) -> None:
        super().__init__()
        self.refused = refused

    async def review(self, text: str, picture: bytes | None = None) -> Any:
        self.pixels = self.posts = "sexual" if picture and self.refused > self.pictures else ""
        return await super().review(text, picture)


@dataclass(frozen=True)
class Path:
    """A way that two pictures for one request may go; `person` and `house` are what it counts, `calls` the painter's."""

    name: str
    person: int
    house: int
    calls: int = 1
    raises: tuple[Exception, ...] = ()
    painter: Callable[[], TinyPainter] = TinyPainter
    parts: Callable[[], dict[str, Any]] = dict
    sends: tuple[Exception, ...] = ()
    then: Callable[[Stage], Awaitable[None]] | None = None


async def cancel(stage: Stage) -> None:
    await stage.press("ada", "Cancel")


def after_doubt(*raises: Exception) -> tuple[Exception, ...]:
    return (PaintUnknown("cut off"), *raises)


PATHS = [
    Path("delivered", 2, 2),
    Path("undeliverable", 2, 2, sends=(Unreachable("blocked"),)),
    Path("rejected by the platform", 2, 2, sends=(Rejected("too large"),)),
    Path("delivered too late", 2, 2, sends=(TryAgain("flood", 400), TryAgain("flood", 400))),
    Path("pixels refused", 2, 2, parts=lambda: {"reviewer": Pixels(9)}),
    Path("one of two pixels refused", 2, 2, parts=lambda: {"reviewer": Pixels(1)}),
    Path("one came", 1, 1, painter=lambda: Answering(lambda made: made[:1])),
    Path("three came", 2, 2, painter=lambda: Answering(lambda made: made * 2)),
    Path("one came damaged", 2, 2, parts=lambda: {"media": Media(ValueError("damaged"))}),
    Path("none came, twice", 2, 4, calls=2, painter=lambda: Answering(lambda made: [])),
    Path("all damaged, twice", 2, 4, calls=2, parts=lambda: {"media": Media(*[ValueError("damaged")] * 4)}),
    Path("all of a format that is not taken", 2, 2, parts=lambda: {"media": Media(*[UnfitPicture("SVG")] * 4)}),
    Path("no room", 2, 2, parts=lambda: {"media": Media(*[OSError(28, "full")] * 99)}),
    Path("an answer that cannot be used", 2, 2, raises=(PaintUnusable("SVG", again=False),)),
    Path("an empty answer, then pictures", 2, 4, calls=2, raises=(PaintUnusable("data: null"),)),
    Path("a page of HTML", 2, 2, raises=(PaintUnusable("html", Trouble.ENDPOINT, again=False),)),
    Path("a doubt, then pictures", 2, 4, calls=2, raises=after_doubt()),
    Path("two doubts", 2, 4, calls=2, raises=after_doubt(PaintUnknown("again"))),
    Path("a timeout, twice", 2, 4, calls=2, raises=(TimeoutError(), TimeoutError())),
    Path("a bug, twice", 2, 4, calls=2, raises=(RuntimeError("bug"), KeyError("bug"))),
    Path("a doubt, then refused", 2, 2, calls=2, raises=after_doubt(PaintRefused("sexual"))),
    Path("a doubt, then cancelled", 2, 2, raises=after_doubt(), then=cancel),
    Path("a doubt, then down till the end", 2, 2, calls=3, raises=after_doubt(*[PaintFailed("down", 400)] * 9)),
    Path("refused unpainted", 0, 0, raises=(PaintRefused("sexual"),)),
    Path("refused after it was painted", 2, 2, raises=(PaintRefused("sexual", paid=True),)),
    Path("down, then pictures", 2, 2, calls=2, raises=(PaintFailed("down", 30),)),
    Path("down, then cancelled", 0, 0, raises=(PaintFailed("down", 30),), then=cancel),
    Path("down till the end", 0, 0, calls=2, raises=(PaintFailed("down", 400),) * 9),
    *(Path(f"never: {one}", 0, 0, raises=(PaintFailed("no", 5, one),)) for one in NEVER),
    Path("words refused by the reviewer", 0, 0, calls=0, parts=lambda: {"reviewer": _refusing("hate")}),
    Path("a reviewer without a right key", 0, 0, calls=0, parts=lambda: {"reviewer": Broken(Trouble.ACCESS)}),
    Path("pixels nobody can review", 2, 2, parts=lambda: {"reviewer": Broken(Trouble.MONEY, after=1)}),
    Path("pixels reviewed too late", 2, 2, parts=lambda: {"reviewer": Broken(Trouble.OUTAGE, after=1)}),
    Path("a reviewer with a bug", 0, 0, calls=0, parts=lambda: {"reviewer": Broken(None)}),
]


def _refusing(category: str) -> Reviewer:
    reviewer = Reviewer()
    reviewer.words = category
    return reviewer


class Broken(Reviewer):
    """Reviewer that fails after some reviews: by a trouble, or by a bug."""

    def __init__(self, trouble: Trouble | None, after: int = 0) -> None:
        super().__init__()
        self.trouble = trouble
        self.after = after

    async def review(self, text: str, picture: bytes | None = None) -> Any:
        if self.after:
            self.after -= 1
            return await super().review(text, picture)
        raise ModelError("no judgement", self.trouble) if self.trouble else ZeroDivisionError


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
async def test_every_path_counts_what_may_have_been_paid(store, clock, path: Path) -> None:
    painter = path.painter()
    painter.raises += path.raises
    stage = Stage(make_services(store, clock, painters=(painter,), **path.parts()))
    stage.raises += path.sends
    await stage.say("ada", "/imagine a fox --count 2")
    await stage.settle()
    if path.then:
        await path.then(stage)
    for _ in range(14):
        await later(stage, 60)
    assert len(painter.orders) == path.calls
    assert await used(stage) == (path.person, path.house)
    assert await ledger(stage) == ["hold", "capture" if path.person else "refund"]
    said = stage.text("ada")
    assert ("Nothing was used from your allowance." in said) == (not path.person)
    assert path.sends or "Painting" not in said
    assert "We keep trying" not in said
    assert await store.read(lambda uow: uow.count(Job)) == 0


async def test_a_source_whose_bytes_are_gone_ends_in_words(store, clock) -> None:
    stage = Stage(make_services(store, clock))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    media = stage.services.media
    loads, media.load = media.load, _gone
    await stage.press("ada", "Vary")
    await stage.settle()
    media.load = loads
    assert stage.text("ada").startswith(
        "The painter can't start from that picture. Nothing was used from your allowance."
    )
    assert len(stage.services.painters[0].orders) == 1


async def _gone(blob: str, variant: str) -> bytes:
    raise FileNotFoundError(blob)


async def test_a_late_answer_after_the_deadline_counts_once(store, clock) -> None:
    """The deadline ends a painting while the painter works; what comes afterwards changes no count."""
    called, release = asyncio.Event(), asyncio.Event()

    class Slow(TinyPainter):
        async def paint(self, order: Any, partial: Any = None) -> list[Painted]:
            called.set()
            await release.wait()
            return await super().paint(order, partial)

    stage = Stage(make_services(store, clock, painters=(Slow(),)))
    await stage.say("ada", "/imagine a fox")
    working = asyncio.create_task(stage.settle())
    async with asyncio.timeout(20):
        await called.wait()
    clock.advance(timedelta(minutes=11))
    await stage.settle()
    release.set()
    async with asyncio.timeout(20):
        await working
    assert await used(stage) == (1, 1)
    assert await store.read(lambda uow: [entry.kind for entry in uow.all(LedgerEntry)]) == ["hold", "capture"]
    assert (await store.read(lambda uow: uow.all(Painting)))[0].why == "late"
