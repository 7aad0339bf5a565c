"""Pin the exact versions that are installed and tested, in requirements/run.txt and requirements/dev.txt.

python -m tools.pins              pin what pyproject.toml newly names; everything else stays as it is
python -m tools.pins --upgrade    pin the newest versions that pyproject.toml allows

Both files are exports of one resolution by uv, for every platform and every Python that pyproject.toml supports. They
hold names, versions, markers and hashes, and no address: any index can serve them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "requirements"
SETS = {
    "run": ("--extra", "postgres", "--extra", "socks", "--no-default-groups", "--group", "build"),
    "dev": ("--all-extras", "--no-default-groups", "--group", "dev"),
}
HEAD = "# Written by `make pin` or `make upgrade` (tools/pins.py). Do not edit.\n"


def pinned(path: Path) -> list[str]:
    """Return the lines `name==version ; marker` of a requirements file, without hashes."""
    lines = re.findall(r"^([a-z0-9][^\\\n]*?)\s*\\?$", path.read_text("utf-8"), re.MULTILINE) if path.exists() else []
    return [line.strip() for line in lines]


def constrained(project: str, pins: list[str]) -> str:
    """Return the text of pyproject.toml with `pins` as constraints of uv's resolution."""
    if "[tool.uv]" in project:
        raise SystemExit("pyproject.toml has a [tool.uv] of its own, where the present pins cannot be added.")
    return f"{project}\n[tool.uv]\nconstraint-dependencies = {json.dumps(pins)}\n"


def resolve(folder: Path, pins: list[str]) -> dict[str, str]:
    """Resolve once in `folder`, an empty project with our metadata; return each file's text."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(constrained(project, pins), "utf-8")
    _uv(folder, "lock")
    export = ("export", "--locked", "--no-emit-project", "--no-annotate", "--no-header")
    return {name: HEAD + _uv(folder, *export, *chosen) for name, chosen in SETS.items()}


def _uv(folder: Path, *words: str) -> str:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        raise SystemExit("uv is not installed: pip install uv")
    done = subprocess.run([uv, "-q", *words], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    return done.stdout


def main() -> None:
    if sys.argv[1:] not in ([], ["--upgrade"]):
        sys.exit(__doc__)
    pins = [] if sys.argv[1:] else pinned(FOLDER / "dev.txt")
    with tempfile.TemporaryDirectory() as folder:
        texts = resolve(Path(folder), pins)
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts.items():
        (FOLDER / f"{name}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
