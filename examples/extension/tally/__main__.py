"""Run botfeed with this extension: `python -m tally`, in place of `botfeed run`."""

from __future__ import annotations

import asyncio

from botfeed import app, catalog, logs, run, settings
from botfeed.app import App
from botfeed.core.ports import Clock
from botfeed.settings import Settings
from botfeed.store.tables import SHAPES

from .commands import COMMANDS
from .counting import JOBS, MESSAGES
from .word_count import WordCount


def build(read: Settings, clock: Clock | None = None) -> App:
    """Return botfeed with the lists of this extension behind its own."""
    return app.build(
        read,
        clock,
        commands=(*catalog.COMMANDS, *COMMANDS),
        jobs=(*catalog.JOBS, *JOBS),
        messages=(*catalog.MESSAGES, *MESSAGES),
    )


async def migrate(built: App) -> None:
    """Bring botfeed's tables up to date, and make the extension's own where it is not there."""
    await built.migrate()
    await built.store.with_connection(lambda connection: SHAPES[WordCount].table.create(connection, checkfirst=True))


async def main() -> None:
    """Run all roles that are configured until SIGINT or SIGTERM."""
    read = settings.read()
    logs.configure(read.log, read.secrets)
    built = build(read)
    await migrate(built)
    await run.run(built, frozenset(run.ROLES), print)


if __name__ == "__main__":
    asyncio.run(main())
