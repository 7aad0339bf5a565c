"""Write the reference of settings from `botfeed/settings.py`, with the words of `.env.example`.

The code knows names, types, limits and defaults, the example says what each is for. Where the two do not name the same
settings with the same defaults, ValueError is raised, so that neither can drift.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from botfeed.settings import Settings

EXAMPLE = Path(__file__).parent.parent / ".env.example"
INTRO = """# Settings

Settings come from the environment or from `.env` in the working directory; the environment comes first. Nothing is
required. `.env.example` has them all, to be copied. What does not fit is named at the start, and `botfeed doctor` says
what is configured.

This page is written from `botfeed/settings.py` and `.env.example` when the site is built.
"""
_LINE = re.compile(r"# ([A-Z][A-Z0-9_]+)=(.*)")
_URL = re.compile(r"(?<![<`(])[a-z]+://[^\s,;)]*[^\s,;.:)]")


@dataclass(frozen=True, slots=True)
class Example:
    """A setting as `.env.example` shows it. `says`: the comment above it, which its neighbours may share."""

    default: str
    says: str


def page() -> str:
    """Return the page in Markdown, in the order of `.env.example`. Raises ValueError where it differs from the code."""
    shown, fields = examples(EXAMPLE.read_text("utf-8")), declared()
    if differing := sorted(shown.keys() ^ fields.keys()):
        raise ValueError(f".env.example and settings.py do not name the same settings: {', '.join(differing)}")
    return "\n\n".join([INTRO.strip(), *(section(name, shown[name], fields[name]) for name in shown)]) + "\n"


def declared() -> dict[str, FieldInfo]:
    return {str(field.validation_alias): field for field in Settings.model_fields.values()}


def examples(text: str) -> dict[str, Example]:
    """Read `.env.example`: lines of comment, then the settings they are about. The file's first line is its title."""
    found: dict[str, Example] = {}
    comment: list[str] = []
    fresh = True  # the next comment begins anew
    for line in text.splitlines()[1:]:
        if setting := _LINE.fullmatch(line):
            found[setting[1]] = Example(setting[2], " ".join(comment))
            fresh = True
        elif line.startswith("# "):
            comment = [line[2:]] if fresh else [*comment, line[2:]]
            fresh = False
        elif line:
            raise ValueError(f".env.example: neither a comment nor a setting: {line}")
    return found


def section(name: str, shown: Example, field: FieldInfo) -> str:
    """Return what the page says of one setting. Raises ValueError if the example has another default."""
    if shown.default != (stands := default(field)):
        raise ValueError(f".env.example says {name}={shown.default}, settings.py {stands or 'nothing'}")
    fits = f"{value(field)}. Default: {f'`{stands}`' if stands else 'none'}."
    says = _URL.sub(r"`\g<0>`", shown.says)
    return f"## `{name}` {{ #{name.lower()} }}\n\n{fits}\n\n{says}"


def default(field: FieldInfo) -> str:
    stands: Any = field.default
    if isinstance(stands, SecretStr):
        return stands.get_secret_value()
    return "" if stands is None or isinstance(stands, frozenset) else str(stands)


def value(field: FieldInfo) -> str:
    """Return what fits: the kind, and its choices or limits."""
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return "One of " + ", ".join(f"`{choice}`" if choice else "nothing" for choice in get_args(kind))
    if get_origin(kind) is frozenset:
        return "Names, separated by commas"
    if kind in (int, int | None):
        limits = {word: getattr(mark, word) for mark in field.metadata for word in ("ge", "le") if hasattr(mark, word)}
        least = f" from {limits['ge']}" if "ge" in limits else ""
        return f"A whole number{least}" + (f" to {limits['le']}" if "le" in limits else "")
    return {bool: "`True` or `False`", SecretStr: "A secret, never shown or logged", Path: "A folder"}.get(kind, "Text")
