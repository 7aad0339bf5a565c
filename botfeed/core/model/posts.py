"""Posts, and people's actions on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from botfeed.core.model.noun import (
    DROP,
    FOREVER,
    MOVE,
    OTHERS,
    OWN,
    Person,
    batches,
    erase_by,
    keep_by,
    keep_for,
    move,
    noun,
    once,
)


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


@noun(
    table="post",
    index=[
        ("author", "id"),
        ("state", "published"),
        ("state", "id"),
        ("picture",),
        ("parent",),
        ("root",),
        ("space", "id"),
    ],
    few=("state",),
    person=Person("author", export=OWN, erase=erase_by("posts"), merge=MOVE),
    keep=FOREVER,
)
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
    heat: float = 0.0  # of `feed/heat.py`: orders the hot source, and a profile's best
    print: int = 0
    revision: int = 0  # moved by every edit: a judgement or a copy of an older one does not count
    proposed: str | None = None  # a new caption that waits for review; the old one stands meanwhile
    warm: int = 0  # likes, first comments and first remixes of other people: `feed/heat.py`
    first: int | None = None  # the first post of its picture, if this is a later one: who saw it saw this one

    @property
    def work(self) -> int:
        """Return the id under which it is seen and hidden: that of the first post of its picture."""
        return self.first or self.id

    @property
    def for_anybody(self) -> bool:
        """Return True if it may be shown to anybody anywhere: public, for everyone, and not sensitive."""
        return self.state is PostState.PUBLIC and self.audience is Audience.EVERYONE and not self.sensitive

    def reaches(self, space: int | None) -> bool:
        """Return True if its audience lets members of a space meet it there; one for followers stands nowhere."""
        return self.audience is Audience.EVERYONE or (self.audience is Audience.HERE and self.space == space)


@noun(
    table="reaction",
    unique=[("account", "post", "kind")],
    index=[("post", "space")],
    person=Person("account", export=OWN, erase=erase_by("reactions"), merge=batches("post", "kind", first="reactions")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Reaction:
    id: int
    account: int
    post: int
    created: datetime
    kind: str = "like"
    space: int | None = None  # the place in which it was given


@noun(
    table="comment",
    index=[("post", "id"), ("author",)],
    person=Person("author", export=OWN, erase=erase_by("comments"), merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    post: int
    author: int
    text: str
    created: datetime
    state: PostState = PostState.PUBLIC
    answers: int | None = None  # the comment that it answers
    edited: datetime | None = None
    proposed: str | None = None  # new words that wait for review; the old ones stand meanwhile


@noun(
    table="notice",
    index=[("account", "id"), ("actor",)],
    person=(  # what both did to a third is told once
        Person("account", export=OWN, erase=DROP, merge=batches("kind", "actor", "post", "subject", first="notices")),
        Person("actor", export=OTHERS, erase=DROP, merge=batches("account", "kind", "post", "subject")),
    ),
    keep=keep_by("notices"),
)
@dataclass(frozen=True, slots=True)
class Notice:
    """Notice of one event on a person's posts, shown in their inbox."""

    id: int
    account: int
    # like, comment, follow, wish (to follow), accepted, remix, mention, named (in a comment), said (an answer to one's
    # comment), thread (one took part in), decision, answer (to one), digest (not brought)
    kind: str
    created: datetime
    actor: int | None = None
    post: int | None = None
    subject: int | None = None  # the comment, the remix, the decision, the edition
    read: datetime | None = None


@noun(
    table="event",
    index=[("account", "id"), ("created",)],
    person=Person("account", export=OWN, erase=DROP, merge=batches()),
    keep=keep_for(timedelta(days=90)),
)
@dataclass(frozen=True, slots=True)
class Event:
    """Row of the interaction log: an impression with its score's terms, a like, a hide ..."""

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


@noun(
    table="seen",
    unique=[("account", "post")],
    person=Person("account", export=OWN, erase=DROP, merge=batches("post")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Seen:
    id: int
    account: int
    post: int  # the first one of its picture
    created: datetime


@noun(table="term", unique=[("word", "post")], index=[("post",)], bytewise=("word",), keep=FOREVER)
@dataclass(frozen=True, slots=True)
class Term:
    """Word of a post's text in the search index; a tag keeps its `#`."""

    id: int
    post: int
    word: str


@noun(
    table="topic",
    unique=[("account", "tag")],
    index=[("tag",)],
    person=Person("account", export=OWN, erase=DROP, merge=once("tag")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Topic:
    """Tag that a person follows, without its `#`: folded, and as they wrote it."""

    id: int
    account: int
    tag: str
    created: datetime
    shown: str = ""


@noun(
    table="collection",
    unique=[("account", "title")],
    person=Person("account", export=OWN, erase=DROP, merge=move(first="collections")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Collection:
    """Named shelf of saved posts. `shared`: everybody who has its link may open it."""

    id: int
    account: int
    title: str
    created: datetime
    shared: bool = False


@noun(
    table="saved",
    unique=[("account", "post")],
    index=[("post",), ("collection",)],
    person=Person("account", export=OWN, erase=DROP, merge=once("post", first="saved")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Saved:
    """Post that a person saved, on a shelf or on none."""

    id: int
    account: int
    post: int
    created: datetime
    collection: int | None = None
