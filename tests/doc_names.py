"""Check that what a page names in backticks is there: paths, modules with their functions, and the tree of rooms."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.model import NOUNS, declared
from botfeed.store.unit import SqlUnit

ROOT = Path(__file__).parent.parent
PACKAGES = ("botfeed", "tools", "bench", "tests", "sketch/botfeed_sketch")
BASES = (ROOT, ROOT / "botfeed", ROOT / "botfeed" / "core", ROOT / "docs")
_FILE = re.compile(r"[\w./-]*[\w-]\.(?:py|pyi|md|toml|json|yaml|yml|txt|service|po|example)|\.env(?:\.example)?")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]*)+")
_DOTTED = re.compile(r"([a-z_]\w*(?:\.\w+)+)(?:\(\))?")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_OBJECTS: dict[str, tuple[type[Any], ...]] = {
    "uow": (SqlUnit,),
    "services": (Services,),
    "ctx": (Context, RenderContext),
}


def unknown(text: str) -> list[str]:
    """Return what is named in backticks, outside of blocks, and is neither there nor defined in a block of the page.

    A file whose text the page gives ("in `path`:", then a block) is to be made by the reader.
    """
    own = set(re.findall(r"\b(?:def|class|as) (\w+)", "\n".join(_BLOCK.findall(text))))
    own |= {path.partition(".")[0] for path in re.findall(r"in `([^`]+)`:\n\n```", text)}
    named = re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text))
    return [name for name in named if name.split(".")[0] not in own and not _is_there(name)]


def unknown_in_tree(tree: str) -> list[str]:
    """Return the paths of a drawn tree that are not there: two spaces a level, folders end in a slash."""
    missing, parents = [], [ROOT]
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        named = _names_at_start(line)
        missing += [f"{parents[depth]}/{name}" for name in named if not (parents[depth] / name).exists()]
        if named:
            parents[depth + 1 :] = [parents[depth] / named[-1]]
    return missing


def _names_at_start(line: str) -> list[str]:
    named = []
    for word in line.split():
        if not re.fullmatch(r"[\w.]+(?:/|\.py)", word):
            break
        named.append(word)
    return named


def _is_there(name: str) -> bool:
    if _FILE.fullmatch(name) or (_PATH.fullmatch(name) and name[-1] in "/yitdn"):
        return any((base / name).exists() for base in BASES) or ("/" not in name and name in _file_names())
    found = _DOTTED.fullmatch(name)
    return found is None or _resolves(found[1].split("."))


@cache
def _file_names() -> frozenset[str]:
    folders = (ROOT / name for name in ("botfeed", "docs", "tests", "examples", "requirements"))
    return frozenset(file.name for folder in folders for file in folder.rglob("*.*"))


@cache
def _modules() -> dict[tuple[str, ...], str]:
    """Return every module by its parts; `botfeed_sketch` stands in a folder of its own."""
    found = {}
    for package in PACKAGES:
        above = (ROOT / package).parent
        for file in (ROOT / package).rglob("*.py"):
            parts = file.relative_to(above).with_suffix("").parts
            parts = parts[:-1] if parts[-1] == "__init__" else parts
            found[parts] = ".".join(parts)
    return found


def _resolves(parts: list[str]) -> bool:
    """Return True for a module's attribute, a column of a table, or an attribute of `uow`, `services` or `ctx`."""
    if any(_has(each, parts[1:]) for each in _OBJECTS.get(parts[0], ())):
        return True
    if any(declared(noun).table == parts[0] and _has(noun, parts[1:]) for noun in NOUNS):
        return True
    for split in range(len(parts), 0, -1):
        for known, name in _modules().items():
            if list(known[-split:]) == parts[:split] and _has(importlib.import_module(name), parts[split:]):
                return True
    return False


def _has(what: Any, names: list[str]) -> bool:
    for name in names:
        if not hasattr(what, name):
            return False
        what = getattr(what, name)
    return True
