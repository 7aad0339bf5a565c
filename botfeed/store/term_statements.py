"""Statements of the inverted index: each is built once per shape of question, like those of `statements`.
A sought word is a group of tokens. Groups are filled up to a power of two with a token that no post holds, so that few
sizes are shapes of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Text,
    bindparam,
    distinct,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from botfeed.core.model import Follow, Post, Seen, Term
from botfeed.store.audience_terms import in_audience
from botfeed.store.statements import KEPT, Statement, compiled
from botfeed.store.tables import table
from botfeed.store.timeline_statements import PUBLIC_AFTER_ALL, WORK

term, post, follow, seen = table(Term), table(Post), table(Follow), table(Seen)

NOBODY = -1  # the id of a viewer without an account
NO_TOKEN = ""  # is in no post


@dataclass(frozen=True, slots=True)
class Readers:
    """Shape of the conditions on who reads: from inside a space or not, the number of authors left out, whether
    sensitive posts may be seen, the number of posts shown already (None if those may come again), and whether one
    author is wanted.
    """

    inside: bool
    without: int
    sensitive: bool
    shown: int | None
    author: bool


def padded(words: Sequence[str]) -> list[str]:
    return [*words, *(NO_TOKEN,) * ((1 << (len(words) - 1).bit_length()) - len(words))]


@lru_cache(KEPT)
def beginning(dialect: str) -> Statement:
    """Seek from word to word, one seek each. Index: the unique key term(word, post)."""
    first = select(func.min(term.c.word).label("word")).where(term.c.word >= _word("stem"), term.c.word < _word("end"))
    found = first.cte("found", recursive=True)
    later = select(func.min(term.c.word)).where(term.c.word > found.c.word, term.c.word < _word("end"))
    found = found.union_all(select(later.correlate(found).scalar_subquery()).where(found.c.word.is_not(None)))
    return compiled(dialect, select(found.c.word).where(found.c.word.is_not(None)).limit(_number("limit")))


@lru_cache(KEPT)
def counts(dialect: str, size: int) -> Statement:
    """Count the posts that hold each of `word_0` .., up to `most`."""
    some = (select(term.c.id).where(term.c.word == word).limit(_number("most")) for word in _words("word", size))
    return compiled(dialect, select(*(select(func.count()).select_from(n.subquery()).scalar_subquery() for n in some)))


@lru_cache(KEPT)
def held(dialect: str, posts: int, size: int) -> Statement:
    """Select which of `word_0` .. each of `post_0` .. holds. Index: term(post)."""
    mine = term.c.post.in_([_number(f"post_{n}") for n in range(posts)])
    return compiled(dialect, select(term.c.post, term.c.word).where(mine, term.c.word.in_(_words("word", size))))


@lru_cache(KEPT)
def holding(dialect: str, readers: Readers, sizes: tuple[int, ...]) -> Statement:
    """Read the newest posts of the first group, `each` of every token, and probe them for the others."""
    query = _wanted(select(post), readers)
    if sizes:
        query = query.where(post.c.id.in_(select(_newest(_words("group_0", sizes[0]), _number("each")).c.post)))
    query = query.where(*(_holds(_words(f"group_{n}", size)) for n, size in enumerate(sizes) if n))
    return compiled(dialect, query.order_by(post.c.id.desc()).limit(_number("limit")))


@lru_cache(KEPT)
def partly(dialect: str, readers: Readers, sizes: tuple[int, ...], must: tuple[int, ...]) -> Statement:
    """Read the newest posts of every group, `each_0` .. of their tokens; those that hold the most come first."""
    some = (
        select(_newest(_words(f"group_{n}", size), _number(f"each_{n}")).c.post, literal_column(str(n)).label("part"))
        for n, size in enumerate(sizes)
    )
    found = union_all(*some).subquery("found")
    parts = func.count(distinct(found.c.part))
    held = select(found.c.post, parts.label("parts")).group_by(found.c.post).subquery("held")
    query = _wanted(select(post).join(held, held.c.post == post.c.id), readers)
    query = query.where(*(_holds(_words(f"must_{n}", size)) for n, size in enumerate(must)))
    return compiled(dialect, query.order_by(held.c.parts.desc(), post.c.id.desc()).limit(_number("limit")))


@lru_cache(KEPT)
def sharing(dialect: str, readers: Readers, size: int) -> Statement:
    """Read the posts that hold most of `word_0` .., among the newest `each` of every one."""
    found = _newest(_words("word", size), _number("each"))
    held = select(found.c.post, func.count().label("words")).group_by(found.c.post).subquery("held")
    query = _wanted(select(post).join(held, held.c.post == post.c.id), readers)
    return compiled(dialect, query.order_by(held.c.words.desc(), post.c.id.desc()).limit(_number("limit")))


def _wanted(query: Select[Any], readers: Readers) -> Select[Any]:
    """Restrict a query to public posts by the wanted author that the reader may see, and was not shown if asked."""
    query = query.where(PUBLIC_AFTER_ALL, *_shown_to(readers))
    if readers.shown is not None:
        query = query.where(~exists().where(seen.c.account == _number("viewer"), seen.c.post == WORK))  # its unique key
    if readers.shown:
        query = query.where(WORK.not_in([_number(f"shown_{n}") for n in range(readers.shown)]))
    return query.where(post.c.author == _number("author")) if readers.author else query


def _shown_to(readers: Readers) -> list[ColumnElement[bool]]:
    """Return the conditions of visibility that SQL can check; `safety.visibility` decides in the end."""
    mine = post.c.author == _number("viewer")
    followed = exists().where(follow.c.follower == _number("viewer"), follow.c.followee == post.c.author)
    inside = post.c.space == _number("here") if readers.inside else None
    rules = [or_(in_audience(inside=inside, follows=followed), mine)]
    if readers.without:
        rules.append(post.c.author.not_in([_number(f"without_{n}") for n in range(readers.without)]))
    if not readers.sensitive:
        rules.append(or_(post.c.sensitive.is_(False), mine))
    return rules


def _holds(group: Iterable[BindParameter[str]]) -> ColumnElement[bool]:
    """Probe a post for one of the tokens. Index: the unique key term(word, post)."""
    return exists().where(term.c.word.in_(list(group)), term.c.post == post.c.id)


def _newest(words: Iterable[BindParameter[str]], each: BindParameter[int]) -> Any:
    """Select the newest postings of each word. Index: the unique key term(word, post)."""
    some = (select(term.c.post).where(term.c.word == word).order_by(term.c.post.desc()).limit(each) for word in words)
    return union_all(*(select(rows.subquery().c.post) for rows in some)).subquery()


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger, required=True)


def _word(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text, required=True)


def _words(name: str, size: int) -> list[BindParameter[str]]:
    return [_word(f"{name}_{n}") for n in range(size)]
