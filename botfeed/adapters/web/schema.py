"""Describe the commands to the page: their names for completion, and their forms."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from botfeed.core.chat.verb import Spec, Verb, Verbs, Where, Who
from botfeed.core.language.i18n import Words
from botfeed.core.parsing import command_names

FIRST = ("imagine", "feed", "mine", "publish", "search", "profile", "inbox", "digest.show", "help")  # asked for most


def menu(verbs: Verbs, words: Words, *, operator: bool = False) -> list[dict[str, Any]]:
    """Return the commands that a person may type here: those of `FIRST`, then by name, those for operators last.
    `names` has the reader's language first.
    """
    return [
        {
            "names": _called(command_names.of(what.name, words.language), what.name),
            "command": what.name,
            "says": words.s(what.says),
            "fields": [field(words, spec) for spec in what.specs],
        }
        for what in sorted(verbs, key=_place)
        if offered(what, operator=operator)
    ]


def _called(own: str, english: str) -> list[str]:
    """Return all names that can be typed, the reader's language first."""
    return [name.replace(".", " ") for name in dict.fromkeys((own, english))]


def _place(what: Verb) -> tuple[bool, int, str]:
    return what.who is Who.OPERATOR, FIRST.index(what.name) if what.name in FIRST else len(FIRST), what.name


def offered(what: Verb, *, operator: bool = False) -> bool:
    """Return True if a command is listed on the page: for its operators too those that they alone may use."""
    may = what.who is Who.ANYONE or (operator and what.who is Who.OPERATOR)
    return bool(what.menu) and what.where is not Where.SPACE and may


def field(words: Words, spec: Spec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "names": _called(command_names.option(spec.name, words.language), spec.name),
        "label": words.s(spec.param.says) if spec.param.says else spec.name,
        "kind": kind(spec),
        "choices": [[str(c), words.s(str(c))] for c in spec.kind] if issubclass(spec.kind, StrEnum) else [],
        "value": _default(spec),
        "required": spec.required,
        "rest": spec.param.rest,
        "least": spec.param.least or 0,
        "most": spec.letters or 4000,
        "suggests": spec.param.suggest is not None,
        "hint": "",
    }


def kind(spec: Spec) -> str:
    if spec.kind is bool:
        return "flag"
    if issubclass(spec.kind, StrEnum):
        return "choice"
    if spec.param.rest:
        return "long"
    return "number" if spec.kind is int and not spec.param.ref and spec.param.reads is None else "text"


def _default(spec: Spec) -> str:
    if spec.default is None or spec.default == "":
        return ""
    return ("1" if spec.default else "") if spec.kind is bool else str(spec.default)
