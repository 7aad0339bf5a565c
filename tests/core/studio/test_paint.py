"""The steps of a painting and the failures between them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.core.chat.policy import Policy
from botfeed.core.errors import (
    Expired,
    PaintFailed,
    PaintRefused,
    PaintUnknown,
    Rejected,
    TryAgain,
    Unreachable,
)
from botfeed.core.model import Job, Painting, PaintState
from botfeed.core.ports import Painted
from botfeed.core.studio import paint, state, steps
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import MemoryMedia, Stage, TinyPainter
from tests.core.support.ledger import later, ledger, painting, used

NOTHING = "Nothing was used from your allowance."
USED = "This was used from your allowance, since the painter was asked."


async def test_a_refusal_of_the_painter_names_its_category_and_refunds(stage: Stage, painter: TinyPainter) -> None:
    painter.raises.append(PaintRefused("sexual"))
    await stage.say("ada", "/imagine a nude")
    await stage.settle()
    assert stage.last("ada").event == "edit"
    assert stage.text("ada").startswith(f"This prompt can't be painted here (sexual). {NOTHING}")
    assert await ledger(stage) == ["hold", "refund"]
    assert await used(stage) == (0, 0)


async def test_a_failure_is_reported_once_and_retried(stage: Stage, painter: TinyPainter) -> None:
    painter.raises += [PaintFailed("down", 30), PaintFailed("down", 30)]
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.text("ada").startswith("Something broke on our side and you were not charged. We keep trying")
    told = len(stage.shown)
    await later(stage, 30)
    assert len(stage.shown) == told
    await later(stage, 30)
    assert stage.text("ada").startswith("Here it is.")
    assert await ledger(stage) == ["hold", "capture"]
    assert (await painting(stage)).submits == 1


async def test_a_permanent_failure_refunds_at_once(stage: Stage, painter: TinyPainter) -> None:
    painter.raises.append(PaintFailed("insufficient_quota", None))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.text("ada") == f"The painter could not paint “a fox”. {NOTHING} Try again in a while."
    assert await ledger(stage) == ["hold", "refund"]
    await stage.press("ada", "Again")
    await stage.settle()
    assert stage.text("ada").startswith("Here it is.")


async def test_an_unknown_outcome_is_resubmitted_once(stage: Stage, painter: TinyPainter) -> None:
    painter.raises.append(PaintUnknown("cut off"))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 2)
    assert stage.text("ada").startswith("Here it is.")
    assert len(painter.orders) == 2
    assert await ledger(stage) == ["hold", "capture"]
    assert await used(stage) == (1, 2)


async def test_the_daily_total_counts_every_call_that_may_have_cost(store, clock) -> None:
    stage = Stage(make_services(store, clock, policy=Policy(per_day=1)))
    stage.services.painters[0].raises.append(PaintUnknown("cut off"))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 2)
    assert len(stage.services.painters[0].orders) == 1
    assert await ledger(stage) == ["hold", "capture"]
    assert await used(stage) == (1, 1)
    assert stage.text("ada").startswith(
        "The painter broke off over “a fox”, and everybody's pictures for today are used up."
    )


async def test_two_unknown_outcomes_end_and_count(stage: Stage, painter: TinyPainter) -> None:
    painter.raises += [PaintUnknown("cut off"), PaintUnknown("cut off")]
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 2)
    assert stage.text("ada").startswith("The painter broke off twice over “a fox”.")
    assert USED in stage.text("ada")
    await later(stage, 600)
    assert len(painter.orders) == 2
    assert await ledger(stage) == ["hold", "capture"]


async def lost_while(stage: Stage, left: PaintState) -> Painting:
    """Let a worker claim the job, submit the painting and vanish in state `left`; return the painting."""
    id = (await painting(stage)).id

    def step(uow):
        uow.jobs.claim({"paint": paint.paint.lease}, 1)
        submitted = state.submit(stage.services, uow, id)
        return uow.update(submitted, state=left)

    lost = await stage.services.store.run(step)
    stage.services.clock.advance(paint.paint.lease)
    return lost


@pytest.mark.parametrize("left", [PaintState.SUBMITTING, PaintState.SUBMITTED])
async def test_a_crash_counts_as_an_unknown_outcome(stage: Stage, painter: TinyPainter, left: PaintState) -> None:
    """The worker dies after the call and its lease expires: no third call is made, and both may have been paid for."""
    await stage.say("ada", "/imagine a fox")
    assert (await lost_while(stage, left)).submits == 1
    assert (await lost_while(stage, left)).submits == 2
    await stage.settle()
    assert painter.orders == []
    assert stage.text("ada").startswith("The painter broke off twice")
    assert await ledger(stage) == ["hold", "capture"]


async def test_a_worker_without_the_lease_cannot_change_the_painting(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    run, id = stage.services.store.run, (await painting(stage)).id
    first = await run(lambda uow: state.submit(stage.services, uow, id))
    second = await run(lambda uow: state.submit(stage.services, uow, id))
    assert first
    assert second
    assert second.epoch == first.epoch + 1
    assert await run(lambda uow: steps.step(uow, first, state=PaintState.SUBMITTED)) is None
    assert await run(lambda uow: steps.step(uow, second, state=PaintState.SUBMITTED))


async def test_a_hanging_painter_times_out(stage: Stage, painter: TinyPainter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paint, "PAINT_MOST", timedelta(milliseconds=20))
    calls = []

    async def hang(order, partial=None):
        calls.append(order)
        await asyncio.Event().wait()

    monkeypatch.setattr(painter, "paint", hang)
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 2)
    assert len(calls) == 2
    assert stage.text("ada").startswith("The painter broke off twice")


@pytest.mark.parametrize("rubbish", [[], [Painted(b"<html>502</html>", "image/png", "tiny-1")]])
async def test_invalid_output_is_retried_once_and_counts(stage, painter, monkeypatch, rubbish) -> None:
    calls = []

    async def send(order, partial=None):
        calls.append(order)
        return rubbish

    monkeypatch.setattr(painter, "paint", send)
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 2)
    await later(stage, 2)
    assert len(calls) == 2
    assert (
        stage.text("ada")
        == f"The painter answered “a fox” with nothing that can be shown. {USED} Try again in a while."
    )
    assert await ledger(stage) == ["hold", "capture"]


async def test_one_invalid_picture_of_three_was_paid_and_is_told(stage, painter, monkeypatch) -> None:
    whole = painter.paint

    async def send(order, partial=None):
        good = await whole(order)
        return [good[0], Painted(b"", "image/png", "tiny-1"), good[2]]

    monkeypatch.setattr(painter, "paint", send)
    await stage.say("ada", "/imagine a fox --count 3")
    await stage.settle()
    assert len(stage.last("ada").reply.cards[0].media) == 2
    assert "You asked for 3, and 2 came that can be shown." in stage.text("ada")
    assert await used(stage) == (3, 3)


class FullDisk(MemoryMedia):
    full = 99

    async def keep(self, data, *, ai, model):
        if self.full:
            self.full -= 1
            raise OSError(28, "No space left on device")
        return await super().keep(data, ai=ai, model=model)


async def test_a_full_disk_is_retried_then_ends(store, clock) -> None:
    stage = Stage(make_services(store, clock, media=FullDisk()))
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.text("ada").startswith("There is no room left here to keep “a fox”, which its operator has to see to.")
    assert USED in stage.text("ada")
    assert await ledger(stage) == ["hold", "capture"]
    stage.services.media.full = 2
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.text("ada").startswith("Here it is.")
    assert len(stage.services.painters[0].orders) == 2


async def test_the_deadline_refunds_unpainted_requests(stage: Stage, painter: TinyPainter) -> None:
    painter.raises += [PaintFailed("down", 400), PaintFailed("down", 400)]
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 400)
    assert stage.text("ada").startswith("The painter could not paint")
    painter.raises += [PaintFailed("down", 599)]
    await stage.say("ada", "/imagine a hen")
    await stage.settle()
    stage.services.clock.advance(timedelta(seconds=600))
    await stage.services.store.run(lambda uow: uow.delete(Job, kind="paint"))
    await stage.settle()
    assert stage.text("ada") == f"“a hen” was not ready in 10 minutes, so we stopped. {NOTHING}"
    assert await used(stage) == (0, 0)


async def test_a_late_message_counts_and_is_still_sent(stage: Stage) -> None:
    stage.raises += [TryAgain("flood", 300), TryAgain("flood", 300)]
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await later(stage, 300)
    await later(stage, 300)
    assert stage.text("ada").startswith("Here it is.")
    assert stage.last("ada").reply.cards[0].media
    assert await ledger(stage) == ["hold", "capture"]


@pytest.mark.parametrize("error", [Unreachable("blocked"), Rejected("too large")])
async def test_an_undeliverable_picture_is_in_the_library(stage: Stage, error: Exception) -> None:
    stage.raises.append(error)
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert (await painting(stage)).state is PaintState.DONE
    assert await ledger(stage) == ["hold", "capture"]
    await stage.say("ada", "/mine")
    assert "a fox" in stage.text("ada")


async def test_an_expired_answer_becomes_a_new_message(stage: Stage) -> None:
    stage.raises.append(Expired("15 minutes"))
    await stage.say("ada", "/imagine a fox", stage.place("lounge"))
    await stage.settle()
    assert stage.last("#lounge").event == "delivery"
    assert stage.last("#lounge").reply.cards[0].media == ()


async def test_in_public_an_expired_answer_becomes_one_line_without_the_picture(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox", stage.place("lounge"))
    stage.raises.append(Expired("15 minutes"))
    await stage.settle()
    (card,) = stage.last("#lounge").reply.cards
    assert str(card.text) == "ada, your picture is ready, in /mine. Only you can look."
    assert card.media == ()
    assert [(a.label, a.command) for a in card.actions] == [("Show", "choose")]


async def test_nouns_the_painter_cannot_draw_are_named(stage: Stage, painter: TinyPainter, monkeypatch) -> None:
    whole = painter.paint

    async def some(order, partial=None):
        return [replace(one, missing=("zeppelin",)) for one in await whole(order)]

    monkeypatch.setattr(painter, "paint", some)
    await stage.say("ada", "/imagine a fox in a zeppelin")
    await stage.settle()
    assert "I can't draw “zeppelin” yet." in stage.text("ada")
