"""Keep what is written on disk to the user that runs botfeed: folders 0700, files 0600."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_MASK = 0o077
_FILES = ("botfeed.db", "botfeed.db-wal", "botfeed.db-shm", "secret", "secret.lock", "lock", "lock.pid")


@contextlib.contextmanager
def by_default() -> Iterator[None]:
    """Make every file that this process creates private, in whatever library it is created."""
    before = os.umask(_MASK)
    try:
        yield
    finally:
        os.umask(before)


def tighten(folder: Path) -> None:
    """Close a data folder that an earlier version, or the operator, left open: the folder, its pictures and our files.
    What lies in the pictures' folder is closed by the folder. Nothing of another user is touched, nor a folder in
    which this process stands.
    """
    here = Path.cwd()
    if here != folder.absolute() and folder.absolute() not in here.parents:
        _close(folder)
    _close(folder / "pictures")
    for name in _FILES:
        _close(folder / name)


def _close(path: Path) -> None:
    with contextlib.suppress(OSError):  # not there, or on a file system without modes
        found = path.stat()
        if hasattr(os, "getuid") and found.st_uid == os.getuid() and found.st_mode & _MASK:
            path.chmod(found.st_mode & ~_MASK & 0o7777)
