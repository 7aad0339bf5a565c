"""Digest subscriptions and their editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from botfeed.core.model.noun import (
    FOREVER,
    OWN,
    Person,
    erase_by,
    move,
    noun,
)
from botfeed.core.model.people import Address


@noun(
    table="subscription",
    unique=[("account",), ("space",)],  # one of each: absent ones are distinct on both engines
    index=[("state", "due")],
    person=Person("account", export=OWN, erase=erase_by("subscriptions"), merge=move(first="subscriptions")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Subscription:
    """Daily digest, for a person (`account`) or for a channel of a space (`space`)."""

    id: int
    address: Address
    created: datetime
    account: int | None = None
    space: int | None = None
    minute: int = 540  # of the local day
    zone: str = "UTC"
    days: int = 127  # bit 0 is Monday
    size: int = 8
    state: str = "active"  # active | paused | off
    due: datetime | None = None
    ignored: int = 0  # digests sent since they were last heard of
    paused_until: datetime | None = None
    weekly: bool = False  # after seven that were ignored
    language: str = "en"
    heard: datetime | None = None  # when they last did anything, as far as was noticed


@noun(table="edition", unique=[("subscription", "period")], index=[("state", "id"), ("collage",)], keep=FOREVER)
@dataclass(frozen=True, slots=True)
class Edition:
    """Digest of one subscription for one local date: `period` limits it to one a day."""

    id: int
    subscription: int
    period: str
    created: datetime
    number: int = 1
    state: str = "planned"  # planned | composed | skipped | queued | sent | dead | unknown
    posts: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    terms: tuple[dict[str, float], ...] = ()  # of each post's score, logged when it is sent
    veiled: tuple[int, ...] = ()  # posts that are blurred on the collage
    collage: str = ""
