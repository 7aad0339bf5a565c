"""Refusals of Discord: a status, a code, and for a form the path of every wrong field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Wrong field: its path `("components", 0, "label")`, Discord's code for it, and its text."""

    path: Path
    code: str
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.message}"


@dataclass(slots=True)
class Refused(Exception):
    status: int
    code: int
    message: str
    flaws: list[Flaw] = field(default_factory=list)

    def body(self) -> dict[str, Any]:
        out: dict[str, Any] = {"message": self.message, "code": self.code}
        for flaw in self.flaws:
            node = out.setdefault("errors", {})
            for step in flaw.path:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": flaw.code, "message": flaw.message})
        return out


def invalid_form(flaws: Iterable[Flaw]) -> Refused:
    return Refused(400, 50035, "Invalid Form Body", list(flaws))


def too_long(path: Path, text: object, most: int, least: int = 0) -> list[Flaw]:
    """Return a flaw for a length out of bounds: characters of text, items of lists; None counts as empty."""
    size = 0 if text is None else len(text) if isinstance(text, str | list | dict) else len(str(text))
    if size > most:
        return [Flaw(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")]
    if size < least:
        return [Flaw(path, "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")]
    return []


def unknown(what: str, code: int) -> Refused:
    return Refused(404, code, f"Unknown {what}")
