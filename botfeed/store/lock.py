"""One process on one data folder: a lock that the kernel lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botfeed.core.errors import StartError


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock file `path`. Raises StartError with clear words if it is held, or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a+")
    except OSError as error:
        raise unwritable(path.parent, error) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise StartError(
                f"Another botfeed (process {holder}) uses {path.parent}. "
                "Stop it first, or set BOTFEED_DATA to another folder."
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def unwritable(folder: Path, error: OSError) -> StartError:
    return StartError(
        f"The data folder {folder} cannot be written ({error.strerror}). "
        "Give this user the right to it, or set BOTFEED_DATA to another folder."
    )
