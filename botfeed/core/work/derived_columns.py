"""Write the columns that follow from others in rows that are older than these columns, some rows at a time."""

from __future__ import annotations

from functools import partial
from typing import Any

from botfeed.core.chat.context import Services
from botfeed.core.model import NOUNS, KeyValue, declared
from botfeed.core.ports import Unit
from botfeed.core.work import batches, pools
from botfeed.core.work.jobs import Retry, When, job

BATCH, BATCHES = 60, 60  # rows a transaction; transactions a job
VERSION = "1"  # moved where a function of `store/tables.py` makes other values than before
_DONE = "done"


def _names() -> list[str]:
    return [f"derived.{declared(noun).table}.{VERSION}" for noun in _nouns()]


def _nouns() -> list[type[Any]]:
    return [noun for noun in NOUNS if declared(noun).derived]


async def catch_up(services: Services) -> None:
    """Add the job unless every older row has its derived columns."""

    def plan(uow: Unit) -> None:
        done = {row.name for row in uow.all(KeyValue, name__in=_names(), value=_DONE)}
        if len(done) < len(_nouns()):
            derive.enqueue(uow, When("derive", key="derive"))

    await services.store.run(plan)


@job(pool=pools.ORDINARY)
async def derive(services: Services) -> None:
    """Write some batches, and retry while there are more."""
    for _ in range(BATCHES):
        if not await services.store.run(batch):
            return
    raise Retry(0.1, "more rows are older", counts=False)


def batch(uow: Unit) -> bool:
    """Write the next rows of the first noun that is not done, and the cursor. Returns False when all are done."""
    for noun, name in zip(_nouns(), _names(), strict=True):
        fact = uow.one(KeyValue, name=name)
        if fact is None:
            fact = KeyValue(uow.new_id(), name, "0")
            uow.insert(fact)
        if fact.value != _DONE:
            rows = uow.all(noun, id__gt=int(fact.value), limit=BATCH)
            batches.each(uow, name, rows, partial(_write, noun), lambda *_: None)
            uow.update(fact, value=str(rows[-1].id) if rows else _DONE)
            return True
    return False


def _write(noun: type[Any], uow: Any, row: Any) -> None:
    """Write the source again, from which the store makes the rest, unless it changed since it was read."""
    sources: dict[str, Any] = {each.source: getattr(row, each.source) for each in declared(noun).derived}
    uow.compare_and_set(noun, {"id": row.id, **sources}, **sources)
