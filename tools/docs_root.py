"""Bring the files of the repository's root onto the docs site, and lead their links to pages.

On the site README.md is the first page. A link is written for whoever reads the repository, such as
`docs/operating.md` in README.md or `../SECURITY.md` in a page; on the site it leads to the page of that file.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
    "sketch/README.md": "sketch.md",
}
_LINK = re.compile(r"(\]\(|\b(?:src|href)=\")([^)\"\s#]+)(?=[)\"\s#])")
_FENCE = re.compile(r"^(```.*?^```)$", re.DOTALL | re.MULTILINE)


def pages() -> dict[str, str]:
    """Return the text of each page that is a file of the root, by its name on the site."""
    return {page: relinked((ROOT / file).read_text("utf-8"), ".") for file, page in PAGES.items()}


def relinked(text: str, folder: str) -> str:
    """Return Markdown with its relative links as they are on the site. `folder`: where it is, `.` or `docs`."""
    parts = _FENCE.split(text)  # every second part is a fenced block, and stays as it is
    return "".join(
        part if n % 2 else _LINK.sub(lambda m: m[1] + on_site(m[2], folder), part) for n, part in enumerate(parts)
    )


def on_site(target: str, folder: str) -> str:
    """Return the address on the site of what a link in `folder` names; what is no page or picture stays."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return target
    path = posixpath.normpath(posixpath.join(folder, target))
    return PAGES.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else target)
