"""Batches: a row that cannot be handled is set aside, counted and logged, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

from botfeed.core.ports import Unit

log = structlog.get_logger()

T = TypeVar("T")


def each(
    uow: Unit,
    batch: str,
    rows: Iterable[T],
    do: Callable[[Unit, T], object],
    aside: Callable[[Unit, T, Exception], object],
) -> int:
    """Call `do` for every row; where that raises, undo what it did and call `aside`. Return the number set aside.

    A batch without a fault costs one savepoint. `aside` has to see to it that the row is not found again at once.
    What it raises is raised: then the store itself fails, and nothing of the batch is done.
    """
    rows = list(rows)
    try:
        with uow.savepoint():
            for row in rows:
                do(uow, row)
    except Exception:  # the rows are done again one by one, to find which it was
        return sum(not _done(uow, batch, row, do, aside) for row in rows)
    return 0


def _done(
    uow: Unit, batch: str, row: T, do: Callable[[Unit, T], object], aside: Callable[[Unit, T, Exception], object]
) -> bool:
    try:
        with uow.savepoint():
            do(uow, row)
    except Exception as error:
        with uow.savepoint():
            aside(uow, row, error)
        log.exception("a row is set aside", batch=batch, row=getattr(row, "id", None))
        return False
    return True
