"""Fifth stage: arrange scored posts on a page.
Later posts of one author count less, an author has at most two positions in eight, remixes and duplicates of
a picture count as one, and one position is for exploration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from botfeed.core.feed import exploration, fingerprints
from botfeed.core.feed.exploration import Draw
from botfeed.core.feed.feed_context import WINDOW
from botfeed.core.feed.score import Scored
from botfeed.core.model import Post

CAP = 2  # places of one author in eight
FLOOR, STEP = 0.25, 0.5
FEW = 3  # a shorter page says nothing: caps give way to it, so that two friends alone see all of each other


def decay(k: int) -> float:
    """Return the weight of an author's post after `k` others of theirs: (1 - .25) * .5^k + .25."""
    return (1 - FLOOR) * STEP**k + FLOOR


@dataclass(frozen=True, slots=True)
class Page:
    """The page so far: the posts of earlier pages, then those chosen for this one."""

    before: tuple[Post, ...]  # oldest first
    chosen: tuple[Scored, ...] = ()

    @property
    def window(self) -> list[Post]:
        return [*self.before, *(s.post for s in self.chosen)][-(WINDOW - 1) :]


def arrange(scored: Sequence[Scored], n: int, recent: Sequence[Post], position: int, draw: Draw | None) -> list[Scored]:
    """Choose up to `n` posts, the first at `position` of the session.
    `scored` is sorted best first, as `score.score` returns it; `recent` newest first.
    """
    left, page = list(scored), Page(tuple(reversed(recent)))
    while left and len(page.chosen) < n:
        pick = _drawn(left, page, position + len(page.chosen), draw) or _best(left, page)
        if pick is None and len(page.chosen) < min(n, FEW):
            pick = _worth(left[0], page)
        if pick is None:
            break
        left = [s for s in left if s.post.id != pick.post.id]
        page = replace(page, chosen=(*page.chosen, pick))
    return list(page.chosen)


def _drawn(left: Sequence[Scored], page: Page, position: int, draw: Draw | None) -> Scored | None:
    if draw is None or not exploration.is_slot(position):
        return None
    won = next((s for s in left if s.post.id == draw.post and _fits(s.post, page.window)), None)
    return won and Scored(won.candidate, replace(won.terms, explore=draw.chance))


def _best(left: Sequence[Scored], page: Page) -> Scored | None:
    """Return the best post that fits.
    Stops early: posts are sorted by base score, and decay only lowers it.
    """
    window, best = page.window, None
    for scored in left:
        if best and scored.terms.base <= best.terms.total:
            break
        if _fits(scored.post, window):
            worth = _worth(scored, page)
            best = worth if best is None or worth.terms.total > best.terms.total else best
    return best


def _worth(scored: Scored, page: Page) -> Scored:
    earlier = sum(post.author == scored.post.author for post in page.window)
    return Scored(scored.candidate, replace(scored.terms, decay=decay(earlier)))


def _fits(post: Post, window: Sequence[Post]) -> bool:
    by_author = sum(other.author == post.author for other in window)
    return by_author < CAP and not any(same(post, other) for other in window)


def same(a: Post, b: Post) -> bool:
    """Return True if two posts count as one picture: the same post, remixes of one root, or duplicates."""
    return (a.root or a.id) == (b.root or b.id) or fingerprints.alike(a.print, b.print)
