"""The feed's candidate sources in SQL. Pulled, not pushed: docs/architecture.md has the measurements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal_column, or_, select

from botfeed.core.model import (
    Account,
    Audience,
    Event,
    Follow,
    Painting,
    Picture,
    Post,
    PostState,
    Seen,
    Subscription,
)
from botfeed.core.ports import Reader, Tally
from botfeed.store.tables import SHAPES, millis, table

if TYPE_CHECKING:
    from botfeed.store.unit import SqlUnit

post, account, follow, seen = table(Post), table(Account), table(Follow), table(Seen)
subscription, event = table(Subscription), table(Event)
picture, painting = table(Picture), table(Painting)

HOT_FOR = timedelta(hours=72)
NEWCOMER = 50  # impressions over all of a creator's posts
TASTES = 2000  # events of one person that say what they like
WARM = ("like", "comment", "remix")
# Keeps SQLite from walking every public post by post(state, id) where it should go by author (0.4 ms against 52).
PUBLIC_AFTER_ALL = func.coalesce(post.c.state, "") == PostState.PUBLIC


class SqlTimelines:
    def __init__(self, uow: SqlUnit) -> None:
        self.uow = uow

    def followed(self, me: int, limit: int, before: int | None = None, reader: Reader | None = None) -> list[Post]:
        """Newest posts of the people I follow. Index: post(author, id).

        `limit` authors with the newest last post supply `limit` posts at or above the oldest of those last posts, so
        everybody else's lie below. A later page, or one that a reader's filters left short although there are more
        authors than the query looks at, takes the plain join.
        """
        plain = self._followed_plain(me, limit).where(*_followed_by(reader))
        if before is not None:
            return self.posts(plain.where(post.c.id < before))
        found = self.posts(self._followed_newest(me, limit).where(*_followed_by(reader)))
        short = reader is not None and len(found) < limit
        return self.posts(plain) if short and self.uow.count(Follow, follower=me) >= limit else found

    def _followed_newest(self, me: int, limit: int) -> Select[Any]:
        newest = (
            select(account.c.id, account.c.last_post)
            .join(follow, follow.c.followee == account.c.id)
            .where(follow.c.follower == me, account.c.last_post >= 0)
            .order_by(account.c.last_post.desc())
            .limit(limit)
            .cte("newest")
            .prefix_with("MATERIALIZED", dialect="postgresql")
        )
        low = select(
            case((func.count() == limit, func.min(newest.c.last_post)), else_=literal_column("0")).label("low")
        ).cte("low")
        return (
            select(post)
            .select_from(newest)
            .join(low, literal_column("1") == literal_column("1"))
            .join(post, post.c.author == newest.c.id)
            .where(post.c.id >= low.c.low, PUBLIC_AFTER_ALL)
            .order_by(post.c.id.desc())
            .limit(limit)
        )

    def _followed_plain(self, me: int, limit: int) -> Select[Any]:
        return (
            select(post)
            .join(follow, follow.c.followee == post.c.author)
            .where(follow.c.follower == me, PUBLIC_AFTER_ALL)
            .order_by(post.c.id.desc())
            .limit(limit)
        )

    def hot(self, limit: int, space: int | None = None, reader: Reader | None = None) -> list[Post]:
        """Most warmly received of the last days. Index: post(state, published)."""
        since = millis(self.uow.now - HOT_FOR)
        query = select(post).where(post.c.state == PostState.PUBLIC, post.c.published >= since, *_open_to(reader))
        query = query.order_by(post.c.heat.desc(), post.c.id.desc()).limit(limit)
        return self.posts(query if space is None else query.where(post.c.space == space))

    def newest(
        self, limit: int, before: int | None = None, space: int | None = None, reader: Reader | None = None
    ) -> list[Post]:
        query = select(post).where(post.c.state == PostState.PUBLIC, *_open_to(reader))
        query = query.order_by(post.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(post.c.id < before)
        return self.posts(query if space is None else query.where(post.c.space == space))

    def newcomers(self, limit: int, reader: Reader | None = None) -> list[Post]:
        """Index: post(state, published) for who painted lately, post(author, id) for all their looks."""
        since = millis(self.uow.now - HOT_FOR)
        recent = and_(post.c.state == PostState.PUBLIC, post.c.published >= since, post.c.impressions < NEWCOMER)
        every = post.alias("every")
        few = (
            select(every.c.author)
            .where(every.c.author.in_(select(post.c.author).where(recent)))
            .group_by(every.c.author)
            .having(func.sum(every.c.impressions) < NEWCOMER)
        )
        query = select(post).where(recent, post.c.author.in_(few), *_open_to(reader))
        return self.posts(query.order_by(post.c.impressions, post.c.id.desc()).limit(limit))

    def received(self, authors: Sequence[int]) -> dict[int, Tally]:
        warm = func.sum(post.c.likes + post.c.comments + post.c.remixes)
        query = select(post.c.author, func.sum(post.c.impressions), warm).where(post.c.author.in_(authors))
        rows = self.uow.connection.execute(query.group_by(post.c.author)) if authors else ()
        return {author: Tally(int(shown), int(liked)) for author, shown, liked in rows}

    def tastes(self, me: int) -> dict[int, Tally]:
        """From their newest events only, so that a page costs a busy reader no more. Index: event(account, id)."""
        mine = select(event.c.post, event.c.kind).where(event.c.account == me)
        latest = mine.order_by(event.c.id.desc()).limit(TASTES).subquery("latest")

        def tally(*kinds: str) -> ColumnElement[int]:
            return func.sum(case((latest.c.kind.in_(kinds), 1), else_=0))

        query = (
            select(post.c.author, tally("impression"), tally(*WARM), tally("hide"))
            .join(latest, latest.c.post == post.c.id)
            .group_by(post.c.author)
        )
        rows = self.uow.connection.execute(query)
        return {author: Tally(int(shown), int(warm), int(hides)) for author, shown, warm, hides in rows}

    def unseen(self, me: int, posts: Sequence[int]) -> set[int]:
        query = select(seen.c.post).where(seen.c.account == me, seen.c.post.in_(posts))
        return set(posts) - {row[0] for row in self.uow.connection.execute(query)}

    def due(self, now: datetime, limit: int) -> list[Subscription]:
        """Digests whose hour has come, less those another tick holds. Index: subscription(state, due)."""
        query = (
            select(subscription)
            .where(subscription.c.state == "active", subscription.c.due <= millis(now))
            .order_by(subscription.c.due)
            .limit(limit)
        )
        if self.uow.connection.dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True)
        return [SHAPES[Subscription].record(row) for row in self.uow.connection.execute(query)]

    def library(self, me: int, search: str, limit: int, offset: int = 0) -> list[Picture]:
        """Newest first; the pictures of one painting in their order. Index: picture(account, id)."""
        mine = (picture.c.account == me, picture.c.removed.is_(None), picture.c.checking.is_(False))
        query = select(picture).where(*mine).order_by(picture.c.painting.desc(), picture.c.position)
        if search:
            held = painting.c.prompt.icontains(search, autoescape=True)
            query = query.join(painting, painting.c.id == picture.c.painting).where(held)
        return [SHAPES[Picture].record(row) for row in self.uow.connection.execute(query.limit(limit).offset(offset))]

    def posts(self, query: Select[Any]) -> list[Post]:
        """Build what a query for whole posts brings."""
        return [_post(tuple(row)) for row in self.uow.connection.execute(query)]


@lru_cache(4096)
def _post(row: tuple[Any, ...]) -> Post:
    """Build a post, kept by its whole row and so never stale: sources and pages bring the same ones again and again."""
    made: Post = SHAPES[Post].record(row)
    return made


def _followed_by(reader: Reader | None) -> list[ColumnElement[bool]]:
    """What a reader can get from people they follow: also what is for followers only."""
    if reader is None:
        return []
    here = and_(post.c.audience == Audience.HERE, post.c.space == reader.space)
    return [or_(post.c.audience != Audience.HERE, here), *fresh(reader)]


def _open_to(reader: Reader | None) -> list[ColumnElement[bool]]:
    """What a reader can get from anybody."""
    if reader is None:
        return []
    here = and_(post.c.audience == Audience.HERE, post.c.space == reader.space)
    return [or_(post.c.audience == Audience.EVERYONE, here), *fresh(reader)]


def fresh(reader: Reader) -> list[ColumnElement[bool]]:
    """Not shown to them before, not by those they left out. Index: the unique key seen(account, post)."""
    rules: list[ColumnElement[bool]] = []
    if reader.account is not None:
        rules.append(~exists().where(seen.c.account == reader.account, seen.c.post == post.c.id))
    if reader.without:
        rules.append(post.c.author.not_in(sorted(reader.without)))
    if reader.shown:
        rules.append(post.c.id.not_in(sorted(reader.shown)))
    if not reader.sensitive:
        rules.append(post.c.sensitive.is_(False))
    return rules
