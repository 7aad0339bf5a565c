"""Open a store by its URL and migrate its schema."""

from __future__ import annotations

import getpass
import os
import re
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Connection, func, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from botfeed.core import ids
from botfeed.core.errors import StartError
from botfeed.core.model import NOUNS
from botfeed.core.ports import Clock
from botfeed.store.postgres import PostgresStore
from botfeed.store.sqlite import SqliteStore
from botfeed.store.tables import table

AnyStore = SqliteStore | PostgresStore
UPGRADE = 0x736368656D61  # "schema": the advisory lock of those who upgrade
_MIGRATIONS = Path(__file__).parent / "migrations"
_OTHERS = frozenset({"alembic_version", "spatial_ref_sys"})  # tables of alembic, and of an extension of PostgreSQL


def open_store(url: str, clock: Clock, new_id: ids.Maker | None = None) -> AnyStore:
    """Open `sqlite:///file` or `postgresql://...`. Nothing is read or written yet."""
    where = address(url)
    make = new_id or ids.Maker()
    if where.get_backend_name() == "sqlite":
        if not where.database:
            raise StartError("DATABASE_URL has no file: sqlite:///data/botfeed.db would be one.")
        return SqliteStore(Path(where.database), clock, make)
    if where.get_backend_name() == "postgresql":
        _check_user(where)
        return PostgresStore(url, clock, make)
    raise StartError("DATABASE_URL starts with sqlite:/// or postgresql://; nothing else is known here.")


def _check_user(where: URL) -> None:
    """Raise StartError where the URL names no user: asyncpg would ask the system,
    which may have no user name either.
    """
    if where.username or "user" in where.query or os.environ.get("PGUSER"):
        return
    try:
        getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise StartError(
            "DATABASE_URL names no user, and the user that runs this process has no name. "
            "It looks like postgresql://user:password@host/name."
        ) from None


def address(url: str) -> URL:
    """Read a database's address. Raises StartError, which does not repeat it: it may hold a password."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise StartError(
            "DATABASE_URL cannot be read. It looks like sqlite:///data/botfeed.db or postgresql://user:password@host/name."
        ) from None


async def migrate(store: AnyStore) -> str:
    """Migrate the schema to the newest revision and return its name. New ids start above the stored ones.
    Raises StartError where the database cannot be used at all.
    """
    try:
        revision = await store.with_connection(upgrade)
    except (DBAPIError, OSError) as error:
        why = str(error.orig) if isinstance(error, DBAPIError) else error.strerror or str(error)
        todo = "Make room on its disk." if "full" in why or "No space" in why else "Check DATABASE_URL."
        raise StartError(f"The database {store.name} cannot be used: {why}. {todo}") from error
    store.new_id.skip(await store.with_connection(_highest))
    return revision


def _highest(connection: Connection) -> int:
    name = connection.dialect.identifier_preparer.format_table
    each = " UNION ALL ".join(f"SELECT max(id) AS id FROM {name(table(noun))}" for noun in NOUNS)  # noqa: S608 - our own tables
    return connection.execute(text(f"SELECT max(id) FROM ({each}) AS newest")).scalar() or 0  # noqa: S608


def upgrade(connection: Connection) -> str:
    """Upgrade through an open connection, inside its transaction. Of processes that start together one upgrades."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADE)))
    head = newest()
    if (found := current(connection)) != head:
        check_ours(connection, found)
        _run_alembic(connection)
    return head


def check_ours(connection: Connection, revision: str | None) -> None:
    """Raise StartError for the database of a newer version, or of another program."""
    if revision in revisions():
        return
    if revision and re.fullmatch(r"\d{4}", revision) and revision > newest():
        raise StartError(
            f"This database is of a newer botfeed (schema {revision}; this version knows {newest()}). "
            "Start the newer version, or restore a backup made before it."
        )
    tables = set(inspect(connection).get_table_names()) - _OTHERS
    if revision or tables:
        named = ", ".join(sorted(tables)[:3]) or "a schema of its own"
        raise StartError(f"This database holds another program's data ({named}). Set DATABASE_URL to an empty one.")


def current(connection: Connection) -> str | None:
    """Return the revision of this database, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def newest() -> str:
    """Return the newest revision: a migration's file name begins with its number."""
    return max(revisions())


@cache
def revisions() -> frozenset[str]:
    """Return all revisions of the schema that this version knows."""
    return frozenset(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _run_alembic(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - a third of a second that only an older schema needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
