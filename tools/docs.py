"""Build the docs site: `python -m tools.docs`, which is what `make docs` runs.

The pages of `docs/`, the files of the root and the generated references are put together in `build/docs-source`,
mkdocs builds `build/docs` from them, and the result is refused if a page would load anything from another host.
Nothing that is generated is committed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools import docs_api, docs_commands, docs_root, docs_settings

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "build" / "docs-source"  # `docs_dir` and `site_dir` of mkdocs.yml
SITE = ROOT / "build" / "docs"
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1"}  # a notice about the theme's successor, longer than the build's own lines
_TAG = re.compile(r"<(?:script|img|iframe|source|video|audio|embed|link)\b[^>]*>", re.IGNORECASE)
_ELSEWHERE = re.compile(r"""\b(?:src|href)=["']?(?:https?:)?//[^"'\s>]+""", re.IGNORECASE)
_STYLE = re.compile(r"""url\(\s*["']?(?:https?:)?//[^)]+|@import\s+["'](?:https?:)?//[^"']+""", re.IGNORECASE)


def pages() -> dict[str, str]:
    """Return the Markdown of every page of the site by its name: the committed ones, and those made of the code."""
    committed = {file.relative_to(ROOT / "docs"): file.read_text("utf-8") for file in (ROOT / "docs").rglob("*.md")}
    return {
        **{name.as_posix(): docs_root.relinked(text, "docs") for name, text in sorted(committed.items())},
        **docs_root.pages(),
        **docs_api.pages(),
        "commands.md": docs_commands.page(),
        "settings.md": docs_settings.page(),
    }


def assemble() -> None:
    """Write the pages, their pictures and scripts into SOURCE, and nothing else."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    for folder in ("assets", "images"):
        shutil.copytree(ROOT / "docs" / folder, SOURCE / folder)
    for name, text in pages().items():
        (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
        (SOURCE / name).write_text(text, "utf-8")


def loads(text: str) -> set[str]:
    """Return what a page or style loads from other hosts; links that a reader may follow are none of it."""
    inside = {found[0] for tag in _TAG.findall(text) if "canonical" not in tag for found in _ELSEWHERE.finditer(tag)}
    return inside | {found[0] for found in _STYLE.finditer(text)}


def foreign(site: Path) -> dict[str, set[str]]:
    """Return what the pages and styles below a folder load from other hosts, by file."""
    files = sorted(file for kind in ("*.html", "*.css") for file in site.rglob(kind))
    found = {str(file.relative_to(site)): loads(file.read_text("utf-8")) for file in files}
    return {name: hosts for name, hosts in found.items() if hosts}


def main() -> None:
    assemble()
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(ROOT / "mkdocs.yml")]
    if code := subprocess.run(build, env={**os.environ, **ENVIRONMENT}, check=False).returncode:  # noqa: S603 - our own words
        sys.exit(code)
    if found := foreign(SITE):
        sys.exit("\n".join(f"{name} loads from another host: {' '.join(sorted(found[name]))}" for name in found))
    print(f"The site is in {SITE.relative_to(ROOT)}: open index.html there.")  # noqa: T201 - it is a command


if __name__ == "__main__":
    main()
