"""The nouns: frozen records, one table each. Ids are 63-bit and time-ordered; times are aware UTC.

Every noun but the plumbing at the end says in `PEOPLE` which of its fields name a person, so that
export, erasure and a test that looks for forgotten tables read one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

CATEGORIES = ("sexual", "minors", "violence", "hate", "harassment", "self-harm", "illicit", "other")


class Shape(StrEnum):
    SQUARE = "square"
    WIDE = "wide"
    TALL = "tall"


class Audience(StrEnum):
    EVERYONE = "everyone"
    FOLLOWERS = "followers"
    HERE = "here"  # visible inside one space only


class AccountState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEAVING = "leaving"  # asked for erasure, seven days to change one's mind
    GONE = "gone"


class PaintState(StrEnum):
    ACCEPTED = "accepted"
    SUBMITTING = "submitting"  # committed just before the painter is called
    SUBMITTED = "submitted"
    GENERATED = "generated"  # bytes are kept
    DELIVERING = "delivering"
    DONE = "done"  # captured
    REFUNDED = "refunded"


class PostState(StrEnum):
    CHECKING = "checking"  # waits for review
    PUBLIC = "public"
    HELD = "held"  # review could not be had: private, waiting
    HIDDEN = "hidden"  # by a moderator; may be appealed
    REFUSED = "refused"  # by review
    REMOVED = "removed"  # by its author, or for good by a moderator


class SendState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    SENDING = "sending"  # committed just before the call
    SENT = "sent"
    RETRY = "retry"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"  # its builder answered "no longer"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is said. `ref` belongs to the adapter; the core only carries it.

    `space` is the server's or group's own id on its platform, empty in a private chat.
    """

    platform: str
    ref: str
    space: str = ""
    title: str = ""
    private: bool = True
    age_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    handle: str
    created: datetime
    language: str = "en"
    zone: str = "UTC"
    state: AccountState = AccountState.ACTIVE
    leaving_at: datetime | None = None
    last_post: int = -1  # id of the newest public post: lets a timeline be pulled (docs/architecture.md)
    personal: bool = True  # personalisation of the feed
    pushes: bool = True  # inbox pushes
    pushed_at: datetime | None = None  # of the last push, or of the next one where one is planned
    invited: bool = False
    replies_told: bool = False  # was told once who sees a reply that becomes a comment


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as one platform knows them. `private` is where they can be written to alone."""

    id: int
    account: int
    platform: str
    user: str
    name: str
    created: datetime
    private: Address | None = None
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Space:
    """A Discord server or a Telegram group."""

    id: int
    platform: str
    ref: str
    title: str
    created: datetime
    approved: bool = False
    age_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """Whether somebody administers a space, as the platform said at `checked`."""

    id: int
    account: int
    space: int
    admin: bool
    checked: datetime


@dataclass(frozen=True, slots=True)
class Painting:
    """One request for one to four pictures, from asking to delivery."""

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
    why: str = ""  # it was refunded: cancelled | refused | unfit | failed | unknown | full | late


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


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    author: int
    picture: int
    caption: str
    created: datetime
    audience: Audience = Audience.EVERYONE
    space: int | None = None
    sensitive: bool = False
    remixable: bool = True
    state: PostState = PostState.CHECKING
    parent: int | None = None
    root: int | None = None
    published: datetime | None = None
    why: str = ""  # category of a refusal
    likes: int = 0
    comments: int = 0
    remixes: int = 0
    impressions: int = 0
    heat: float = 0.0  # likes, comments and remixes, weighed: orders the hot source, and a profile's best
    print: int = 0
    revision: int = 0  # moved by every edit: a judgement or a copy of an older one does not count
    proposed: str | None = None  # a new caption that waits for review; the old one stands meanwhile


@dataclass(frozen=True, slots=True)
class Follow:
    id: int
    follower: int
    followee: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Mute:
    id: int
    account: int
    muted: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Block:
    id: int
    account: int
    blocked: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Reaction:
    id: int
    account: int
    post: int
    created: datetime
    kind: str = "like"


@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    post: int
    author: int
    text: str
    created: datetime
    state: PostState = PostState.PUBLIC


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that happened to a person's posts, shown in their inbox."""

    id: int
    account: int
    kind: str  # like | comment | follow | remix | decision
    created: datetime
    actor: int | None = None
    post: int | None = None
    subject: int | None = None  # the comment, the remix, the decision
    read: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A daily digest, for a person (`account`) or for a channel of a space (`space`)."""

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


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest of one subscription for one local date: `period` makes it once a day."""

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


@dataclass(frozen=True, slots=True)
class Decision:
    """A statement of reasons. It is kept when the person it is about is erased; the names go."""

    id: int
    kind: str  # hide | restore | remove | suspend | unsuspend | refuse | dismiss | admit | bar
    reason: str
    created: datetime
    account: int | None = None  # about whom
    post: int | None = None
    comment: int | None = None
    by: str = "operator"  # operator | review | a handle
    appeal: str = ""
    appealed: datetime | None = None
    outcome: str = ""  # what the appeal was answered
    overturned: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the interaction log: an impression with its score's terms, a like, a hide ..."""

    id: int
    account: int
    post: int
    kind: str  # impression | like | unlike | comment | follow | hide | remix | open
    created: datetime
    surface: str = ""
    position: int = 0
    terms: dict[str, float] | None = None
    purpose: str = "service"
    consent: int = 0  # version of the consent in force, 0 for none
    reason: str = ""  # the reason line an impression was shown with


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to or withdrew, kept as history."""

    id: int
    account: int
    purpose: str  # export
    version: int
    granted: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    id: int
    account: int
    post: int
    created: datetime


# Plumbing


@dataclass(frozen=True, slots=True)
class Entry:
    """A ledger row: `kind` is hold, capture or refund; unique per painting and kind."""

    id: int
    painting: int
    account: int
    kind: str
    pictures: int
    day: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a message landed, so that edits, take-downs, reactions and replies find it."""

    id: int
    platform: str
    ref: str  # the adapter's name of the message, unique on its platform
    address: Address
    created: datetime
    request: str = ""  # the request it answered, or
    delivery: int | None = None  # the outbox row it came from
    account: int | None = None  # for whose eyes; None: for all who are there
    posts: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()
    revision: int = 0
    expires: datetime | None = None
    gone: datetime | None = None
    covered: datetime | None = None  # replaced by a placeholder
    stuck: datetime | None = None  # could be neither taken down nor covered
    surface: str = ""  # what kind of view it is: feed, open ...; says how it is built again


@dataclass(frozen=True, slots=True)
class Copy:
    """One post in one message: the way from a post to all the places that show it."""

    id: int
    post: int
    placement: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """An outbox row: what to say (kind and arguments), to whom, not yet in which words."""

    id: int
    kind: str
    args: dict[str, Any]
    address: Address
    key: str
    created: datetime
    account: int | None = None
    edits: str = ""  # the request whose answer it replaces, or
    placement: int | None = None  # the message it replaces; never said anew where that is out of reach
    revision: int = 1
    urgent: bool = True  # an answer to a person, not a digest
    state: SendState = SendState.QUEUED
    epoch: int = 0
    attempts: int = 0
    why: str = ""
    sending: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    kind: str
    args: dict[str, Any]
    lane: str
    run_at: datetime
    created: datetime
    key: str | None = None
    priority: int = 50  # lower first
    turn: int = 0  # how many of its lane waited when it came: a fifth picture stands behind others' firsts
    state: str = "ready"  # ready | leased | dead
    lease: datetime | None = None
    epoch: int = 0
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was handled, with what was said: a repeat is answered the same."""

    id: int
    request: str
    reply: dict[str, Any]
    created: datetime
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled command: what is still to be asked, and what was answered."""

    id: int
    account: int
    place: str  # platform and address
    ask: dict[str, Any]
    created: datetime
    origin: Address | None = None  # where the command was given, if it is asked for aside from there


@dataclass(frozen=True, slots=True)
class Payload:
    """A button's arguments, where they do not fit into the button: often the words of who was answered."""

    id: int
    text: str
    created: datetime
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One remembered value of an adapter or of the house, under a name."""

    id: int
    name: str
    value: str


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
}
NOUNS: tuple[type, ...] = (*PEOPLE, Space, Edition, Copy, Job, Fact)
