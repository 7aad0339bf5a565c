"""Names of commands and their options in every language that people may type in.
English names are the commands' own. The others are in the catalogue, under `/digest set` and `hour:`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from botfeed.core.chat.verb import Verb
from botfeed.core.language.i18n import LANGUAGES, words

_ENTRY = re.compile(r"/[a-z]+( [a-z]+)?")


def of(name: str, language: str) -> str:
    """Return the name of a command or group (`digest.set`) in a language (`digest.imposta`)."""
    return _shown(language).get(name, name)


def path(what: Verb, language: str) -> str:
    """Return the path of a command in a language: that of its group, and its own last word."""
    group, dot, _ = what.path.rpartition(".")
    return f"{of(group, language)}.{of(what.name, language).rpartition('.')[2]}" if dot else of(what.name, language)


def english(typed: str) -> str:
    """Return the command or group named in any language, also with group and verb in different ones."""
    group, dot, verb = typed.partition(".")
    group = _english_names().get(group, group)
    return _english_names().get(f"{group}.{verb}", f"{group}.{verb}") if dot else group


def option(name: str, language: str) -> str:
    """Return the name of an option (`hour`) in a language (`ora`)."""
    return words(language).entries().get(f"{name}:", name).removesuffix(":")


def options(name: str) -> frozenset[str]:
    """Return all names of an option, in every language."""
    return frozenset(option(name, language) for language in LANGUAGES)


@cache
def _shown(language: str) -> Mapping[str, str]:
    entries = words(language).entries().items()
    return {_dotted(english): _dotted(shown) for english, shown in entries if _ENTRY.fullmatch(english)}


@cache
def _english_names() -> Mapping[str, str]:
    """Return the English name of everything that may be typed.
    Verbs are keyed below their group's English name.
    """
    found = {}
    for language in LANGUAGES:
        for english, shown in _shown(language).items():
            group, dot, _ = english.rpartition(".")
            found[f"{group}{dot}{shown.rpartition('.')[2]}"] = english
    return found


def _dotted(entry: str) -> str:
    return entry.removeprefix("/").replace(" ", ".")
