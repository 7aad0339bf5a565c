"""Messages and jobs: jobs, deliveries, placements, handled requests. One table each, like every noun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from botfeed.core.model.noun import (
    DROP,
    FOREVER,
    MOVE,
    OWN,
    Person,
    erase_by,
    keep_by,
    keep_for,
    noun,
    once,
)
from botfeed.core.model.people import Address


class SendState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"  # committed just before the call
    SENT = "sent"
    RETRY = "retry"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"  # its builder answered "no longer"


@noun(
    table="placement",
    unique=[("platform", "ref")],
    index=[("request",), ("account", "id"), ("place", "id")],
    person=Person("account", export=OWN, erase=erase_by("placements"), merge=MOVE),
    keep=keep_by("placements"),
)
@dataclass(frozen=True, slots=True)
class Placement:
    """Placement of a message, by which edits, take-downs, reactions and replies find it."""

    id: int
    platform: str
    ref: str  # the adapter's name of the message, unique on its platform
    address: Address
    created: datetime
    request: str = ""  # the request it answered, or
    delivery: int | None = None  # the outbox row it came from
    account: int | None = None  # who alone sees it; None: all who are there
    posts: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()
    revision: int = 0
    expires: datetime | None = None
    gone: datetime | None = None
    covered: datetime | None = None  # replaced by a placeholder
    stuck: datetime | None = None  # could be neither taken down nor covered
    surface: str = ""  # what kind of view it is: feed, open ...; says how it is built again
    place: str = ""  # the address's ref, where everybody there sees it
    origin: Address | None = None  # where it was asked for, if it stands elsewhere: its buttons act there
    retired: datetime | None = None  # when the bot set about deleting it: that it is deleted then is its own doing


@noun(table="copy", unique=[("placement", "post")], index=[("post", "shared")], keep=FOREVER)
@dataclass(frozen=True, slots=True)
class PostCopy:
    """Copy of a post in one message, by which all messages that show a post are found.
    `shared`: others read there, too.
    """

    id: int
    post: int
    placement: int
    shared: bool = False


@noun(
    table="delivery",
    unique=[("key",)],
    index=[("account",), ("state",)],
    few=("state",),
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=keep_by("deliveries"),
)
@dataclass(frozen=True, slots=True)
class Delivery:
    """Outbox row: message kind and arguments, and the recipient; the text is built just before sending."""

    id: int
    kind: str
    args: dict[str, Any]
    address: Address
    key: str
    created: datetime
    account: int | None = None
    edits: str = ""  # the request whose answer it replaces, or
    placement: int | None = None  # the message it replaces, and is not said elsewhere
    revision: int = 1
    urgent: bool = True  # an answer to a person, not a digest
    state: SendState = SendState.QUEUED
    epoch: int = 0
    attempts: int = 0
    why: str = ""
    sending: datetime | None = None
    became: int | None = None  # once sent: the message that it is now


@noun(
    table="job",
    unique=[("key",)],
    index=[("state", "run_at"), ("lane", "state", "kind")],
    few=("state",),
    keep=keep_for(timedelta(days=30), state="dead"),  # time to look at failures
)
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


@noun(
    table="answered",
    unique=[("request",)],
    index=[("created",), ("account",)],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=keep_for(timedelta(days=2)),  # longer than any platform delivers again
)
@dataclass(frozen=True, slots=True)
class HandledRequest:
    """Handled request with its recorded answer: a repeat gets the same answer."""

    id: int
    request: str
    reply: dict[str, Any]
    created: datetime
    account: int | None = None
    address: Address | None = None  # where it is to be said; None: nowhere, or what leaves no placement was said
    said: str = ""  # the line that was typed, where the platform keeps no conversation of its own: the page


@noun(
    table="pending",
    unique=[("request",)],
    index=[("until",), ("account",)],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=FOREVER,  # a row ends with its message, or by the sweep
)
@dataclass(frozen=True, slots=True)
class Pending:
    """Answer that promised more ("Painting", "One moment"): a message replaces it, or words do after `until`."""

    id: int
    request: str
    account: int
    address: Address
    created: datetime
    until: datetime
    delivery: int | None = None  # the newest message that is to replace it


@noun(
    table="draft",
    unique=[("account", "place")],
    person=Person("account", export=OWN, erase=DROP, merge=once("place")),
    keep=keep_for(timedelta(days=2)),
)
@dataclass(frozen=True, slots=True)
class Draft:
    """Half-filled command: the open questions, and the answers so far."""

    id: int
    account: int
    place: str  # platform and address
    ask: dict[str, Any]
    created: datetime
    origin: Address | None = None  # where the command was given, if it is asked for aside from there


@noun(
    table="payload",
    index=[("account",)],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=FOREVER,  # a button may be pressed after years
)
@dataclass(frozen=True, slots=True)
class Payload:
    """Arguments of a button that do not fit into the button: often the text of the answered person."""

    id: int
    text: str
    created: datetime
    account: int | None = None


@noun(table="fact", unique=[("name",)], bytewise=("name",), keep=FOREVER)
@dataclass(frozen=True, slots=True)
class KeyValue:
    """Stored value of an adapter or of the core, under a name."""

    id: int
    name: str
    value: str
