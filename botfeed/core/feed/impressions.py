"""What was shown is remembered: it does not come twice, and what placed it is in the log."""

from __future__ import annotations

from collections.abc import Iterable

from botfeed.core.feed import events
from botfeed.core.feed.home import Placed
from botfeed.core.model import Account, Event, Post, Seen
from botfeed.core.ports import Unit


def shown(uow: Unit, account: Account, placed: Iterable[Placed], surface: str) -> None:
    """Count each as one look of this person."""
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
    """Count one look. A place keeps no row of its own here: the editions of its digest are its memory."""
    uow.increment(Post, post, impressions=1)
    if account is not None:
        events.record(uow, account, post, "impression", surface=surface, position=position, terms=terms, reason=reason)
        remember(uow, account, post)


def remember(uow: Unit, account: Account, post: int) -> None:
    """It does not come again by itself."""
    uow.insert(Seen(uow.new_id(), account.id, post, uow.now))


def reason_of(uow: Unit, account: Account, post: int) -> str:
    """Give the reason a person was last shown a post with; empty if they never were."""
    rows = uow.all(Event, account=account.id, post=post, kind="impression", newest=True, limit=1)
    return rows[0].reason if rows else ""
