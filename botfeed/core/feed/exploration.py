"""Exploration: one position in eight goes to a creator with few impressions so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from botfeed.core.feed.feed_context import WINDOW
from botfeed.core.feed.score import PRIOR_COLD, PRIOR_WARM, Scored
from botfeed.core.ports import Tally, Unit

SLOT = 4  # of every eight
UNKNOWN = 50  # impressions below which a creator is one


@dataclass(frozen=True, slots=True)
class Draw:
    post: int
    chance: float


def rng(account: int | None, now: datetime) -> Random:
    """Return a random generator that is the same for one person all day.
    A page requested twice is then the same page.
    """
    return Random(f"{account}:{now:%Y-%m-%d}")


def is_slot(position: int) -> bool:
    return (position - 1) % WINDOW == SLOT - 1


def creators(uow: Unit, scored: Sequence[Scored]) -> dict[int, Tally]:
    """Return the newcomer creators with fewer than `UNKNOWN` impressions, each with its tally. One query."""
    authors = {s.post.author for s in scored if "newcomers" in s.candidate.sources}
    return {a: t for a, t in uow.timelines.received(sorted(authors)).items() if t.impressions < UNKNOWN}


def thompson(scored: Sequence[Scored], unknown: Mapping[int, Tally], chance: Random) -> Draw | None:
    """Draw each unknown creator's rate from Beta(a + warm, b + impressions - warm); the highest draw wins.
    Returns the best post of the winner; None without a candidate by an unknown creator.
    """
    best = {s.post.author: s for s in reversed(scored) if s.terms.hide == 0}
    draws = [(_beta(unknown[author], chance), author) for author in sorted(unknown) if author in best]
    if not draws:
        return None
    won, author = max(draws)
    return Draw(best[author].post.id, won)


def _beta(tally: Tally, chance: Random) -> float:
    cold = max(0, tally.impressions - tally.warm)
    return chance.betavariate(PRIOR_WARM + tally.warm, PRIOR_COLD + cold)
