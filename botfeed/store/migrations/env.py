"""Alembic's entry point: runs on the connection that the store passes in."""

from alembic import context

from botfeed.store.tables import metadata


def run(connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
