"""The nouns: frozen records, one table each. Ids are 63-bit and time-ordered; times are aware UTC.

`PEOPLE` says which fields of which noun name a person, so that export, erasure and a test that looks for forgotten
tables read one list.
"""

from __future__ import annotations

from botfeed.core.model.digests import Edition, Subscription
from botfeed.core.model.moderation import Decision, Report
from botfeed.core.model.people import Account, AccountState, Address, Alias, Consent, Identity, Link, Right, Space
from botfeed.core.model.pictures import CATEGORIES, LedgerEntry, Painting, PaintState, Picture, Shape
from botfeed.core.model.plumbing import (
    Delivery,
    Draft,
    HandledRequest,
    Job,
    KeyValue,
    Payload,
    Placement,
    PostCopy,
    SendState,
)
from botfeed.core.model.posts import (
    WAITING,
    Audience,
    Block,
    Collection,
    Comment,
    Event,
    Follow,
    Mute,
    Notice,
    Post,
    PostState,
    Reaction,
    Saved,
    Seen,
    Term,
    Topic,
)

__all__ = [
    "CATEGORIES",
    "NOUNS",
    "PEOPLE",
    "WAITING",
    "Account",
    "AccountState",
    "Address",
    "Alias",
    "Audience",
    "Block",
    "Collection",
    "Comment",
    "Consent",
    "Decision",
    "Delivery",
    "Draft",
    "Edition",
    "Event",
    "Follow",
    "HandledRequest",
    "Identity",
    "Job",
    "KeyValue",
    "LedgerEntry",
    "Link",
    "Mute",
    "Notice",
    "PaintState",
    "Painting",
    "Payload",
    "Picture",
    "Placement",
    "Post",
    "PostCopy",
    "PostState",
    "Reaction",
    "Report",
    "Right",
    "Saved",
    "Seen",
    "SendState",
    "Shape",
    "Space",
    "Subscription",
    "Term",
    "Topic",
    "stored_name",
]

PEOPLE: dict[type, tuple[str, ...]] = {
    Account: ("id",),
    Identity: ("account",),
    Right: ("account",),
    Painting: ("account",),
    Picture: ("account",),
    Post: ("author",),
    Follow: ("follower", "followee"),
    Mute: ("account", "muted"),
    Block: ("account", "blocked"),
    Reaction: ("account",),
    Comment: ("author",),
    Notice: ("account", "actor"),
    Subscription: ("account",),
    Report: ("account",),
    Decision: ("account",),
    Event: ("account",),
    Consent: ("account",),
    Seen: ("account",),
    LedgerEntry: ("account",),
    Placement: ("account",),
    Delivery: ("account",),
    HandledRequest: ("account",),
    Draft: ("account",),
    Payload: ("account",),
    Link: ("account", "other"),
    Alias: ("account",),
    Topic: ("account",),
    Collection: ("account",),
    Saved: ("account",),
    Space: ("keeper",),
}
NOUNS: tuple[type, ...] = (*PEOPLE, Edition, PostCopy, Term, Job, KeyValue)

# Stored names of the nouns whose class is named otherwise: a rename never reaches the database.
STORED_AS: dict[type, str] = {LedgerEntry: "entry", PostCopy: "copy", KeyValue: "fact", HandledRequest: "answered"}


def stored_name(noun: type) -> str:
    """Return the name of a noun's table, which is also its name in an export."""
    return STORED_AS.get(noun, noun.__name__.lower())
