"""The stored order of the hot source: refreshed when somebody reacts, compared without looking at the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from math import log2

from botfeed.core.feed.score import AUDIENCE, rate
from botfeed.core.model import Post
from botfeed.core.ports import Unit

HALVING = 12.0  # hours a post must be younger to make up for half the warmth
_START = datetime(2026, 1, 1, tzinfo=UTC)


def heat(post: Post) -> float:
    """Warmth and birth in one number that keeps its order as time goes by: log2(w) + hours / 12."""
    hours = ((post.published or post.created) - _START).total_seconds() / 3600
    return log2(1 + AUDIENCE * rate(post)) + hours / HALVING


def refresh(uow: Unit, post: int) -> None:
    """Write a post's heat from its counters: after publication and after every reaction."""
    row = uow.get(Post, post)
    if row is not None:
        uow.change(row, heat=heat(row))
