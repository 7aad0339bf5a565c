"""The home feed: context -> sources -> filters -> scores -> mix -> reasons. The number of queries is constant.

One picture in a chat is a page of one, a digest a page of eight: what was shown just before is part of the context, so
caps and the exploration slot hold across pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from botfeed.core.chat.context import House
from botfeed.core.feed import explore, filters, mix, reasons, sources, viewer
from botfeed.core.feed import score as scores
from botfeed.core.feed.score import Scored, Terms
from botfeed.core.feed.viewer import Viewer
from botfeed.core.feed.views import RANKED, View
from botfeed.core.model import Account, Post
from botfeed.core.ports import Unit
from botfeed.core.safety.visibility import Eyes


@dataclass(frozen=True, slots=True)
class Placed:
    """One post on a page. `position` counts from 1 in today's session; `friend`: by somebody they follow."""

    post: Post
    reason: str  # as `reasons` says it
    terms: Terms
    position: int
    friend: bool = False


def home(
    uow: Unit,
    house: House,
    account: Account | None,
    eyes: Eyes,
    view: View,
    n: int,
    rng: Random,
    *,
    sensitive: bool = True,
    without: Iterable[int] = (),
    session: bool = True,
) -> list[Placed]:
    """Choose the next `n` posts for these eyes; nothing is written.

    `account` None is a place. `sensitive` False where blurred pictures may not even stand. `without`: posts shown
    there before (a person's are known). `session` False makes a page of its own, whatever was shown today.
    """
    looks = viewer.gather(uow, account, eyes, sensitive=sensitive, without=without, session=session, places=n)
    slot = any(explore.is_slot(looks.position + k) for k in range(n))
    open_slot = slot and view is View.FOR_YOU and house.policy.explore
    scored = scores.score(looks, filters.keep(uow, looks, sources.draw(uow, looks, view, explore=open_slot)))
    chosen = _ranked(uow, looks, scored, n, rng) if view in RANKED else _newest(scored, n)
    return [
        Placed(s.post, reasons.of(view, looks, s), s.terms, looks.position + k, s.post.author in looks.follows)
        for k, s in enumerate(chosen)
    ]


def _ranked(uow: Unit, looks: Viewer, scored: list[Scored], n: int, rng: Random) -> list[Scored]:
    unknown = explore.creators(uow, scored)
    return mix.arrange(scored, n, looks.recent, looks.position, explore.thompson(scored, unknown, rng))


def _newest(scored: list[Scored], n: int) -> list[Scored]:
    return sorted(scored, key=lambda s: -s.post.id)[:n]
