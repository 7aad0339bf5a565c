"""Paintings: requests, pictures, and their costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from botfeed.core.model.noun import (
    DROP,
    FOREVER,
    MOVE,
    OWN,
    Derived,
    Person,
    erase_by,
    keep_by,
    keep_for,
    noun,
)
from botfeed.core.model.people import Address

CATEGORIES = ("sexual", "minors", "violence", "hate", "harassment", "self-harm", "illicit", "other")


class Shape(StrEnum):
    SQUARE = "square"
    WIDE = "wide"
    TALL = "tall"


class PaintState(StrEnum):
    ACCEPTED = "accepted"
    SUBMITTING = "submitting"  # committed just before the painter is called
    SUBMITTED = "submitted"
    GENERATED = "generated"  # bytes are kept
    DELIVERING = "delivering"
    DONE = "done"  # captured
    REFUNDED = "refunded"


@noun(
    table="painting",
    index=[("account", "id"), ("state",), ("parent",)],
    few=("state",),
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=keep_by("prompts"),
    derived=(Derived("folded", "prompt", by="haystack"),),
)
@dataclass(frozen=True, slots=True)
class Painting:
    """Request for one to four pictures, from asking to delivery."""

    id: int
    account: int
    prompt: str
    created: datetime
    deadline: datetime
    address: Address
    request: str  # the request whose answer becomes the picture
    painter: str
    style: str = ""
    shape: Shape = Shape.SQUARE
    count: int = 1
    seed: int | None = None
    verb: str = "imagine"
    parent: int | None = None  # the picture this is a remix or variation of
    here: bool = False  # publish where it was asked for
    state: PaintState = PaintState.ACCEPTED
    epoch: int = 0
    submits: int = 0
    refusal: str = ""  # category
    model: str = ""
    why: str = ""  # it ended without pictures: the keys of `cards/studio/painting.py`
    folded: str = ""  # the prompt as the library searches it; the store makes it of the prompt


@noun(
    table="picture",
    index=[("account", "id"), ("painting",), ("blob",)],
    person=Person("account", export=OWN, erase=erase_by("pictures"), merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Picture:
    id: int
    painting: int
    account: int
    position: int
    blob: str  # sha-256 of the original bytes, hex
    mime: str
    width: int
    height: int
    created: datetime
    alt: str = ""
    proposed_alt: str = ""  # its owner's own words, that wait for review; the old ones stand meanwhile
    seed: int | None = None
    model: str = ""
    ai: bool = True
    blur: str = ""  # a few bytes of colour to show while the picture loads
    print: int = 0  # dHash, for near-duplicates
    missing: tuple[str, ...] = ()  # nouns that the painter could not draw
    removed: datetime | None = None
    checking: bool = False  # its pixels wait for review: not in the library yet
    sensitive: bool = False
    post: int | None = None  # the post that shows it: one at a time


@noun(
    table="derived",
    unique=[("blob", "picture")],
    index=[("picture",), ("account",), ("until",)],
    person=Person("account", export=OWN, erase=erase_by("derived"), merge=MOVE),
    keep=keep_for(timedelta(0), since="until"),  # a job lets the bytes go then
)
@dataclass(frozen=True, slots=True)
class DerivedFile:
    """Owner of bytes that were made of others: a row for each picture on a sheet, or one for a part of an export.
    The bytes go with the first picture of theirs that is deleted, with their person, or when their time is over.
    """

    id: int
    blob: str
    kind: str  # sheet | export
    created: datetime
    until: datetime
    picture: int = 0  # 0: it holds no picture that others see
    account: int | None = None  # whose export it is


@noun(
    table="entry",
    unique=[("painting", "kind")],
    index=[("account",)],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A ledger row: `kind` is hold, capture or refund; unique per painting and kind."""

    id: int
    painting: int
    account: int
    kind: str
    pictures: int
    day: str
    created: datetime
