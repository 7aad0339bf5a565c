"""Relations between people: whom one follows, mutes and blocks, and the words that one does not want to meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from botfeed.core.model.noun import DROP, FOREVER, OTHERS, OWN, Person, between, noun, once


@noun(
    table="follow",
    unique=[("follower", "followee")],
    index=[("followee", "id"), ("follower", "id")],
    person=(
        Person("follower", export=OWN, erase=DROP, merge=between("followee")),
        Person("followee", export=OWN, erase=DROP, merge=between("follower")),
    ),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Follow:
    id: int
    follower: int
    followee: int
    created: datetime


@noun(
    table="follow_request",
    unique=[("follower", "followee")],
    index=[("followee", "id")],
    person=(
        Person("follower", export=OWN, erase=DROP, merge=between("followee")),
        Person("followee", export=OWN, erase=DROP, merge=between("follower")),
    ),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class FollowRequest:
    """Wish to follow somebody who approves their followers. It gives no right until it is a `Follow`."""

    id: int
    follower: int
    followee: int
    created: datetime


@noun(
    table="muted_word",
    unique=[("account", "word")],
    person=Person("account", export=OWN, erase=DROP, merge=once("word")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class MutedWord:
    """Words that a person does not want to meet in a feed, a digest or a comment: folded, and as they wrote them."""

    id: int
    account: int
    word: str
    created: datetime
    shown: str = ""


@noun(
    table="mute",
    unique=[("account", "muted")],
    index=[("muted",)],
    person=(
        Person("account", export=OWN, erase=DROP, merge=between("muted")),
        Person("muted", export=OTHERS, erase=DROP, merge=between("account")),
    ),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Mute:
    id: int
    account: int
    muted: int
    created: datetime


@noun(
    table="block",
    unique=[("account", "blocked")],
    index=[("blocked",)],
    person=(
        Person("account", export=OWN, erase=DROP, merge=between("blocked", first="blocks")),
        Person("blocked", export=OTHERS, erase=DROP, merge=between("account")),
    ),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Block:
    id: int
    account: int
    blocked: int
    created: datetime
