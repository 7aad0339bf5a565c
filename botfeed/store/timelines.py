"""The feed's candidate sources in SQL. Pulled, not pushed: docs/architecture.md has the measurements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, case, func, literal_column, select

from botfeed.core.model import Account, Follow, Painting, Picture, Post, PostState, Seen, Subscription
from botfeed.store.tables import SHAPES, millis, table

if TYPE_CHECKING:
    from botfeed.store.unit import SqlUnit

post, account, follow, seen = table(Post), table(Account), table(Follow), table(Seen)
subscription, picture, painting = table(Subscription), table(Picture), table(Painting)

HOT_FOR = timedelta(hours=72)
NEWCOMER = 50  # impressions over all of a creator's posts


class SqlTimelines:
    def __init__(self, uow: SqlUnit) -> None:
        self.uow = uow

    def followed(self, me: int, limit: int, before: int | None = None) -> list[Post]:
        """Newest posts of the people I follow. Index: post(author, id).

        `limit` authors with the newest last post supply `limit` posts at or above the oldest of those last posts, so
        everybody else's lie below; a later page falls back to the plain join.
        """
        if before is not None:
            return self._posts(self._followed_plain(me, limit).where(post.c.id < before))
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
        query = (
            select(post)
            .select_from(newest)
            .join(low, literal_column("1") == literal_column("1"))
            .join(post, post.c.author == newest.c.id)
            .where(post.c.id >= low.c.low, post.c.state == PostState.PUBLIC)
            .order_by(post.c.id.desc())
            .limit(limit)
        )
        return self._posts(query)

    def _followed_plain(self, me: int, limit: int) -> Select[Any]:
        return (
            select(post)
            .join(follow, follow.c.followee == post.c.author)
            .where(follow.c.follower == me, post.c.state == PostState.PUBLIC)
            .order_by(post.c.id.desc())
            .limit(limit)
        )

    def hot(self, limit: int, space: int | None = None) -> list[Post]:
        """Most warmly received of the last days. Index: post(state, published)."""
        since = millis(self.uow.now - HOT_FOR)
        query = select(post).where(post.c.state == PostState.PUBLIC, post.c.published >= since)
        query = query.order_by(post.c.heat.desc(), post.c.id.desc()).limit(limit)
        return self._posts(query if space is None else query.where(post.c.space == space))

    def newest(self, limit: int, before: int | None = None, space: int | None = None) -> list[Post]:
        query = select(post).where(post.c.state == PostState.PUBLIC).order_by(post.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(post.c.id < before)
        return self._posts(query if space is None else query.where(post.c.space == space))

    def newcomers(self, limit: int) -> list[Post]:
        since = millis(self.uow.now - HOT_FOR)
        few = select(post.c.author).group_by(post.c.author).having(func.sum(post.c.impressions) < NEWCOMER)
        query = (
            select(post)
            .where(post.c.state == PostState.PUBLIC, post.c.published >= since, post.c.author.in_(few))
            .order_by(post.c.impressions, post.c.id.desc())
            .limit(limit)
        )
        return self._posts(query)

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

    def _posts(self, query: Select[Any]) -> list[Post]:
        return [SHAPES[Post].record(row) for row in self.uow.connection.execute(query)]
