"""Retention: expired rows are deleted hourly in small batches, so that the writer is never blocked for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Any

import structlog

from botfeed.core.model import NOUNS, Keep, KeyValue, declared
from botfeed.core.ports import Store, Unit
from botfeed.core.privacy import retention_rules
from botfeed.core.privacy.retention_rules import Walk

log = structlog.get_logger()

TALLIES_KEPT = timedelta(days=2)
BATCH = 500  # rows dropped or looked at in one transaction: 20 ms on SQLite, 40 for digests with their copies
STRETCH = 200  # batches that one walk looks at before it waits for the next hour


async def sweep(store: Store, nouns: Sequence[type[Any]] = NOUNS) -> dict[str, int]:
    """Delete expired rows; return the number of rows of each table. Buttons stay: one may be pressed after years."""
    gone: dict[str, int] = {}
    for noun in nouns:
        try:
            n = await _swept(store, noun)
        except Exception:
            log.exception("a table was not swept; the others are", table=declared(noun).table)
        else:
            if n is not None:
                gone[declared(noun).table] = n
    gone["tally"] = await store.run(lambda uow: uow.quotas.forget((uow.now - TALLIES_KEPT).date().isoformat()))
    return gone


async def _swept(store: Store, noun: type[Any]) -> int | None:
    """Return the number of rows deleted; None for a table without retention."""
    keep = declared(noun).keep
    if keep.age is not None:
        return await _drained(store, noun, keep, keep.age)
    return await _by_rule(store, keep.special) if keep.special else None


async def _by_rule(store: Store, name: str) -> int:
    if walk := retention_rules.WALKS.get(name):
        return await _walked(store, f"retention:{name}", walk)
    return await store.run(retention_rules.SPECIAL[name])


async def _drained(store: Store, noun: type[Any], keep: Keep, age: timedelta) -> int:
    """Delete expired rows in batches. An index finds these rows, or the table is small."""
    gone = 0

    def drop(uow: Unit) -> int:
        past: dict[str, Any] = {**dict(keep.when), f"{keep.since}__lt": uow.now - age}
        return uow.delete(noun, limit=BATCH, **past)

    while n := await store.run(drop):
        gone += n
        if n < BATCH:
            break
    return gone


async def _walked(store: Store, name: str, walk: Walk) -> int:
    """Continue through a table where the last sweep stopped, oldest first, and restart where the young rows begin.
    It is walked by its key: most rows stay, and an index of expired ones would cost every message sent. Two processes
    that walk at once read the same rows and delete each once.
    """
    gone, after = 0, await store.read(lambda uow: _reached(uow, name))
    for _ in range(STRETCH):
        ids, over = await store.read(lambda uow, after=after: _looked(uow, walk, after))  # type: ignore[misc]
        if over:
            gone += await store.run(lambda uow, over=over: _dropped(uow, walk, over))  # type: ignore[misc]
        after = ids[-1] if ids else 0
        if not after:
            break
    await store.run(lambda uow: _remember(uow, name, after))
    return gone


def _looked(uow: Unit, walk: Walk, after: int) -> tuple[list[int], list[int]]:
    """Return the ids of the next rows that are no longer young, and of the expired ones among them."""
    edge, rows = uow.now - walk.young, uow.all(walk.noun, id__gt=after, limit=BATCH)
    old = list(takewhile(lambda row: row.created < edge, rows))
    return [row.id for row in old], [row.id for row in walk.over(uow, old)]


def _dropped(uow: Unit, walk: Walk, ids: list[int]) -> int:
    """Check again before deleting: a message may show something else by now."""
    rows = walk.over(uow, uow.all(walk.noun, id__in=ids))
    if rows:
        walk.along(uow, rows)
    return uow.delete(walk.noun, id__in=[row.id for row in rows])


def _reached(uow: Unit, name: str) -> int:
    fact = uow.one(KeyValue, name=name)
    return int(fact.value) if fact else 0


def _remember(uow: Unit, name: str, after: int) -> None:
    if not uow.compare_and_set(KeyValue, {"name": name}, value=str(after)):
        uow.insert(KeyValue(uow.new_id(), name, str(after)))
