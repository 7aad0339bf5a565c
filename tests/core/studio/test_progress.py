"""Progress of paintings: shown to the requester only, rate-limited, and never after the final picture."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from botfeed.core.errors import ModelError, PaintFailed
from botfeed.core.model import Placement
from botfeed.core.ports import Verdict
from botfeed.core.work import worker
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage, TinyPainter


class Streaming(TinyPainter):
    """Painter that emits `partials` partial pictures, `pause` seconds apart."""

    def __init__(self, clock, partials=2, pause=5.0):
        super().__init__()
        self.info = replace(self.info, seconds=20.0)
        self.clock, self.partials, self.pause = clock, partials, pause
        self.asked = []

    async def paint(self, order, partial=None):
        self.asked.append(partial is not None)
        await showing()
        for n in range(self.partials if partial else 0):
            self.clock.advance(timedelta(seconds=self.pause))
            await partial(b"\x89PNG" + bytes([n]))
            await showing()
        return await super().paint(order)


async def showing():
    """Wait until pending progress edits are done, at most 0.2 seconds."""
    tasks = {task for task in asyncio.all_tasks() if task.get_coro().__name__ == "_show_latest"}
    if tasks:
        await asyncio.wait(tasks, timeout=0.2)


class Reviewer:
    """Reviewer that passes every prompt and gives the pictures the verdicts listed, in order."""

    def __init__(self, *verdicts):
        self.verdicts = list(verdicts)

    async def review(self, text, picture=None):
        verdict = self.verdicts.pop(0) if picture and self.verdicts else Verdict()
        if isinstance(verdict, Exception):
            raise verdict
        return verdict


@dataclass
class Watching(Stage):
    """Stage that records progress in `progressed`; if `holds` is set, an edit waits for it."""

    progressed: list = field(default_factory=list)
    fails: list = field(default_factory=list)
    holds: asyncio.Event | None = None

    async def progress(self, address, ref, text, partial):
        if self.fails:
            raise self.fails.pop(0)
        self.progressed.append((ref, str(text), partial))
        if self.holds:
            await self.holds.wait()


@pytest.fixture
def watching(store, clock):
    painter = Streaming(clock)
    return Watching(make_services(store, clock, painters=(painter,)))


def pictures(stage):
    return [partial for _, _, partial in stage.progressed if partial]


async def test_progress_shows_text_then_partial_pictures_then_the_picture(watching):
    await watching.say("ada", "/imagine a fox")
    answer = watching.last("ada").ref
    await watching.settle()
    texts = [text for _, text, _ in watching.progressed]
    assert texts == [
        "Painting “a fox”.\n▱▱▱▱▱▱▱▱▱▱ about 20 seconds",
        "Painting “a fox”.\n▰▰▱▱▱▱▱▱▱▱ about 15 seconds",
        "Painting “a fox”.\n▰▰▰▰▰▱▱▱▱▱ about 10 seconds",
    ]
    assert pictures(watching) == [b"\x89PNG\x00", b"\x89PNG\x01"]
    assert {ref for ref, _, _ in watching.progressed} == {answer}
    assert watching.text("ada").startswith("Here it is.")


async def test_progress_is_shown_at_most_every_two_seconds(watching):
    watching.services.painters[0].pause = 0.5
    watching.services.painters[0].partials = 9
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert [p[-1] for p in pictures(watching)] == [3, 7]


async def test_progress_says_when_it_takes_longer_than_estimated(watching):
    watching.services.painters[0].pause = 30.0
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert watching.progressed[-1][1] == "Painting “a fox”.\n▰▰▰▰▰▰▰▰▰▱ longer than usual"


async def test_failed_progress_edits_do_not_lose_the_picture(watching):
    watching.fails += [OSError("cut off"), RuntimeError("no")]
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert watching.text("ada").startswith("Here it is.")
    assert len(watching.progressed) == 1


async def test_a_hanging_progress_edit_does_not_delay_the_picture(watching, monkeypatch):
    monkeypatch.setattr("botfeed.core.work.progress_throttle.LAST", 0.05)
    watching.holds = asyncio.Event()
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert len(watching.progressed) == 1
    assert watching.text("ada").startswith("Here it is.")
    watching.holds.set()
    await asyncio.sleep(0)
    assert len(watching.progressed) == 1


async def test_no_progress_is_shown_after_a_failure(watching):
    watching.services.painters[0].raises.append(PaintFailed("down", None))
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    shown = len(watching.progressed)
    assert watching.text("ada").startswith("The painter could not paint")
    await asyncio.sleep(0)
    assert len(watching.progressed) == shown


async def test_no_progress_is_shown_in_public(watching):
    await watching.say("ada", "/imagine a fox --here", watching.place("lounge"))
    await watching.settle()
    assert watching.progressed == []
    assert watching.services.painters[0].asked == [False]


async def test_sensitive_paintings_show_no_partial_pictures(watching):
    await watching.say("ada", "/imagine a spicy fox")
    await watching.settle()
    assert pictures(watching) == []
    assert watching.progressed


@pytest.mark.parametrize(
    "verdict", [Verdict("sexual"), Verdict(sensitive=True), ModelError("down")], ids=["refused", "blurred", "down"]
)
async def test_partial_pictures_are_reviewed_before_they_are_shown(store, clock, verdict):
    stage = Watching(make_services(store, clock, painters=(Streaming(clock),), reviewer=Reviewer(verdict)))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert [p[-1] for p in pictures(stage)] == [1]


async def test_no_progress_is_shown_on_an_expired_answer(watching):
    await watching.say("ada", "/imagine a fox")

    def gone(uow):
        place = uow.one(Placement)
        uow.update(place, expires=uow.now)

    await watching.services.store.run(gone)
    await worker.drain(watching.services)
    assert watching.progressed == []


async def test_a_quick_painter_shows_no_progress(store, clock):
    quick = Streaming(clock, partials=0)
    quick.info = replace(quick.info, seconds=1.0)
    stage = Watching(make_services(store, clock, painters=(quick,)))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.progressed == []
    assert stage.text("ada").startswith("Here it is.")


async def test_no_partial_pictures_where_the_platform_cannot_show_them(store, clock):
    painter = Streaming(clock)
    plain = Stage(make_services(store, clock, painters=(painter,)))
    await plain.say("ben", "/imagine a fox")
    await plain.settle()
    assert painter.asked == [False]
