"""Databases with the newest schema, each a copy of one that was migrated once, since migrating is slow."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from botfeed.adapters.clock import SystemClock
from botfeed.store import engine


def create(path: Path) -> None:
    """Create a database file there, unless there is one already."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_embedded(), path)


def migrate(url: str) -> None:
    """Bring the schema of a database to the newest revision, also from within a running loop."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _migrated(url)).result()


@cache
def _embedded() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="botfeed-fresh-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "botfeed.db"
    migrate(f"sqlite:///{path}")
    return path


async def _migrated(url: str) -> None:
    store = engine.open_store(url, SystemClock())
    await engine.migrate(store)
    await store.close()
