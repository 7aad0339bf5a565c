"""Composition of an edition: choose unseen posts for one reader, make one contact sheet, queue one delivery.
planned -> composed | skipped -> queued -> sent | dead | unknown; every step is guarded by the state it
leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from botfeed.core.cards.choices import View
from botfeed.core.chat.context import Services
from botfeed.core.digest import digest_message, edition_view, inactivity, subscriptions
from botfeed.core.feed import exploration
from botfeed.core.feed import home as feed
from botfeed.core.feed.home import Placed
from botfeed.core.model import Account, AccountState, Edition, Post, Subscription
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import EditionWhere
from botfeed.core.work import pools
from botfeed.core.work.jobs import When, job
from botfeed.core.work.messages import To

ENOUGH = 3  # posts by people they do not follow
CHUNK = 500  # posts named in one statement
MEMORY = 120  # editions whose posts a channel is not shown again


def plan(uow: Unit, edition: Edition, priority: int) -> bool:
    """Add the job that composes an edition. Returns False if it exists already."""
    when = When(f"digest:{edition.subscription}", key=key(edition), priority=priority)
    return compose.enqueue(uow, when, edition=edition.id)


def key(edition: Edition) -> str:
    return f"digest:{edition.subscription}:{edition.period}"


@job(kind="digest", pool=pools.ORDINARY, attempts=6)
async def compose(services: Services, edition: int) -> None:
    """Choose the posts, make the contact sheet, and queue the message."""
    posts = await services.store.run(lambda uow: _compose(services, uow, edition))
    if posts:
        collage = await edition_view.collage(services, posts)
        await services.store.run(lambda uow: _queue(uow, edition, collage))


def _compose(services: Services, uow: Unit, id: int) -> list[Post]:
    """Choose and store an edition's posts, and return those to make the sheet of.
    Returns them again after a crash in between.
    """
    edition = uow.get(Edition, id)
    row = uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None or edition.state not in ("planned", "composed"):
        return []
    if edition.state == "planned":
        row = inactivity.mind(services, uow, row)
        chosen = choose(services, uow, row) if _reads(uow, row) else Chosen([], enough=False)
        placed, state = chosen.placed, "composed" if chosen.enough else "skipped"
        edition = filled(edition, placed)
        mine: EditionWhere = {"id": id, "state": "planned"}
        fields = {name: getattr(edition, name) for name in ("posts", "reasons", "terms", "veiled")}
        if not uow.compare_and_set(Edition, mine, state=state, **(fields if placed else {})) or state == "skipped":
            return []
    known = {post.id: post for post in uow.all(Post, id__in=edition.posts)}
    return [replace(known[p], sensitive=p in edition.veiled) for p in edition.posts if p in known]


def _reads(uow: Unit, row: Subscription) -> bool:
    account = uow.get(Account, row.account)
    stands = account is None or (account.state is AccountState.ACTIVE and not account.barred)
    return stands and subscriptions.wanted(row, uow.now)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Posts for an edition, and whether they are enough to send it: one by a followed author, or `ENOUGH` by others."""

    placed: list[Placed]
    enough: bool


def choose(services: Services, uow: Unit, row: Subscription) -> Chosen:
    """Choose unseen posts for a subscription: as many as its size, from at least `ENOUGH`, which decide whether it is
    sent. Where it is not, all that were found are kept for the preview.
    """
    account = uow.get(Account, row.account)
    shown, viewer = _shown(uow, row) if account is None else (), edition_view.viewer(uow, row)
    chance = exploration.rng(row.account or row.space, uow.now)
    placed = feed.home(
        uow,
        services,
        account,
        viewer,
        View.FOR_YOU,
        max(row.size, ENOUGH),
        chance,
        sensitive=viewer.sensitive,
        without=shown,
        session=False,
    )
    enough = any(one.friend for one in placed) or len(placed) >= ENOUGH
    return Chosen(placed[: row.size] if enough else placed, enough)


def filled(edition: Edition, placed: list[Placed]) -> Edition:
    return replace(
        edition,
        posts=tuple(one.post.id for one in placed),
        reasons=tuple(str(one.reason) for one in placed),
        terms=tuple(one.terms.row() for one in placed),
        veiled=tuple(one.post.id for one in placed if one.post.sensitive),
    )


def _shown(uow: Unit, row: Subscription) -> set[int]:
    past = uow.all(Edition, subscription=row.id, state="sent", newest=True, limit=MEMORY)
    posts = sorted({post for edition in past for post in edition.posts})
    parts = (posts[n : n + CHUNK] for n in range(0, len(posts), CHUNK))
    return {post.work for part in parts for post in uow.all(Post, id__in=part)}


def _queue(uow: Unit, id: int, collage: str) -> None:
    edition = uow.get(Edition, id)
    row = uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None:
        return
    number = 1 + uow.count(Edition, subscription=row.id, state="sent")
    if not uow.compare_and_set(
        Edition, {"id": id, "state": "composed"}, state="queued", collage=collage, number=number
    ):
        return
    to = To(subscriptions.where(uow, row), key=key(edition), account=row.account, urgent=False)
    digest_message.digest.post(uow, to, edition=id)
