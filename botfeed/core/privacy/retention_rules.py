"""Retention of tables whose rows do not simply expire by age; `@noun(..., keep=keep_by(name))` names these rules.
A placement is kept as long as its message can follow its posts: be taken down, covered, edited, answered, reacted to.

- One in a shared place: as long as a post on it stands, then a month after it was taken down or covered.
- A private one that shows pictures: a year, since each reader gets one more a day. Where its platform lets nobody
edit it any more: a month.
- One that shows no picture, and one that is gone: a month. Its buttons carry all they need.
- A delivery: a month. That of a digest or a showcase is needed to rebuild its message: it stays as long as that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botfeed.core.model import (
    Delivery,
    Notice,
    Painting,
    PaintState,
    Picture,
    Placement,
    Post,
    PostCopy,
    PostState,
)
from botfeed.core.ports import Unit

DELIVERIES_KEPT = timedelta(days=30)  # their keys guard against saying a thing twice
REBUILT = ("digest", "showcase")  # kinds whose row says how the message is built again
MESSAGES_KEPT = timedelta(days=30)  # longer than an answer, a painting or a take-down is under way
SWEPT_AFTER = timedelta(days=2)  # longer than the last attempt at a refused take-down may be late
COPIES_KEPT = timedelta(days=365)  # pictures shown to one person alone
PROMPTS_KEPT = timedelta(days=30)  # of what came to nothing
READ_KEPT = timedelta(days=90)  # notices, after they were read
UNREAD_KEPT = timedelta(days=365)
STATED = ("decision", "answer")  # notices by which somebody may appeal: they stay as the decision does


@dataclass(frozen=True, slots=True)
class Walk:
    """Walk through one table: `over` selects the expired ones of some rows, none of them younger than `young`."""

    noun: type[Any]
    young: timedelta
    over: Callable[[Unit, Sequence[Any]], list[Any]]
    along: Callable[[Unit, Sequence[Any]], None] = lambda _, __: None  # drops what hangs on them


def _deliveries(uow: Unit, rows: Sequence[Delivery]) -> list[Delivery]:
    """Select all deliveries but those from which a known message is rebuilt: unsent ones are given up by then."""
    ids = sorted({row.became for row in rows if row.kind in REBUILT and row.became is not None})
    known = {place.id for place in uow.all(Placement, id__in=ids)} if ids else set()
    return [row for row in rows if row.kind not in REBUILT or row.became not in known]


def _notices(uow: Unit, rows: Sequence[Notice]) -> list[Notice]:
    """Select read notices, and those never fetched. A later like by the same person makes a new notice."""
    read, unread = uow.now - READ_KEPT, uow.now - UNREAD_KEPT
    gone = [row for row in rows if row.created < unread or (row.read and row.read < read)]
    return [row for row in gone if row.kind not in STATED]


def _placements(uow: Unit, rows: Sequence[Placement]) -> list[Placement]:
    shared = sorted({post for row in rows if row.account is None for post in row.posts})
    known = uow.all(Post, id__in=shared, state__ne=PostState.REMOVED) if shared else []
    standing = {post.id for post in known}
    return [row for row in rows if _is_over(row, uow.now, standing)]


def _is_over(row: Placement, now: datetime, standing: set[int]) -> bool:
    edge = now - MESSAGES_KEPT
    if row.gone:
        return row.gone < edge
    if not row.posts and not row.pictures:
        return True
    if row.account is not None or not row.posts:
        return row.created < now - COPIES_KEPT or bool(row.expires and row.expires < edge)
    settled = row.covered or (row.stuck + SWEPT_AFTER if row.stuck else None)  # else its take-down is under way
    return bool(settled and settled < edge) and standing.isdisjoint(row.posts)


def _hanging(uow: Unit, rows: Sequence[Placement]) -> None:
    uow.delete(PostCopy, placement__in=[row.id for row in rows])


def _prompts(uow: Unit) -> int:
    """Clear the prompts of paintings without a picture; their ledger entries stay."""
    edge = uow.now - PROMPTS_KEPT
    over = uow.all(Painting, state=PaintState.REFUNDED, created__lt=edge, prompt__ne="")
    empty = [painting for painting in over if not uow.count(Picture, painting=painting.id, removed=None)]
    return sum(uow.compare_and_set(Painting, {"id": painting.id}, prompt="") for painting in empty)


# Rules that go through a table in batches, and rules that are one call; by the name that a noun declares.
WALKS: Mapping[str, Walk] = {
    "placements": Walk(Placement, MESSAGES_KEPT, _placements, _hanging),
    "deliveries": Walk(Delivery, DELIVERIES_KEPT, _deliveries),
    "notices": Walk(Notice, READ_KEPT, _notices),
}
SPECIAL: Mapping[str, Callable[[Unit], int]] = {"prompts": _prompts}
