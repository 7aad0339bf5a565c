"""Statements of the timelines: each is built once per shape of question, like those of `statements`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from botfeed.core.model import (
    Account,
    AccountState,
    Block,
    Event,
    Follow,
    Mute,
    Painting,
    Picture,
    Post,
    PostState,
    Seen,
    Subscription,
)
from botfeed.store.audience_terms import in_audience
from botfeed.store.statements import KEPT, Statement, compiled
from botfeed.store.tables import table

post, account, follow, seen = table(Post), table(Account), table(Follow), table(Seen)
subscription, event = table(Subscription), table(Event)
block, mute = table(Block), table(Mute)
picture, painting = table(Picture), table(Painting)

FOLLOWS = 1000  # newest follows in which a handle is looked for while somebody types
WARM = ("like", "comment", "remix")
# Keeps SQLite from walking every public post by post(state, id) where it should go by author (0.4 ms against 52).
PUBLIC_AFTER_ALL = func.coalesce(post.c.state, "") == PostState.PUBLIC


WORK = func.coalesce(post.c.first, post.c.id)  # by which a picture that is published anew is known


@dataclass(frozen=True, slots=True)
class FilterShape:
    """Shape of a filter's conditions: whether an account (`viewer`) reads, from inside a space (`here`) or not,
    the number of left-out authors (`without_0` ..) and posts (`shown_0` ..), and whether sensitive posts may be seen.
    """

    known: bool
    inside: bool
    without: int
    shown: int
    sensitive: bool


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger, required=True)


def _word(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text, required=True)


def _numbers(name: str, count: int) -> list[BindParameter[int]]:
    return [_number(f"{name}_{n}") for n in range(count)]


@lru_cache(KEPT)
def followed_newest(dialect: str, post_filter: FilterShape | None) -> Statement:
    """Select the newest posts of followed authors. Index: post(author, id).
    The `limit` authors with the newest last post supply `limit` posts at or above the oldest of those last posts, so
    all other authors' posts lie below.
    """
    limit = _number("limit")
    newest = (
        select(account.c.id, account.c.last_post)
        .join(follow, follow.c.followee == account.c.id)
        .where(follow.c.follower == _number("follower"), account.c.last_post >= 0)
        .order_by(account.c.last_post.desc())
        .limit(limit)
        .cte("newest")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    oldest = case((func.count() == limit, func.min(newest.c.last_post)), else_=literal_column("0")).label("low")
    low = select(oldest).select_from(newest).cte("low")
    query = (
        select(post)
        .select_from(newest)
        .join(low, literal_column("1") == literal_column("1"))
        .join(post, post.c.author == newest.c.id)
        .where(post.c.id >= low.c.low, PUBLIC_AFTER_ALL, *_followed_by(post_filter))
    )
    return compiled(dialect, _latest(query))


@lru_cache(KEPT)
def followed_plain(dialect: str, post_filter: FilterShape | None, *, earlier: bool) -> Statement:
    query = (
        select(post)
        .join(follow, follow.c.followee == post.c.author)
        .where(follow.c.follower == _number("follower"), PUBLIC_AFTER_ALL, *_followed_by(post_filter))
    )
    return compiled(dialect, _latest(query.where(post.c.id < _number("before")) if earlier else query))


@lru_cache(KEPT)
def hot(dialect: str, post_filter: FilterShape | None, *, inside: bool) -> Statement:
    """Select the warmest recent posts. Index: post(state, published). Only ids are sorted; whole rows are read last."""
    recent = (post.c.state == PostState.PUBLIC, post.c.published >= _number("since"))
    warmest = (post.c.heat.desc(), post.c.id.desc())
    best = select(post.c.id).where(*recent, *_open_to(post_filter), *_in_space(inside)).order_by(*warmest)
    return compiled(dialect, select(post).where(post.c.id.in_(best.limit(_number("limit")))).order_by(*warmest))


@lru_cache(KEPT)
def newest(dialect: str, post_filter: FilterShape | None, *, earlier: bool, inside: bool) -> Statement:
    query = select(post).where(post.c.state == PostState.PUBLIC, *_open_to(post_filter), *_in_space(inside))
    return compiled(dialect, _latest(query.where(post.c.id < _number("before")) if earlier else query))


@lru_cache(KEPT)
def newcomers(dialect: str, post_filter: FilterShape | None) -> Statement:
    """Select posts of authors with few impressions. Index: post(state, published) for recent authors,
    post(author, id) for the impressions of all their posts.
    """
    most = _number("few")
    recent = and_(post.c.state == PostState.PUBLIC, post.c.published >= _number("since"), post.c.impressions < most)
    every = post.alias("every")
    few = (
        select(every.c.author)
        .where(every.c.author.in_(select(post.c.author).where(recent)))
        .group_by(every.c.author)
        .having(func.sum(every.c.impressions) < most)
    )
    query = select(post).where(recent, post.c.author.in_(few), *_open_to(post_filter))
    return compiled(dialect, query.order_by(post.c.impressions, post.c.id.desc()).limit(_number("limit")))


@lru_cache(KEPT)
def received(dialect: str, count: int) -> Statement:
    """Select how the posts of `author_0` .. were received: author, impressions, warm reactions."""
    warm = func.sum(post.c.warm)
    query = select(post.c.author, func.sum(post.c.impressions), warm)
    return compiled(dialect, query.where(post.c.author.in_(_numbers("author", count))).group_by(post.c.author))


@lru_cache(KEPT)
def tastes(dialect: str) -> Statement:
    """Select per author how often `account` was shown, reacted warmly to and hid them. Index: event(account, id)."""
    mine = select(event.c.post, event.c.kind).where(event.c.account == _number("account"))
    latest = mine.order_by(event.c.id.desc()).limit(_number("latest")).subquery("latest")

    def tally(*kinds: str) -> ColumnElement[int]:
        one_of = latest.c.kind.in_([literal(kind, Text) for kind in kinds])
        return func.sum(case((one_of, literal_column("1")), else_=literal_column("0")))

    query = (
        select(post.c.author, tally("impression"), tally(*WARM), tally("hide"))
        .join(latest, latest.c.post == post.c.id)
        .group_by(post.c.author)
    )
    return compiled(dialect, query)


@lru_cache(KEPT)
def apart(dialect: str) -> Statement:
    """Select the accounts separated from `me` by a block or a mute, and whether it is a mute."""
    me = _number("me")
    mine = select(block.c.blocked, literal_column("0")).where(block.c.account == me)
    theirs = select(block.c.account, literal_column("0")).where(block.c.blocked == me)
    muted = select(mute.c.muted, literal_column("1")).where(mute.c.account == me)
    return compiled(dialect, union_all(mine, theirs, muted))


@lru_cache(KEPT)
def seen_of(dialect: str, count: int) -> Statement:
    """Select those of `post_0` .. that `account` was shown."""
    query = select(seen.c.post).where(seen.c.account == _number("account"), seen.c.post.in_(_numbers("post", count)))
    return compiled(dialect, query)


@lru_cache(KEPT)
def due(dialect: str) -> Statement:
    """Index: subscription(state, due)."""
    query = (
        select(subscription)
        .where(subscription.c.state == "active", subscription.c.due <= _number("now"))
        .order_by(subscription.c.due)
        .limit(_number("limit"))
    )
    return compiled(dialect, query.with_for_update(skip_locked=True) if dialect == "postgresql" else query)


@lru_cache(KEPT)
def library(dialect: str, held: tuple[int, ...], *, whole: bool, side: str = "") -> Statement:
    """Select an account's pictures; with `held`, those whose folded prompt contains a piece of every word, or of any
    if not `whole`. `held` are the numbers of pieces. `side`: those after or before a picture (`painting`, `position`),
    or the oldest first. Index: picture(account, id).
    """
    mine = (picture.c.account == _number("account"), picture.c.removed.is_(None), picture.c.checking.is_(False))
    query = select(picture).where(*mine)
    if side in ("before", "oldest"):
        query = query.order_by(picture.c.painting, picture.c.position.desc())
    else:
        query = query.order_by(picture.c.painting.desc(), picture.c.position)
    if side in ("before", "after"):
        at, place = _number("painting"), _number("position")
        same = picture.c.painting == at
        if side == "after":
            query = query.where(or_(picture.c.painting < at, and_(same, picture.c.position > place)))
        else:
            query = query.where(or_(picture.c.painting > at, and_(same, picture.c.position < place)))
    if held:
        query = query.join(painting, painting.c.id == picture.c.painting)
        words = [or_(*(_contains(f"held_{n}_{m}") for m in range(size))) for n, size in enumerate(held)]
        query = query.where(and_(*words) if whole else or_(*words))
    return compiled(dialect, query.limit(_number("limit")))


def _contains(name: str) -> ColumnElement[bool]:
    held = bindparam(name, type_=Text, required=True)
    return painting.c.folded.contains(held, autoescape=False, escape="\\")


def _latest(query: Select[Any]) -> Select[Any]:
    return query.order_by(post.c.id.desc()).limit(_number("limit"))


def _in_space(inside: bool) -> list[ColumnElement[bool]]:
    return [post.c.space == _number("space")] if inside else []


def _followed_by(post_filter: FilterShape | None) -> list[ColumnElement[bool]]:
    """Return the conditions on posts of followed people: also those for followers only."""
    if post_filter is None:
        return []
    return [in_audience(inside=_inside(post_filter), follows=true()), *_fresh(post_filter)]


def _open_to(post_filter: FilterShape | None) -> list[ColumnElement[bool]]:
    """Return the conditions on posts of anybody."""
    if post_filter is None:
        return []
    return [in_audience(inside=_inside(post_filter)), *_fresh(post_filter)]


def _inside(post_filter: FilterShape) -> ColumnElement[bool] | None:
    return post.c.space == _number("here") if post_filter.inside else None


def _fresh(post_filter: FilterShape) -> list[ColumnElement[bool]]:
    """Return the conditions: not shown to the viewer before, and not by a left-out author.
    Index: the unique key seen(account, post).
    """
    rules: list[ColumnElement[bool]] = []
    if post_filter.known:
        rules.append(~exists().where(seen.c.account == _number("viewer"), seen.c.post == WORK))
    if post_filter.without:
        rules.append(post.c.author.not_in(_numbers("without", post_filter.without)))
    if post_filter.shown:
        rules.append(WORK.not_in(_numbers("shown", post_filter.shown)))
    if not post_filter.sensitive:
        rules.append(post.c.sensitive.is_(False))
    return rules


@lru_cache(KEPT)
def people(dialect: str, column: str, *, followed: bool) -> Statement:
    """Index: the unique key account(handle), or account(sought): one stretch of it in its order."""
    name = account.c[column]
    begins = name >= _word("stem"), name < _word("end")
    here = func.coalesce(account.c.state, "") == AccountState.ACTIVE  # not by account(state), which is most of them
    query = select(account).where(*begins, here)
    if followed:
        newest = select(follow.c.followee).where(follow.c.follower == _number("follower"))
        query = query.where(account.c.id.in_(newest.order_by(follow.c.id.desc()).limit(FOLLOWS)))
    return compiled(dialect, query.order_by(name).limit(_number("limit")))
