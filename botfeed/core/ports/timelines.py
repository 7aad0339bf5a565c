"""Queries for posts: the candidate sources of the feed, and the inverted index of search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from botfeed.core.model import Account, Picture, Post, Subscription


@dataclass(frozen=True, slots=True)
class Reader:
    """A filter for sources, so that they do not bring what would be left out later: posts that `account` was shown,
    posts of the authors in `without`, and those meant for followers or for other places than `space`.

    `shown`: posts that were shown to a place, which has no account to remember them by.
    """

    account: int | None = None
    space: int | None = None
    without: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of how one creator's posts were received, by all or by one person."""

    impressions: int = 0
    warm: int = 0  # likes, comments and remixes
    hides: int = 0


@dataclass(frozen=True, slots=True)
class Separation:
    """Accounts that blocked somebody or were blocked by them, and those that they muted."""

    blocked: frozenset[int]
    muted: frozenset[int]


class Timelines(Protocol):
    """The feed's candidate sources, each newest or best first. Visibility is decided by `safety.visibility`.

    With a `reader`, what that reader cannot get is left out in SQL already.
    """

    def followed(
        self, account: int, limit: int, before: int | None = None, reader: Reader | None = None
    ) -> list[Post]: ...

    def hot(self, limit: int, space: int | None = None, reader: Reader | None = None) -> list[Post]: ...

    def newest(
        self, limit: int, before: int | None = None, space: int | None = None, reader: Reader | None = None
    ) -> list[Post]: ...

    def newcomers(self, limit: int, reader: Reader | None = None) -> list[Post]:
        """Posts of creators with fewer than 50 impressions."""

    def received(self, authors: Sequence[int]) -> dict[int, Tally]:
        """Return how all people received these creators."""

    def tastes(self, account: int) -> dict[int, Tally]:
        """Return how one person received each creator, from their newest 2,000 events in the interaction log."""

    def apart(self, account: int) -> Separation:
        """Return the accounts that are left out for this person."""

    def unseen(self, account: int, posts: Sequence[int]) -> set[int]: ...

    def due(self, now: datetime, limit: int) -> list[Subscription]: ...

    def people(self, stem: str, limit: int, follower: int | None = None) -> list[Account]:
        """Return active people whose handle begins with `stem`, by handle; with `follower`, of their newest follows."""

    def library(self, account: int, search: str, limit: int, offset: int = 0) -> list[Picture]:
        """Return one person's pictures whose prompt holds `search`, newest first."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Posts that hold every one of `words`, and one of `any_of` where there are some; `author`'s alone if given."""

    words: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    author: int | None = None


class Terms(Protocol):
    """The inverted index of what is published. What it finds is bounded, however common a word is."""

    def write(self, post: int, words: Collection[str]) -> None:
        """Make these the words of a post."""

    def beginning(self, stem: str, limit: int) -> list[str]:
        """Words that begin with `stem`, in their order."""

    def search(self, sought: SearchQuery, reader: Reader, limit: int, *, fresh: bool = False) -> list[Post]:
        """Newest first; `fresh` leaves out what the reader was shown."""

    def sharing(self, words: Sequence[str], reader: Reader, limit: int) -> list[Post]:
        """Posts that hold most of the rarest of these words."""
