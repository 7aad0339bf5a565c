"""Alembic's entry: runs on the connection that the store hands over, else on DATABASE_URL (to write a new revision)."""

import os

from alembic import context
from sqlalchemy import create_engine

from botfeed.store.tables import metadata


def run(connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(os.environ["DATABASE_URL"]).begin() as connection:
        run(connection)
