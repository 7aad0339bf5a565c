"""Pictures on the way: to their maker alone, seldom enough, never after the finished one."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from botfeed.core.errors import ModelError, PaintFailed
from botfeed.core.model import Placement
from botfeed.core.ports import Verdict
from botfeed.core.work import worker
from botfeed.testing.plugin import make_house
from botfeed.testing.stage import Stage, TinyPainter


class Streaming(TinyPainter):
    """Shows some pictures on the way, each `pause` seconds after the last."""

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
    """Until what is being shown is through, or hangs."""
    tasks = {task for task in asyncio.all_tasks() if task.get_coro().__name__ == "_show_latest"}
    if tasks:
        await asyncio.wait(tasks, timeout=0.2)


class Eye:
    """A reviewer that passes the prompt, and of the pictures says what it is told."""

    def __init__(self, *verdicts):
        self.verdicts = list(verdicts)

    async def review(self, text, picture=None):
        verdict = self.verdicts.pop(0) if picture and self.verdicts else Verdict()
        if isinstance(verdict, Exception):
            raise verdict
        return verdict


@dataclass
class Watching(Stage):
    """A platform that can show progress; `holds` keeps such an edit from ending."""

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
    return Watching(make_house(store, clock, painters=(painter,)))


def pictures(stage):
    return [partial for _, _, partial in stage.progressed if partial]


async def test_words_at_the_beginning_then_pictures_then_the_picture(watching):
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


async def test_what_comes_sooner_than_two_seconds_is_left_out(watching):
    watching.services.painters[0].pause = 0.5
    watching.services.painters[0].partials = 9
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert [p[-1] for p in pictures(watching)] == [3, 7]


async def test_longer_than_the_guess_is_said(watching):
    watching.services.painters[0].pause = 30.0
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert watching.progressed[-1][1] == "Painting “a fox”.\n▰▰▰▰▰▰▰▰▰▱ longer than usual"


async def test_a_messenger_that_fails_costs_nothing(watching):
    watching.fails += [OSError("cut off"), RuntimeError("no")]
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert watching.text("ada").startswith("Here it is.")
    assert len(watching.progressed) == 1


async def test_an_edit_that_hangs_is_given_up_before_the_picture_comes(watching, monkeypatch):
    monkeypatch.setattr("botfeed.core.work.progress_throttle.LAST", 0.05)
    watching.holds = asyncio.Event()
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    assert len(watching.progressed) == 1
    assert watching.text("ada").startswith("Here it is.")
    watching.holds.set()
    await asyncio.sleep(0)
    assert len(watching.progressed) == 1


async def test_a_painter_that_fails_shows_nothing_after_it(watching):
    watching.services.painters[0].raises.append(PaintFailed("down", None))
    await watching.say("ada", "/imagine a fox")
    await watching.settle()
    shown = len(watching.progressed)
    assert watching.text("ada").startswith("The painter could not paint")
    await asyncio.sleep(0)
    assert len(watching.progressed) == shown


async def test_in_public_nothing_is_shown_before_it_is_reviewed(watching):
    await watching.say("ada", "/imagine a fox --here", watching.place("lounge"))
    await watching.settle()
    assert watching.progressed == []
    assert watching.services.painters[0].asked == [False]


async def test_what_will_be_blurred_is_not_shown_clear_before(watching):
    await watching.say("ada", "/imagine a spicy fox")
    await watching.settle()
    assert pictures(watching) == []
    assert watching.progressed


@pytest.mark.parametrize(
    "verdict", [Verdict("sexual"), Verdict(sensitive=True), ModelError("down")], ids=["refused", "blurred", "down"]
)
async def test_the_reviewer_sees_it_first(store, clock, verdict):
    stage = Watching(make_house(store, clock, painters=(Streaming(clock),), reviewer=Eye(verdict)))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert [p[-1] for p in pictures(stage)] == [1]


async def test_where_the_answer_is_out_of_reach_nothing_is_tried(watching):
    await watching.say("ada", "/imagine a fox")

    def gone(uow):
        place = uow.one(Placement)
        uow.update(place, expires=uow.now)

    await watching.services.store.run(gone)
    await worker.drain(watching.services)
    assert watching.progressed == []


async def test_a_quick_painter_is_not_announced(store, clock):
    quick = Streaming(clock, partials=0)
    quick.info = replace(quick.info, seconds=1.0)
    stage = Watching(make_house(store, clock, painters=(quick,)))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.progressed == []
    assert stage.text("ada").startswith("Here it is.")


async def test_a_platform_that_cannot_show_it_is_not_asked_to(store, clock):
    painter = Streaming(clock)
    plain = Stage(make_house(store, clock, painters=(painter,)))
    await plain.say("ben", "/imagine a fox")
    await plain.settle()
    assert painter.asked == [False]
