"""The home feed: context -> sources -> filters -> scores -> mix -> reasons, with a constant number of
queries.
A picture in a chat is a page of one, a digest a page of eight. Posts shown just before are part of the
context, so caps and the exploration slot hold across pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from botfeed.core.cards.choices import View
from botfeed.core.chat.context import Services
from botfeed.core.feed import candidates, exploration, feed_context, filters, mixing, reasons
from botfeed.core.feed import score as scores
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.feed.score import Scored, Terms
from botfeed.core.feed.views import RANKED
from botfeed.core.model import Account, Post, Viewer
from botfeed.core.ports import Unit


@dataclass(frozen=True, slots=True)
class Placed:
    """A post on a page.
    `position` counts from 1 in today's session; `friend`: by somebody the viewer follows.
    """

    post: Post
    reason: str  # as `reasons` says it
    terms: Terms
    position: int
    friend: bool = False


def home(
    uow: Unit,
    services: Services,
    account: Account | None,
    eyes: Viewer,
    view: View,
    n: int,
    rng: Random,
    *,
    sensitive: bool = True,
    without: Iterable[int] = (),
    session: bool = True,
    sources: candidates.Sources = candidates.SOURCES,
) -> list[Placed]:
    """Return the next `n` posts for a viewer; nothing is written.
    `account` None is a channel. `sensitive` False excludes sensitive posts even blurred. `without`: posts
    shown there before (a person's are stored). `session` False ignores the posts shown earlier today.
    """
    looks = feed_context.gather(uow, account, eyes, sensitive=sensitive, without=without, session=session, places=n)
    slot = any(exploration.is_slot(looks.position + k) for k in range(n))
    open_slot = slot and view is View.FOR_YOU and services.policy.explore
    drawn = candidates.draw(uow, looks, view, explore=open_slot, sources=sources)
    scored = scores.score(looks, filters.keep(uow, looks, drawn))
    chosen = _ranked(uow, looks, scored, n, rng) if view in RANKED else _newest(scored, n)
    return [
        Placed(s.post, reasons.of(view, looks, s), s.terms, looks.position + k, s.post.author in looks.follows)
        for k, s in enumerate(chosen)
    ]


def _ranked(uow: Unit, looks: FeedContext, scored: list[Scored], n: int, rng: Random) -> list[Scored]:
    unknown = exploration.creators(uow, scored)
    return mixing.arrange(scored, n, looks.recent, looks.position, exploration.thompson(scored, unknown, rng))


def _newest(scored: list[Scored], n: int) -> list[Scored]:
    return sorted(scored, key=lambda s: -s.post.id)[:n]
