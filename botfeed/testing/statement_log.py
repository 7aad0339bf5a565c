"""Record the SQL of an installation: `with statement_log.recorded() as log:`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from botfeed.store import statements

RAW = ("pysqlite", "aiosqlite")  # drivers whose statements pass SQLAlchemy by


@contextmanager
def recorded() -> Iterator[Counter[str]]:
    """Count every statement that any store of this process runs meanwhile, by its text, in the order of first use."""
    log: Counter[str] = Counter()
    plain = statements.execute

    def execute(connection: Connection, text: str, values: tuple[Any, ...] = ()) -> statements.Cursor:
        if connection.dialect.driver in RAW:
            log[text] += 1
        return plain(connection, text, values)

    def heard(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        log[text] += 1

    statements.execute = execute
    event.listen(Engine, "before_cursor_execute", heard)
    try:
        yield log
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
        statements.execute = plain
