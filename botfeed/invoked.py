"""Tell how to call `botfeed` again from the folder in which this process was started."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def command(argument: str = "") -> str:
    """Return the words that start `botfeed`, and `argument`: the name if PATH leads here, else the path."""
    program = Path(sys.argv[0] or "botfeed")
    if program.name == "__main__.py":
        words = f"{Path(sys.executable).name} -m botfeed"
    elif program.stem != "botfeed" or _on_path(program):
        words = "botfeed"
    else:
        words = os.path.relpath(program) if program.absolute().is_relative_to(Path.cwd()) else str(program.absolute())
    return f"{words} {argument}".strip()


def _on_path(program: Path) -> bool:
    found = shutil.which(program.stem)
    return bool(found) and Path(str(found)).resolve() == program.resolve()
