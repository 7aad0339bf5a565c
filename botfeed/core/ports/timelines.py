"""Sources of posts: the candidate sources of the feed, and the inverted index of search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from botfeed.core.model import Account, Picture, Post, Subscription

Needles = Sequence[tuple[str, ...]]  # for each sought word the pieces of which a folded text must contain one


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Filter that a source applies in SQL, so that its limit is not used up by posts the viewer cannot get: posts that
    `account` was shown, posts of the authors in `without`, and those for followers or for places other than `space`.
    `shown`: posts that were shown to a place, which has no account to record them by.
    """

    account: int | None = None
    space: int | None = None
    without: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of how one creator's posts were received, by everybody or by one person."""

    impressions: int = 0
    warm: int = 0  # likes, comments and remixes
    hides: int = 0


@dataclass(frozen=True, slots=True)
class Separation:
    """Accounts that blocked a person or were blocked by them, and those that they muted."""

    blocked: frozenset[int]
    muted: frozenset[int]


class Timelines(Protocol):
    """Candidate sources of the feed, each newest or best first. `safety.visibility` decides who may see a post.
    With a `post_filter`, posts that the viewer cannot get are left out in SQL already.
    """

    def followed(
        self, account: int, limit: int, before: int | None = None, post_filter: PostFilter | None = None
    ) -> list[Post]: ...

    def hot(self, limit: int, space: int | None = None, post_filter: PostFilter | None = None) -> list[Post]: ...

    def newest(
        self, limit: int, before: int | None = None, space: int | None = None, post_filter: PostFilter | None = None
    ) -> list[Post]: ...

    def newcomers(self, limit: int, post_filter: PostFilter | None = None) -> list[Post]:
        """Return posts of creators with fewer than 50 impressions."""

    def received(self, authors: Sequence[int]) -> dict[int, Tally]:
        """Return how all people received these creators."""

    def tastes(self, account: int) -> dict[int, Tally]:
        """Return how one person received each creator, from their newest 2,000 events in the interaction log."""

    def apart(self, account: int) -> Separation:
        """Return the accounts separated from this person by blocks and mutes."""

    def unseen(self, account: int, posts: Sequence[int]) -> set[int]: ...

    def due(self, now: datetime, limit: int) -> list[Subscription]: ...

    def people(self, stem: str, limit: int, follower: int | None = None) -> list[Account]:
        """Return people whose handle, or else whose shown name, begins with `stem`, in order; with a follower, only of
        their newest follows.
        """

    def library(
        self,
        account: int,
        words: Needles,
        limit: int,
        *,
        whole: bool = True,
        beyond: int | None = None,
        back: bool = False,
    ) -> list[Picture]:
        """Return one person's pictures, newest first: those whose prompt has a piece of every word, or of any if not
        `whole`. `beyond`: the id of a picture, deleted or not, after which they begin; `back`: those before it,
        nearest first.
        """


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Query for posts that hold a token of each of `groups`, or of `must` and at least one of `groups`; only by
    `author` if given.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    author: int | None = None


class Terms(Protocol):
    """Inverted index of published posts. The number of results is bounded, however common a word is."""

    def write(self, post: int, words: Collection[str]) -> None:
        """Replace the indexed words of a post."""

    def beginning(self, stem: str, limit: int) -> list[str]:
        """Return words that begin with `stem`, in order."""

    def held(self, posts: Collection[int], words: Collection[str]) -> dict[int, set[str]]:
        """Return which of these words each of the posts holds; posts that hold none are left out."""

    def search(self, sought: SearchQuery, post_filter: PostFilter, limit: int, *, fresh: bool = False) -> list[Post]:
        """Return posts that hold all groups, newest first; `fresh` leaves out those that the reader was shown."""

    def partly(self, sought: SearchQuery, post_filter: PostFilter, limit: int) -> list[Post]:
        """Return posts that hold some of the groups, those that hold the most first, then newest first."""

    def sharing(self, words: Sequence[str], post_filter: PostFilter, limit: int) -> list[Post]:
        """Return posts that hold most of the rarest of these words."""
