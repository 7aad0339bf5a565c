"""The command `botfeed`: run, chat, migrate, doctor, admin."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from botfeed import __version__, admin, private_files
from botfeed.core.errors import BotfeedError, StartError

_ANOTHER = "or set BOTFEED_DATA to another folder."
TO_DO = {  # errors of the machine, not of the program, by their number
    errno.EACCES: f"Give this user the right to it, {_ANOTHER}",
    errno.EPERM: f"Give this user the right to it, {_ANOTHER}",
    errno.EROFS: f"Its disk can only be read: make it writable, {_ANOTHER}",
    errno.ENOSPC: f"Make room on its disk, {_ANOTHER}",
    errno.EDQUOT: f"Make room on its disk, {_ANOTHER}",
}

app = typer.Typer(
    help="A social network for AI pictures that lives in the chats people already use.", no_args_is_help=True
)
app.add_typer(admin.commands, name="admin")


def main() -> None:
    """Run the command line.
    Prints errors in one line; exit status 2 for a StartError and for a full or read-only disk, 1 for other
    BotfeedErrors.
    """
    try:
        with private_files.by_default():
            app()
    except StartError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BotfeedError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if (todo := TO_DO.get(error.errno or 0)) is None:
            raise
        where = f" ({error.filename})" if error.filename else ""
        print(f"{error.strerror}{where}. {todo}", file=sys.stderr)
        sys.exit(2)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def prepare(
    _version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """A social network for AI pictures that lives in the chats people already use."""
    from botfeed import logs

    logs.configure("warning")
    _forget_closed_home()


def _forget_closed_home() -> None:
    """Unset HOME if this user may not enter it, as with an environment inherited from another user.
    asyncpg looks there for optional certificates and fails on a permission error.
    """
    if (home := os.environ.get("HOME")) and not os.access(home, os.X_OK):
        del os.environ["HOME"]


@app.command()
def run(
    roles: Annotated[
        str, typer.Option(help="Parts to run here, comma-separated: web, worker, discord, telegram.")
    ] = "",
    shards: Annotated[
        str, typer.Option(help="Discord's shards of this process, like 0-3/8, where several share one PostgreSQL.")
    ] = "",
) -> None:
    """Migrate, start everything that is configured, and print where to go."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, _leave)
    from botfeed import logs, settings
    from botfeed import run as running
    from botfeed.adapters.discord.api import shards as some
    from botfeed.app import build

    read = settings.read()
    logs.configure(read.log, read.secrets)
    wanted = frozenset(part.strip() for part in roles.split(",") if part.strip()) or frozenset(running.ROLES)
    if unknown := wanted - set(running.ROLES):
        raise StartError(f"There is no role {', '.join(sorted(unknown))}. There is: {', '.join(running.ROLES)}.")
    mine = some.read(shards) if shards else None
    with running.ended_in_time():
        asyncio.run(running.run(build(read), wanted, _say, mine))


def _leave(_: int, __: FrameType | None) -> None:
    """Handle SIGTERM and SIGHUP during start-up by exiting.
    The kernel ignores the signal for process 1 of a container unless the process handles it.
    """
    sys.exit(0)


def _say(line: str) -> None:
    print(line, flush=True)


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    from botfeed import settings
    from botfeed.app import build

    async def upgrade() -> str:
        built = build(settings.read())
        try:
            return await built.migrate()
        finally:
            await built.store.close()

    print(f"The schema is at {asyncio.run(upgrade())}.")


@app.command()
def doctor() -> None:
    """Say what is configured, what each missing part would bring, and check what is there."""
    from botfeed import doctor as checks
    from botfeed import settings

    sys.exit(asyncio.run(checks.report(settings.read(), print)))


@app.command()
def chat(
    script: Annotated[Path | None, typer.Option(help="Play a dialogue from a file.")] = None,
    json: Annotated[
        bool, typer.Option("--json", metavar="", help="One JSON object for each thing a person is shown.")
    ] = False,
    database: Annotated[
        str,
        typer.Option(
            help="sqlite:///file or postgresql://...; migrated by itself. A script without one leaves nothing behind."
        ),
    ] = "",
) -> None:
    """Talk to botfeed in the terminal, or play a dialogue."""
    from botfeed import chat_command

    sys.exit(asyncio.run(chat_command.chat(script, as_json=json, database=database)))


@app.command()
def version() -> None:
    """Say which version this is."""
    print(__version__)
