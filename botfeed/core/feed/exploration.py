"""Buying first reactions: one place in eight goes to a creator whom hardly anybody was shown yet."""

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
    """Chance that is the same for one person all day: a page asked for twice is the same page."""
    return Random(f"{account}:{now:%Y-%m-%d}")


def is_slot(position: int) -> bool:
    return (position - 1) % WINDOW == SLOT - 1


def creators(uow: Unit, scored: Sequence[Scored]) -> dict[int, Tally]:
    """Give the creators among the candidates that hardly anybody was shown, with how they were received. One query."""
    authors = {s.post.author for s in scored if "newcomers" in s.candidate.sources}
    return {a: t for a, t in uow.timelines.received(sorted(authors)).items() if t.impressions < UNKNOWN}


def thompson(scored: Sequence[Scored], unknown: Mapping[int, Tally], chance: Random) -> Draw | None:
    """Draw each unknown creator's warmth from Beta(a + warm, b + looks - warm); the best draw wins.

    Its creator's best post takes the place. None where no candidate is by an unknown creator.
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
