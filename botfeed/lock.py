"""Locks of a data folder, by `filelock`: released as soon as their holder's process ends."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from botfeed.core.errors import StartError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def hold(path: Path, way_out: str = "") -> Iterator[None]:
    """Hold the lock file `path`. Raises StartError with a plain text if it is held, or cannot be written.
    `way_out` is one more sentence for whoever finds it held.
    The holder's process id is in a file beside it: on Windows no other process can read a locked file.
    """
    held, holder = FileLock(path, timeout=0, thread_local=False), path.with_name(f"{path.name}.pid")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout:
        raise StartError(
            f"Another botfeed (process {_read(holder)}) uses {path.parent}. "
            f"Stop it first, or set BOTFEED_DATA to another folder.{way_out and f' {way_out}'}"
        ) from None
    except OSError as error:
        raise unwritable(path.parent, error) from None
    try:
        with contextlib.suppress(OSError):  # a full disk: the lock holds without it
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
    """Return the error for a data folder that cannot be written, saying what to do about it."""
    if error.errno in _FULL:
        todo = "Make room, or set BOTFEED_DATA to a folder on another disk."
    else:
        todo = "Give this user the right to it, or set BOTFEED_DATA to another folder."
    return StartError(f"The data folder {folder} cannot be written ({reason(error)}). {todo}")


def reason(error: Exception) -> str:
    """Return an error's words without number and path: `No space left on device`, not `[Errno 28] ...: '/data'`."""
    return (isinstance(error, OSError) and error.strerror) or str(error)
