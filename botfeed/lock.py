"""Locks of a data folder, by `filelock`: released as soon as their holder's process ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from botfeed.core.errors import StartError


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock file `path`. Raises StartError with a plain text if it is held, or cannot be written.
    The holder's process id is in a file beside it: on Windows no other process can read a locked file.
    """
    held, holder = FileLock(path, timeout=0, thread_local=False), path.with_name(f"{path.name}.pid")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout:
        raise StartError(
            f"Another botfeed (process {_read(holder)}) uses {path.parent}. "
            "Stop it first, or set BOTFEED_DATA to another folder."
        ) from None
    except OSError as error:
        raise unwritable(path.parent, error) from None
    try:
        holder.write_text(str(os.getpid()), "ascii")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        held.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text("ascii").strip() or "unknown"
    except (OSError, UnicodeDecodeError):
        return "unknown"


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait for the lock file `path` and hold it: for short work that two processes must not do at once."""
    with FileLock(path, thread_local=False):
        yield


def unwritable(folder: Path, error: OSError) -> StartError:
    return StartError(
        f"The data folder {folder} cannot be written ({error.strerror}). "
        "Give this user the right to it, or set BOTFEED_DATA to another folder."
    )
