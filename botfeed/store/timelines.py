"""Candidate sources of the feed in SQL. Read on demand, not precomputed: docs/architecture.md has the measurements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from botfeed.core.language import folding, romanization
from botfeed.core.model import Account, Follow, Picture, Post, Subscription
from botfeed.core.ports import Needles, PostFilter, Separation, Tally
from botfeed.store import timeline_statements
from botfeed.store.statements import LAST, Statement, escaped, filled
from botfeed.store.tables import SHAPES, millis
from botfeed.store.timeline_statements import FilterShape
from botfeed.store.verbs import Verbs

HOT_FOR = timedelta(hours=72)
NEWCOMER = 50  # impressions over all of a creator's posts
TASTES = 2000  # events of one person that say what they like


class SqlTimelines:
    def __init__(self, uow: Verbs) -> None:
        self.uow = uow

    def followed(
        self, me: int, limit: int, before: int | None = None, post_filter: PostFilter | None = None
    ) -> list[Post]:
        """Return the newest posts of the people this account follows.
        A later page, or one that the filter left short although there are more authors than the query reads,
        uses the plain join.
        """
        shape, values = _shape_of(post_filter)
        values |= {"follower": me, "limit": limit}
        if before is not None:
            earlier = timeline_statements.followed_plain(self.uow.dialect, shape, earlier=True)
            return self._posts(earlier, {**values, "before": before})
        found = self._posts(timeline_statements.followed_newest(self.uow.dialect, shape), values)
        if post_filter is None or len(found) >= limit or self.uow.count(Follow, follower=me) < limit:
            return found
        return self._posts(timeline_statements.followed_plain(self.uow.dialect, shape, earlier=False), values)

    def hot(self, limit: int, space: int | None = None, post_filter: PostFilter | None = None) -> list[Post]:
        """Return the warmest posts of the last days."""
        shape, values = _shape_of(post_filter)
        values |= {"limit": limit, "since": millis(self.uow.now - HOT_FOR), "space": space}
        return self._posts(timeline_statements.hot(self.uow.dialect, shape, inside=space is not None), values)

    def newest(
        self, limit: int, before: int | None = None, space: int | None = None, post_filter: PostFilter | None = None
    ) -> list[Post]:
        shape, values = _shape_of(post_filter)
        values |= {"limit": limit, "before": before, "space": space}
        earlier, inside = before is not None, space is not None
        query = timeline_statements.newest(self.uow.dialect, shape, earlier=earlier, inside=inside)
        return self._posts(query, values)

    def newcomers(self, limit: int, post_filter: PostFilter | None = None) -> list[Post]:
        shape, values = _shape_of(post_filter)
        values |= {"limit": limit, "since": millis(self.uow.now - HOT_FOR), "few": NEWCOMER}
        return self._posts(timeline_statements.newcomers(self.uow.dialect, shape), values)

    def received(self, authors: Sequence[int]) -> dict[int, Tally]:
        if not authors:
            return {}
        values = _listed("author", authors)
        rows = self._rows(timeline_statements.received(self.uow.dialect, len(values)), values)
        return {author: Tally(int(shown), int(liked)) for author, shown, liked in rows}

    def tastes(self, me: int) -> dict[int, Tally]:
        """Return tastes from the newest events only, so that a page costs a busy viewer no more."""
        rows = self._rows(timeline_statements.tastes(self.uow.dialect), {"account": me, "latest": TASTES})
        return {author: Tally(int(shown), int(warm), int(hides)) for author, shown, warm, hides in rows}

    def apart(self, me: int) -> Separation:
        rows = self._rows(timeline_statements.apart(self.uow.dialect), {"me": me})
        blocked, muted = ([other for other, mute in rows if bool(mute) is wanted] for wanted in (False, True))
        return Separation(frozenset(blocked), frozenset(muted))

    def unseen(self, me: int, posts: Sequence[int]) -> set[int]:
        if not posts:
            return set()
        values = _listed("post", posts)
        rows = self._rows(timeline_statements.seen_of(self.uow.dialect, len(values)), {**values, "account": me})
        return set(posts) - {row[0] for row in rows}

    def due(self, now: datetime, limit: int) -> list[Subscription]:
        """Return the digests whose hour has come, except those that another tick holds."""
        rows = self._rows(timeline_statements.due(self.uow.dialect), {"now": millis(now), "limit": limit})
        return SHAPES[Subscription].records(rows)

    def people(self, stem: str, limit: int, follower: int | None = None) -> list[Account]:
        found: dict[int, Account] = {}
        for column, begins in (("handle", romanization.latin(stem)), ("sought", folding.key(stem))):
            if len(found) < limit and (begins or column == "handle"):
                values = {"stem": begins, "end": begins + LAST, "limit": limit, "follower": follower}
                query = timeline_statements.people(self.uow.dialect, column, followed=follower is not None)
                found |= {each.id: each for each in SHAPES[Account].records(self._rows(query, values))}
        return list(found.values())[:limit]

    def library(
        self,
        me: int,
        words: Needles,
        limit: int,
        *,
        whole: bool = True,
        beyond: int | None = None,
        back: bool = False,
    ) -> list[Picture]:
        """Return an account's pictures, newest first; the pictures of one painting in their order."""
        values: dict[str, Any] = {"account": me, "limit": limit}
        if beyond is not None:
            at = self.uow.get(Picture, beyond)
            values |= {"painting": at.painting if at else beyond, "position": at.position if at else -1}
        side = "" if beyond is None and not back else "oldest" if beyond is None else "before" if back else "after"
        held = {f"held_{n}_{m}": escaped(piece) for n, word in enumerate(words) for m, piece in enumerate(word)}
        query = timeline_statements.library(self.uow.dialect, tuple(map(len, words)), whole=whole, side=side)
        return SHAPES[Picture].records(self._rows(query, {**values, **held}))

    def _posts(self, query: Statement, values: dict[str, Any]) -> list[Post]:
        rows = [tuple(row) for row in self._rows(query, values)]
        try:
            return [post_of(row) for row in rows]
        except (LookupError, TypeError, ValueError):
            return SHAPES[Post].records(rows)

    def _rows(self, query: Statement, values: dict[str, Any]) -> Sequence[Any]:
        return query.run(self.uow.connection, values).fetchall()


@lru_cache(4096)
def post_of(row: tuple[Any, ...]) -> Post:
    """Build a post, cached by its whole row and so never stale: sources and pages return the same posts repeatedly."""
    made: Post = SHAPES[Post].record(row)
    return made


def _listed(name: str, ids: Sequence[int]) -> dict[str, Any]:
    return {f"{name}_{n}": id for n, id in enumerate(filled(list(ids)))}


def _shape_of(post_filter: PostFilter | None) -> tuple[FilterShape | None, dict[str, Any]]:
    """Split a filter into the shape of its conditions and their values."""
    if post_filter is None:
        return None, {}
    without, shown = _listed("without", sorted(post_filter.without)), _listed("shown", sorted(post_filter.shown))
    inside, known = post_filter.space is not None, post_filter.account is not None
    shape = FilterShape(known, inside, len(without), len(shown), post_filter.sensitive)
    return shape, {**without, **shown, "viewer": post_filter.account, "here": post_filter.space}
