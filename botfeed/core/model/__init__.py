"""The nouns: frozen records, one table each. Ids are 63-bit and time-ordered; times are aware UTC.

`PEOPLE` says which fields of which noun name a person, so that export, erasure and a test that looks for forgotten
tables read one list.
"""

from __future__ import annotations

from botfeed.core.model.digests import Edition, Subscription
from botfeed.core.model.order import Decision, Report
from botfeed.core.model.people import Account, AccountState, Address, Alias, Consent, Identity, Link, Right, Space
from botfeed.core.model.pictures import CATEGORIES, Entry, Painting, PaintState, Picture, Shape
from botfeed.core.model.plumbing import Answered, Copy, Delivery, Draft, Fact, Job, Payload, Placement, SendState
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
    "Answered",
    "Audience",
    "Block",
    "Collection",
    "Comment",
    "Consent",
    "Copy",
    "Decision",
    "Delivery",
    "Draft",
    "Edition",
    "Entry",
    "Event",
    "Fact",
    "Follow",
    "Identity",
    "Job",
    "Link",
    "Mute",
    "Notice",
    "PaintState",
    "Painting",
    "Payload",
    "Picture",
    "Placement",
    "Post",
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
    Entry: ("account",),
    Placement: ("account",),
    Delivery: ("account",),
    Answered: ("account",),
    Draft: ("account",),
    Payload: ("account",),
    Link: ("account", "other"),
    Alias: ("account",),
    Topic: ("account",),
    Collection: ("account",),
    Saved: ("account",),
    Space: ("keeper",),
}
NOUNS: tuple[type, ...] = (*PEOPLE, Edition, Copy, Term, Job, Fact)
