"""Merging of high-volume rows (reactions, notices, seen, events) of two accounts, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from botfeed.core.copies import post_copies
from botfeed.core.feed import heat
from botfeed.core.model import NOUNS, Person, Post, Reaction, declared
from botfeed.core.ports import Conditions, Unit

CHUNK = 500  # rows named in one statement
STEP = 1000  # rows that one transaction brings over


def some(uow: Unit, gone: int, kept: int, nouns: Sequence[type[Any]] = NOUNS) -> bool:
    """Move the next batch of high-volume rows. Returns False if none was left."""
    long = ((noun, person) for noun in nouns for person in declared(noun).persons if person.merge.by == "batches")
    return any(_next(uow, noun, person, gone, kept) for noun, person in long)


def _next(uow: Unit, noun: type[Any], person: Person, gone: int, kept: int) -> bool:
    """Move the next batch of rows. With `key`, duplicates are dropped in favour of those of `kept`."""
    name, key = person.field, person.merge.key
    mine: dict[str, Any] = {name: gone}
    rows = uow.all(noun, limit=STEP, **mine)
    if not rows:
        return False
    last = rows[-1].id
    doubles = uow.duplicates(noun, name, gone, kept, key, until=last) if key else []
    take_back(uow, doubles) if noun is Reaction else drop(uow, noun, doubles)
    values: dict[str, Any] = {name: kept}
    uow.compare_and_set(noun, Conditions({name: gone, "id__le": last}), **values)
    return True


def drop(uow: Unit, noun: type[Any], rows: Iterable[Any]) -> None:
    for ids in chunks(row.id for row in rows):
        uow.delete(noun, id__in=ids)


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    known = sorted(set(ids))
    return (known[n : n + CHUNK] for n in range(0, len(known), CHUNK))


def take_back(uow: Unit, rows: list[Reaction]) -> None:
    """Delete reactions and correct the like counters; no two may be of one kind on one post."""
    drop(uow, Reaction, rows)
    for posts in chunks(row.post for row in rows if row.kind == "like"):
        uow.increment(Post, posts, likes=-1)
        heat.liked(uow, posts, -1)
        post_copies.recount(uow, *posts)
