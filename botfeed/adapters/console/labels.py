"""Finding a button by what a script or a person calls it: its English label, without emoji and counters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from botfeed.core.chat import i18n
from botfeed.core.chat.message import Action

_PLACEHOLDER = re.compile(r"\{\w+(?::\w)?\}")


def pick(actions: Iterable[Action], wanted: str) -> Action | None:
    """Give the action of that label: the very same letters first, then what is meant."""
    can = [action for action in actions if not action.url]
    exact = next((a for a in can if a.label.strip().casefold() == wanted.strip().casefold()), None)
    return exact or next((a for a in can if means(a, wanted)), None)


def means(action: Action, wanted: str) -> bool:
    """Whether `wanted` names this button. A number alone names only the button that reads just so."""
    if word := plain(wanted):
        return word in names(action)
    if any(c.isdigit() for c in wanted):
        return False
    return bool(mark := _mark(wanted)) and mark == _mark(action.label)


def names(action: Action) -> set[str]:
    """All that a button may be called; one that is only a symbol goes by its command's name."""
    if word := plain(action.label):
        return {word, *_english(word)}
    return {plain(action.command.rpartition(".")[2])}


def plain(label: str) -> str:
    """A label without emoji, counters, punctuation and case."""
    return " ".join("".join(c for c in label if c.isalpha() or c == " ").split()).casefold()


def _mark(label: str) -> str:
    return "".join(c for c in label if not c.isalnum() and not c.isspace() and c != "\ufe0f")


def _english(word: str) -> frozenset[str]:
    return frozenset().union(*(_originals(code).get(word, frozenset()) for code in i18n.LANGUAGES))


@cache
def _originals(language: str) -> dict[str, frozenset[str]]:
    """Turn one language's catalogue round: from a plain label to the English it stands for."""
    found: dict[str, set[str]] = {}
    for english, shown in i18n.words(language).entries().items():
        found.setdefault(plain(_PLACEHOLDER.sub("", shown)), set()).add(plain(_PLACEHOLDER.sub("", english)))
    return {word: frozenset(english) for word, english in found.items()}
