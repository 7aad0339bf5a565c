"""Connection inside its transaction, with the time and the ids that its user needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from botfeed.store.statements import Statement


class Session:
    """Connection, time and ids on which the verbs and the named queries run."""

    def __init__(self, connection: Connection, now: datetime, new_id: Callable[[datetime], int]) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._now = now
        self._new_id = new_id

    @property
    def now(self) -> datetime:
        return self._now

    def new_id(self) -> int:
        return self._new_id(self._now)

    def rows(self, statement: Statement, values: Mapping[str, Any]) -> Sequence[Any]:
        """Run a statement and return its rows."""
        return statement.run(self.connection, values).fetchall()
