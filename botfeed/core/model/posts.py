"""What is published, and what people do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    EVERYONE = "everyone"
    FOLLOWERS = "followers"
    HERE = "here"  # visible inside one space only


class PostState(StrEnum):
    CHECKING = "checking"  # waits for review
    PUBLIC = "public"
    HELD = "held"  # review could not be had: private, waiting
    HIDDEN = "hidden"  # by a moderator; may be appealed
    REFUSED = "refused"  # by review
    REMOVED = "removed"  # by its author, or for good by a moderator


WAITING = (PostState.CHECKING, PostState.HELD)  # for review: private until judged


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
    kind: str  # like | comment | follow | remix | mention | decision | answer (to one) | digest (not brought)
    created: datetime
    actor: int | None = None
    post: int | None = None
    subject: int | None = None  # the comment, the remix, the decision, the edition
    read: datetime | None = None


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
class Seen:
    id: int
    account: int
    post: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a post's own words, as search knows it; a tag keeps its `#`."""

    id: int
    post: int
    word: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag that somebody follows, without its `#`."""

    id: int
    account: int
    tag: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Collection:
    """A named shelf of saved posts. `shared`: whoever has its link may look."""

    id: int
    account: int
    title: str
    created: datetime
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A post that somebody keeps for later, on a shelf or on none."""

    id: int
    account: int
    post: int
    created: datetime
    collection: int | None = None
