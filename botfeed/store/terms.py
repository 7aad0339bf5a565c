"""Inverted index in SQL. Every query reads a bounded range of it, however common a word is.
A sought word is a group of tokens, any of which will do. The rarest group leads: its newest posts are read, and the
others are probed by the key (word, post).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, exists, func, literal, or_, select, union_all

from botfeed.core.model import Follow, Post, Seen, Term
from botfeed.core.ports import PostFilter, SearchQuery
from botfeed.store import statements
from botfeed.store.audience_terms import in_audience
from botfeed.store.tables import SHAPES, table
from botfeed.store.timeline_statements import PUBLIC_AFTER_ALL, WORK
from botfeed.store.timelines import post_of
from botfeed.store.verbs import Verbs

term, post, follow, seen = table(Term), table(Post), table(Follow), table(Seen)

DEEP = 4000  # newest postings that one search looks at
COUNTED = 500  # postings after which a word is just common
TELLING = 6  # rarest words of a post that say what it is about
ALIKE = 300  # newest postings of each of them
PARTLY, EACH = 1200, 20  # newest postings of one group where not all groups are held; at least of each of its tokens


class SqlTerms:
    def __init__(self, uow: Verbs) -> None:
        self.uow = uow

    def write(self, id: int, words: Collection[str]) -> None:
        known = {row.word: row.id for row in self.uow.all(Term, post=id)}
        gone = [row for word, row in known.items() if word not in words]
        if gone:
            self.uow.delete(Term, id__in=gone)
        insert = statements.insert(self.uow.dialect, term)
        new = (Term(self.uow.new_id(), id, word) for word in words if word not in known)
        rows = [SHAPES[Term].row(row) for row in new]
        if rows:
            values = [tuple(row[name] for name in insert.names) for row in rows]
            self.uow.connection.exec_driver_sql(insert.text, values)

    def beginning(self, stem: str, limit: int) -> list[str]:
        """Seek from word to word, one seek each. Index: the unique key term(word, post)."""
        end = stem + statements.LAST
        first = select(func.min(term.c.word).label("word")).where(term.c.word >= stem, term.c.word < end)
        found = first.cte("found", recursive=True)
        later = select(func.min(term.c.word)).where(term.c.word > found.c.word, term.c.word < end)
        found = found.union_all(select(later.correlate(found).scalar_subquery()).where(found.c.word.is_not(None)))
        query = select(found.c.word).where(found.c.word.is_not(None)).limit(limit)
        return [str(word) for (word,) in self.uow.connection.execute(query)]

    def search(self, sought: SearchQuery, post_filter: PostFilter, limit: int, *, fresh: bool = False) -> list[Post]:
        query = _wanted(select(post), sought, post_filter)
        if fresh:
            query = query.where(*_unseen(post_filter))
        if groups := [*sought.must, *sought.groups]:
            query = self._holding(query, groups)
        return self._posts(query.order_by(post.c.id.desc()).limit(limit))

    def partly(self, sought: SearchQuery, post_filter: PostFilter, limit: int) -> list[Post]:
        some = (
            select(_newest(group, max(EACH, PARTLY // len(group))).c.post, literal(n).label("part"))
            for n, group in enumerate(sought.groups)
        )
        found = union_all(*some).subquery("found")
        parts = func.count(distinct(found.c.part))
        held = select(found.c.post, parts.label("parts")).group_by(found.c.post).subquery("held")
        query = _wanted(select(post).join(held, held.c.post == post.c.id), sought, post_filter)
        query = query.where(*(_holds(group) for group in sought.must))
        return self._posts(query.order_by(held.c.parts.desc(), post.c.id.desc()).limit(limit))

    def _holding(self, query: Select[Any], groups: list[tuple[str, ...]]) -> Select[Any]:
        """Read the posts of the rarest group, and probe them for the others."""
        counted = self._counts([word for group in groups for word in group])
        used = [tuple(word for word in group if counted[word]) or group[:1] for group in groups]
        lead, *others = sorted(used, key=lambda group: sum(counted[word] for word in group))
        query = query.where(post.c.id.in_(select(_newest(lead, max(1, DEEP // len(lead))).c.post)))
        for group in others:
            query = query.where(_holds(group))
        return query

    def sharing(self, words: Sequence[str], post_filter: PostFilter, limit: int) -> list[Post]:
        counted = self._counts(words)
        telling = sorted(counted, key=lambda word: counted[word])[:TELLING]
        if not telling:
            return []
        found = _newest(telling, ALIKE)
        held = select(found.c.post, func.count().label("words")).group_by(found.c.post).subquery("held")
        query = select(post).join(held, held.c.post == post.c.id).where(PUBLIC_AFTER_ALL, *_shown_to(post_filter))
        return self._posts(query.order_by(held.c.words.desc(), post.c.id.desc()).limit(limit))

    def _posts(self, query: Select[Any]) -> list[Post]:
        return [post_of(tuple(row)) for row in self.uow.connection.execute(query)]

    def _counts(self, words: Sequence[str]) -> dict[str, int]:
        """Count the posts that hold each word, up to the number where the difference no longer matters.
        One statement.
        """
        known = list(dict.fromkeys(words))
        if not known:
            return {}
        some = (select(term.c.id).where(term.c.word == word).limit(COUNTED).subquery() for word in known)
        query = select(*(select(func.count()).select_from(rows).scalar_subquery() for rows in some))
        return dict(zip(known, self.uow.connection.execute(query).one(), strict=True))


def _wanted(query: Select[Any], sought: SearchQuery, post_filter: PostFilter) -> Select[Any]:
    """Restrict a query to public posts by the wanted author that the reader may see."""
    query = query.where(PUBLIC_AFTER_ALL, *_shown_to(post_filter))
    return query if sought.author is None else query.where(post.c.author == sought.author)


def _holds(group: Sequence[str]) -> ColumnElement[bool]:
    """Probe a post for one of the tokens. Index: the unique key term(word, post)."""
    return exists().where(term.c.word.in_(group), term.c.post == post.c.id)


def _newest(words: Sequence[str], each: int) -> Any:
    """Select the newest postings of each word. Index: the unique key term(word, post)."""
    some = (select(term.c.post).where(term.c.word == word).order_by(term.c.post.desc()).limit(each) for word in words)
    return union_all(*(select(rows.subquery().c.post) for rows in some)).subquery()


def _shown_to(post_filter: PostFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of visibility that SQL can check; `safety.visibility` decides in the end."""
    mine = post.c.author == post_filter.account
    followed = exists().where(follow.c.follower == post_filter.account, follow.c.followee == post.c.author)
    inside = None if post_filter.space is None else post.c.space == post_filter.space
    rules = [or_(in_audience(inside=inside, follows=followed), mine)]
    if post_filter.without:
        rules.append(post.c.author.not_in(sorted(post_filter.without)))
    if not post_filter.sensitive:
        rules.append(or_(post.c.sensitive.is_(False), mine))
    return rules


def _unseen(post_filter: PostFilter) -> list[ColumnElement[bool]]:
    """Return the condition that a post was not shown to the account before.
    Index: the unique key seen(account, post).
    """
    before = exists().where(seen.c.account == post_filter.account, seen.c.post == WORK)
    return [~before, WORK.not_in(sorted(post_filter.shown))] if post_filter.shown else [~before]
