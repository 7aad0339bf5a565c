"""One process a data folder: a lock that the system gives back when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botfeed.core.errors import StartError


@contextmanager
def hold(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file at `path` for `what` (named in the words of the error). Raises StartError where it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            by = f" (process {pid})" if (pid := file.read(20).strip()) else ""
            raise StartError(
                f"{what} is in use by another botfeed{by}. Stop that one first, or name another."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
