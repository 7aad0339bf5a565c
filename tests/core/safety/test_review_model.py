"""The review model is asked in one place, whatever it raises, and word lists judge where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import botfeed.core
from botfeed.core.errors import ModelError, Trouble
from botfeed.core.ports import Verdict
from botfeed.core.safety import review
from botfeed.core.work.model_troubles import FOLLOWS
from botfeed.testing.plugin import make_services


class Raising:
    """Reviewer that raises the same each time."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        raise self.error


def test_the_review_model_is_asked_in_one_place() -> None:
    """What it may raise, and that it may be missing, is seen to there alone."""
    root = Path(botfeed.core.__file__).parent
    asking = [
        str(path.relative_to(root)) for path in root.rglob("*.py") if "reviewer.review(" in path.read_text("utf-8")
    ]
    assert asking == ["safety/review.py"]


@pytest.mark.parametrize("trouble", FOLLOWS)
async def test_only_a_missing_model_is_replaced_by_the_word_lists(store: Any, clock: Any, trouble: Trouble) -> None:
    services = make_services(store, clock, reviewer=Raising(ModelError("x", trouble, category="hate")))
    if trouble is Trouble.FILTER:
        assert await review.ask_model(services, "a fox") == Verdict("hate")
    elif trouble in review.LACKING:
        assert await review.ask_model(services, "a fox") == Verdict()
        assert await review.ask_model(services, "a forbidden fox") == Verdict("violence")
    else:
        with pytest.raises(ModelError):
            await review.ask_model(services, "a fox")


@pytest.mark.parametrize(
    "error", [ValueError, KeyError, ZeroDivisionError, OSError, TimeoutError, RecursionError, MemoryError]
)
async def test_whatever_a_reviewer_raises_is_no_judgement(store: Any, clock: Any, error: type[Exception]) -> None:
    services = make_services(store, clock, reviewer=Raising(error()))
    with pytest.raises(ModelError) as failed:
        await review.ask_model(services, "a fox")
    assert failed.value.trouble is Trouble.UNKNOWN
    await review.probe(services)
