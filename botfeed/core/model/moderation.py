"""Moderation: reports and statements of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from botfeed.core.model.noun import (
    FOREVER,
    MOVE,
    OWN,
    Person,
    blank,
    move,
    noun,
)

NOBODY = 0  # whose id no account has


@noun(
    table="report",
    index=[("state", "id"), ("account", "id"), ("post",), ("space", "id")],
    few=("state",),
    person=Person("account", export=OWN, erase=blank(account=NOBODY, note=""), merge=move(first="reports")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Report:
    id: int
    account: int
    post: int | None
    reason: str
    created: datetime
    comment: int | None = None
    note: str = ""
    state: str = "open"  # open | decided
    decision: int | None = None  # what came of it
    space: int | None = None  # the server or group it was reported from, whose moderators decide about that place
    local: int | None = None  # what these moderators decided


@noun(
    table="decision",
    index=[("account",), ("post",), ("space", "id"), ("by",)],
    person=Person("account", export=OWN, erase=blank(account=None, appeal=""), merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Decision:
    """Statement of reasons. It is kept when the person it is about is erased; the names are removed."""

    id: int
    kind: str  # hide | restore | remove | suspend | unsuspend | refuse | dismiss | admit | bar | away | back
    reason: str
    created: datetime
    account: int | None = None  # about whom
    post: int | None = None
    comment: int | None = None
    by: str = "operator"  # operator | moderator | review | a handle
    appeal: str = ""
    appealed: datetime | None = None
    outcome: str = ""  # what the appeal was answered
    overturned: bool = False
    space: int | None = None  # the place it holds for (away, back): its moderators decided, elsewhere nothing changes
