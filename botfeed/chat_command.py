"""`botfeed chat`: a separate instance for a dialogue in the terminal or from a file."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from botfeed import app, lock, settings
from botfeed.adapters.console import player, script_run
from botfeed.core.chat.context import Services
from botfeed.core.errors import StartError
from botfeed.core.ports import Clock
from botfeed.core.work import worker
from botfeed.run import TICKS
from botfeed.settings import Settings
from botfeed.store import engine

HISTORY = "chat_history"
Opened = Callable[[Clock], contextlib.AbstractAsyncContextManager[Services]]


async def chat(script: Path | None, *, as_json: bool, database: str) -> int:
    """Play a script, or start a dialogue. Returns the exit status."""
    given = settings.read()
    opened = opener(given, database, plays=script is not None)
    if script is None:
        from botfeed.adapters.console import interactive  # noqa: PLC0415 - a script needs no terminal

        return await interactive.run(opened, history=_settings(given, database, None, plays=False).home / HISTORY)
    ticks = [tick for _, _, tick in TICKS]
    kept = bool(database)  # else the pictures go when the script ends, and their paths would lead nowhere
    return await script_run.perform(_read(script), opened, json=as_json, paths=kept, ticks=ticks)


def _read(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(f"The script {script} cannot be read: {lock.reason(error)}.") from None


def opener(given: Settings, database: str, *, plays: bool) -> Opened:
    """Return a function that opens an instance on a clock: migrated, locked, with pictures beside its SQLite
    file.
    If it `plays` a script it uses no key, so that it costs nothing, and sends digests on the exact minute.
    """

    @contextlib.asynccontextmanager
    async def opened(clock: Clock) -> AsyncIterator[Services]:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(_folder()) if plays and not database else None
            read = _settings(given, database, folder, plays=plays)
            ours = f"{_stem(read)}." if plays or database else ""  # else the files that `run` uses
            if read.database_url.startswith("sqlite"):
                stack.enter_context(lock.hold(read.home / f"{ours}lock"))
            built = app.build(read, clock, pictures=read.home / f"{ours}pictures" if ours else None)
            await built.migrate()
            if read.database_url.startswith("sqlite"):
                await built.store.run(worker.take_back)  # nobody else has it
            try:
                yield replace(built.services, policy=player.policy(built.services.policy)) if plays else built.services
            finally:
                await built.store.close()

    return opened


def _stem(read: Settings) -> str:
    return Path(engine.address(read.database_url).database or "botfeed").stem


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Make a temporary folder for one script, and delete it with everything in it at the end."""
    try:
        made = tempfile.TemporaryDirectory(prefix="botfeed-", ignore_cleanup_errors=True)
    except OSError as error:
        raise StartError(
            f"No temporary folder can be made: {lock.reason(error)}. Set TMPDIR, or name a --database."
        ) from None
    with made as name:
        yield Path(name)


def _settings(kept: Settings, database: str, folder: Path | None, *, plays: bool) -> Settings:
    """Return the settings for this database: files beside a SQLite file, or in the data folder for PostgreSQL.
    Without one, a script uses `folder`, and a dialogue the instance that `run` would open.
    """
    if plays:
        kept = kept.model_copy(update={"openai_key": SecretStr(""), "painter": "sketch"})
    if folder:
        return kept.model_copy(update={"data": folder, "database": f"sqlite:///{folder / 'chat.db'}"})
    if not database:
        return kept
    url = engine.address(database)
    if url.get_backend_name() == "sqlite" and url.database:
        return kept.model_copy(update={"data": Path(url.database).parent, "database": database})
    return kept.model_copy(update={"database": database})
