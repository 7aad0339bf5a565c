"""Review of the prompt before painting, and of the pictures afterwards."""

from collections.abc import Iterator

import pytest

from botfeed.core.errors import ModelError
from botfeed.core.model import PaintState, Picture
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage
from tests.core.support.ledger import later, ledger, painting
from tests.core.support.reviewer import Reviewer


@pytest.fixture
def judged(store, clock) -> Iterator[Stage]:
    return Stage(make_services(store, clock, reviewer=Reviewer()))


async def test_the_prompt_is_reviewed_before_painting(judged: Stage) -> None:
    judged.services.reviewer.words = "hate"
    await judged.say("ada", "/imagine a fox")
    await judged.settle()
    assert judged.text("ada").startswith("This prompt can't be painted here (hate).")
    assert judged.services.painters[0].orders == []
    assert await ledger(judged) == ["hold", "refund"]


async def test_a_failed_review_is_retried(judged: Stage) -> None:
    judged.services.reviewer.silent = 1
    await judged.say("ada", "/imagine a fox")
    await judged.settle()
    await later(judged, 5)
    assert judged.text("ada").startswith("Here it is.")


async def test_refused_pictures_are_dropped(judged: Stage) -> None:
    judged.services.reviewer.pixels = "sexual"
    await judged.say("ada", "/imagine a fox")
    await judged.settle()
    assert judged.text("ada").startswith("What came out can't be shown here (sexual).")
    assert judged.services.media.blobs == {}
    await judged.say("ada", "/mine")
    assert judged.text("ada") == "You have no pictures yet."


async def test_pictures_waiting_for_review_are_hidden_and_not_repainted(judged: Stage) -> None:
    await judged.say("ada", "/imagine a fox")
    judged.services.reviewer.review = quiet_after(judged.services.reviewer, 1)
    await judged.settle()
    assert (await painting(judged)).state is PaintState.GENERATED
    await judged.say("ada", "/mine")
    assert judged.text("ada") == "You have no pictures yet."
    await later(judged, 5)
    assert len(judged.services.painters[0].orders) == 1
    assert (await painting(judged)).state is PaintState.DONE


def quiet_after(judge: Reviewer, calls: int):
    """Return a review function that answers `calls` times, raises ModelError once, then answers."""
    whole, n = judge.review, 0

    async def review(text, picture=None):
        nonlocal n
        n += 1
        if n == calls + 1:
            raise ModelError("no answer")
        return await whole(text, picture)

    return review


async def test_a_sensitive_verdict_is_stored(judged: Stage) -> None:
    judged.services.reviewer.sensitive = True
    await judged.say("ada", "/imagine a fox")
    await judged.settle()
    (picture,) = await judged.services.store.read(lambda uow: uow.all(Picture))
    assert picture.sensitive
    assert "Sensitive: others would see it blurred first." in judged.text("ada")
