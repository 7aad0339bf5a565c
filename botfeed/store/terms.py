"""Inverted index in SQL. Every query reads a bounded range of it, however common a word is.
A sought word is a group of tokens, any of which will do. The rarest group leads: its newest posts are read, and the
others are probed by the key (word, post).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from botfeed.core.model import Post, Term
from botfeed.core.ports import PostFilter, SearchQuery
from botfeed.store import statements, term_statements
from botfeed.store.statements import Statement
from botfeed.store.tables import SHAPES, table
from botfeed.store.term_statements import NOBODY, Readers, padded
from botfeed.store.timelines import post_of
from botfeed.store.verbs import Verbs

term = table(Term)

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
        values = {"stem": stem, "end": stem + statements.LAST, "limit": limit}
        return [str(word) for (word,) in self._rows(term_statements.beginning(self.uow.dialect), values)]

    def held(self, posts: Collection[int], words: Collection[str]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        if not posts or not words:
            return found
        asked, sought = statements.filled(sorted(posts)), padded(sorted(words))
        statement = term_statements.held(self.uow.dialect, len(asked), len(sought))
        for post, word in self._rows(statement, {**_named("post", asked), **_named("word", sought)}):
            found.setdefault(post, set()).add(word)
        return found

    def search(self, sought: SearchQuery, post_filter: PostFilter, limit: int, *, fresh: bool = False) -> list[Post]:
        readers, values = _readers(post_filter, sought.author, fresh=fresh)
        groups = self._led(*sought.must, *sought.groups)
        values |= {"limit": limit, "each": max(1, DEEP // len(groups[0])) if groups else 0}
        sizes, words = _sized("group", groups)
        return self._posts(term_statements.holding(self.uow.dialect, readers, sizes), {**values, **words})

    def partly(self, sought: SearchQuery, post_filter: PostFilter, limit: int) -> list[Post]:
        readers, values = _readers(post_filter, sought.author)
        each = {f"each_{n}": max(EACH, PARTLY // len(group)) for n, group in enumerate(sought.groups)}
        (sizes, words), (must, wanted) = _sized("group", sought.groups), _sized("must", sought.must)
        statement = term_statements.partly(self.uow.dialect, readers, sizes, must)
        return self._posts(statement, {**values, **each, **words, **wanted, "limit": limit})

    def sharing(self, words: Sequence[str], post_filter: PostFilter, limit: int) -> list[Post]:
        counted = self._counts(words)
        telling = sorted(counted, key=lambda word: counted[word])[:TELLING]
        if not telling:
            return []
        readers, values = _readers(post_filter)
        values |= {"limit": limit, "each": ALIKE, **_named("word", padded(telling))}
        return self._posts(term_statements.sharing(self.uow.dialect, readers, len(padded(telling))), values)

    def _led(self, *groups: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return the groups without tokens that no post holds, the rarest first."""
        if not groups:
            return []
        counted = self._counts([word for group in groups for word in group])
        used = [tuple(word for word in group if counted[word]) or group[:1] for group in groups]
        return sorted(used, key=lambda group: sum(counted[word] for word in group))

    def _counts(self, words: Sequence[str]) -> dict[str, int]:
        """Count the posts that hold each word, up to the number where the difference no longer matters.
        One statement.
        """
        known = list(dict.fromkeys(words))
        if not known:
            return {}
        asked = padded(known)
        values = {**_named("word", asked), "most": COUNTED}
        (row,) = self._rows(term_statements.counts(self.uow.dialect, len(asked)), values)
        return dict(zip(known, row, strict=False))

    def _posts(self, statement: Statement, values: Mapping[str, Any]) -> list[Post]:
        return [post_of(tuple(row)) for row in self._rows(statement, values)]

    def _rows(self, statement: Statement, values: Mapping[str, Any]) -> Sequence[Any]:
        return statement.run(self.uow.connection, values).fetchall()


def _named(name: str, values: Iterable[Any]) -> dict[str, Any]:
    return {f"{name}_{n}": value for n, value in enumerate(values)}


def _sized(name: str, groups: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], dict[str, str]]:
    """Return the sizes of the groups, filled up, and their tokens by the names that the statements give them."""
    filled = [padded(group) for group in groups]
    words = {f"{name}_{n}_{m}": word for n, group in enumerate(filled) for m, word in enumerate(group)}
    return tuple(map(len, filled)), words


def _readers(
    post_filter: PostFilter, author: int | None = None, *, fresh: bool = False
) -> tuple[Readers, dict[str, Any]]:
    """Split a filter into the shape of its conditions and their values."""
    without = statements.filled(sorted(post_filter.without))
    shown = statements.filled(sorted(post_filter.shown)) if fresh else []
    inside, viewer = post_filter.space is not None, post_filter.account
    shape = Readers(inside, len(without), post_filter.sensitive, len(shown) if fresh else None, author is not None)
    values = {"viewer": NOBODY if viewer is None else viewer, "here": post_filter.space, "author": author}
    return shape, {**values, **_named("without", without), **_named("shown", shown)}
