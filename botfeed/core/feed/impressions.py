"""Impressions: posts shown are recorded, so that they do not repeat and their score terms are logged."""

from __future__ import annotations

from collections.abc import Iterable

from botfeed.core.feed import events
from botfeed.core.feed.home import Placed
from botfeed.core.model import Account, Event, Post, Seen
from botfeed.core.ports import Unit


def shown(uow: Unit, account: Account, placed: Iterable[Placed], surface: str) -> None:
    """Record one impression for each post shown to this person."""
    for one in placed:
        terms = one.terms.row()
        show(uow, account, one.post.id, surface=surface, position=one.position, terms=terms, reason=one.reason)


def show(
    uow: Unit,
    account: Account | None,
    post: int,
    *,
    surface: str,
    position: int,
    terms: dict[str, float] | None = None,
    reason: str = "",
) -> None:
    """Record one impression. Channels get no row here: the editions of their digest record it."""
    uow.increment(Post, post, impressions=1)
    if account is not None:
        events.record(uow, account, post, "impression", surface=surface, position=position, terms=terms, reason=reason)
        remember(uow, account, post)


def remember(uow: Unit, account: Account, post: int) -> None:
    """Mark a post as seen by a person, so that feeds do not repeat it, nor its picture published anew."""
    row = uow.get(Post, post)
    uow.insert(Seen(uow.new_id(), account.id, row.work if row else post, uow.now))


def reason_of(uow: Unit, account: Account, post: int) -> str:
    """Return the reason of a person's latest impression of a post; empty if there is none."""
    rows = uow.all(Event, account=account.id, post=post, kind="impression", newest=True, limit=1)
    return rows[0].reason if rows else ""
