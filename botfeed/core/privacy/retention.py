"""What is kept for a while and then goes: every hour a bit, in small batches, so that nobody waits for the writer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import takewhile

from botfeed.core.chat.policy import ANSWERS_KEPT, EVENTS_KEPT
from botfeed.core.model import Draft, Event, HandledRequest, Job, KeyValue, Link, Painting, PaintState, Picture
from botfeed.core.ports import Store, Unit
from botfeed.core.privacy import retention_rules
from botfeed.core.privacy.retention_rules import Walk

PROMPTS_KEPT = timedelta(days=30)  # of what came to nothing
FAILURES_KEPT = timedelta(days=30)  # dead jobs: time to look at them
LINKS_KEPT = timedelta(days=1)  # a press that comes late is told how it ended
TALLIES_KEPT = timedelta(days=2)
BATCH = 500  # rows dropped or looked at in one transaction: 20 ms on SQLite, 40 for digests with their copies
STRETCH = 200  # batches that one walk looks at before it waits for the next hour


async def sweep(store: Store) -> dict[str, int]:
    """Drop what is past its time; how many rows of each. Buttons stay: one may be pressed after years."""
    gone = {name: await _drained(store, drop) for name, drop in DATED.items()}
    for name, walk in retention_rules.WALKS.items():
        gone[name] = await _walked(store, f"retention:{name}", walk)
    gone["prompts"] = await store.run(_prompts)
    gone["tallies"] = await store.run(lambda uow: uow.quotas.forget((uow.now - TALLIES_KEPT).date().isoformat()))
    return gone


async def _drained(store: Store, drop: Callable[[Unit], int]) -> int:
    gone = 0
    while n := await store.run(drop):
        gone += n
        if n < BATCH:
            break
    return gone


# Each finds what is past by an index, or is small.
DATED: dict[str, Callable[[Unit], int]] = {
    "events": lambda uow: uow.delete(Event, created__lt=uow.now - EVENTS_KEPT, limit=BATCH),
    "answers": lambda uow: uow.delete(HandledRequest, created__lt=uow.now - ANSWERS_KEPT, limit=BATCH),
    "drafts": lambda uow: uow.delete(Draft, created__lt=uow.now - ANSWERS_KEPT, limit=BATCH),
    "jobs": lambda uow: uow.delete(Job, state="dead", created__lt=uow.now - FAILURES_KEPT, limit=BATCH),
    "links": lambda uow: uow.delete(Link, expires__lt=uow.now - LINKS_KEPT, limit=BATCH),
}


async def _walked(store: Store, name: str, walk: Walk) -> int:
    """Go on through a table where the last sweep stopped, oldest first, and begin anew where the young rows begin.

    Walked by its key: what stays is most of it, and an index for what goes would cost every message said. Two
    processes that walk at once look at the same rows and drop each once.
    """
    gone, after = 0, await store.read(lambda uow: _reached(uow, name))
    for _ in range(STRETCH):
        ids, over = await store.read(lambda uow, after=after: _looked(uow, walk, after))  # type: ignore[misc]
        if over:
            gone += await store.run(lambda uow, over=over: _dropped(uow, walk, over))  # type: ignore[misc]
        after = ids[-1] if len(ids) == BATCH else 0
        if not after:
            break
    await store.run(lambda uow: _remember(uow, name, after))
    return gone


def _looked(uow: Unit, walk: Walk, after: int) -> tuple[list[int], list[int]]:
    """Give the ids of the next rows that are no longer young, and of those among them whose time is over."""
    edge, rows = uow.now - walk.young, uow.all(walk.noun, id__gt=after, limit=BATCH)
    old = list(takewhile(lambda row: row.created < edge, rows))
    return [row.id for row in old], [row.id for row in walk.over(uow, old)]


def _dropped(uow: Unit, walk: Walk, ids: list[int]) -> int:
    """Look again before dropping: a message may show something else by now."""
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


def _prompts(uow: Unit) -> int:
    """Forget the words of paintings that have no picture; their place in the ledger stays."""
    edge = uow.now - PROMPTS_KEPT
    over = uow.all(Painting, state=PaintState.REFUNDED, created__lt=edge, prompt__ne="")
    empty = [painting for painting in over if not uow.count(Picture, painting=painting.id, removed=None)]
    return sum(uow.compare_and_set(Painting, {"id": painting.id}, prompt="") for painting in empty)
