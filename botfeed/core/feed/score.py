"""Fourth stage: the score, as named terms that are logged with every impression.
Rates, not counts: warmth is the mean of a Beta posterior over impressions. One like of three views so ranks
below fifty of four hundred, and a post without impressions gets the prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from math import log2

from botfeed.core.feed.candidates import Candidate
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.model import Post
from botfeed.core.ports import Tally

PRIOR_WARM, PRIOR_COLD = 1.0, 9.0  # Beta prior: one warm word in ten looks
AUDIENCE = 50  # impressions a rate is scaled to, so that the logarithm works on a count
GRAVITY, HEAD_START = 1.2, 2.0  # exponent; hours
FOLLOWED, TAGGED, AFFINITY = 0.5, 0.3, 0.5
STRANGER = 5  # impressions of an author before half of what they show is believed
HIDE, HIDES = 1.0, 3  # per "less like this" for this author; at most
_NONE = Tally()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one score. `decay` multiplies: later posts of an author on a page count less."""

    hot: float = 0.0
    followed: float = 0.0
    affinity: float = 0.0
    hide: float = 0.0
    decay: float = 1.0
    explore: float = 0.0  # the Thompson draw that won the slot, 0 elsewhere
    tagged: float = 0.0  # has a tag they follow

    @property
    def base(self) -> float:
        return self.hot + self.followed + self.tagged + self.affinity - self.hide

    @property
    def total(self) -> float:
        """Return the base score times decay; negative scores are not decayed, as that would raise them."""
        return self.base * self.decay if self.base > 0 else self.base

    def row(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()} | {"total": round(self.total, 4)}


@dataclass(frozen=True, slots=True)
class Scored:
    candidate: Candidate
    terms: Terms

    @property
    def post(self) -> Post:
        return self.candidate.post


def score(context: FeedContext, candidates: Sequence[Candidate]) -> list[Scored]:
    """Score candidates, best first; of two equals the newer comes first."""
    scored = [Scored(c, terms(context, c)) for c in candidates]
    return sorted(scored, key=lambda s: (-s.terms.base, -s.post.id))


def terms(context: FeedContext, candidate: Candidate) -> Terms:
    """Return the score terms.
    With personalisation off only the post's own warmth and the viewer's own hides count.
    """
    post = candidate.post
    taste = context.tastes.get(post.author, _NONE)
    personal = context.personal
    return Terms(
        hot=hot(post, context.now),
        followed=FOLLOWED if personal and post.author in context.follows else 0.0,
        affinity=AFFINITY * affinity(taste) if personal else 0.0,
        hide=HIDE * min(taste.hides, HIDES),
        tagged=TAGGED if personal and context.topic(post) else 0.0,
    )


def hot(post: Post, now: datetime) -> float:
    """Return the hot score: log2(1 + w) / (age + 2 h)^1.2, w being warm responses per 50 impressions."""
    age = max(0.0, (now - (post.published or post.created)).total_seconds() / 3600)
    return log2(1 + AUDIENCE * rate(post)) / float((age + HEAD_START) ** GRAVITY)


def rate(post: Post) -> float:
    """Return the posterior mean share of impressions that led to a like, comment or remix.
    Views by link are not counted as impressions, so these are at least the number of responses.
    """
    looks = max(post.impressions, post.warm)
    return (PRIOR_WARM + post.warm) / (PRIOR_WARM + PRIOR_COLD + looks)


def affinity(taste: Tally) -> float:
    """Return the share of this author's impressions the person answered warmly, 0 to 1.
    Shrunk to 0 while impressions are few.
    """
    return min(taste.warm, taste.impressions or taste.warm) / (max(taste.impressions, taste.warm) + STRANGER)
