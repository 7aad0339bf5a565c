"""What commands and their options are called, in every language a person may type in.

English is the name itself. The others stand in the catalogue, under `/digest set` and `hour:`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from botfeed.core.language.i18n import LANGUAGES, words

_ENTRY = re.compile(r"/[a-z]+( [a-z]+)?")


def of(name: str, language: str) -> str:
    """Give what a command or a group (`digest.set`) is called in a language (`digest.imposta`)."""
    return _shown(language).get(name, name)


def meant(said: str) -> str:
    """Give the command or group that was named in any language, or half in one and half in the other."""
    group, dot, verb = said.partition(".")
    group = _heard().get(group, group)
    return _heard().get(f"{group}.{verb}", f"{group}.{verb}") if dot else group


def option(name: str, language: str) -> str:
    """Give what an option (`hour`) is called in a language (`ora`)."""
    return words(language).entries().get(f"{name}:", name).removesuffix(":")


def options(name: str) -> frozenset[str]:
    """Give all that an option is called."""
    return frozenset(option(name, language) for language in LANGUAGES)


@cache
def _shown(language: str) -> Mapping[str, str]:
    entries = words(language).entries().items()
    return {_dotted(english): _dotted(shown) for english, shown in entries if _ENTRY.fullmatch(english)}


@cache
def _heard() -> Mapping[str, str]:
    """The English of what may be said; a verb stands behind the English of its group."""
    heard = {}
    for language in LANGUAGES:
        for english, shown in _shown(language).items():
            group, dot, _ = english.rpartition(".")
            heard[f"{group}{dot}{shown.rpartition('.')[2]}"] = english
    return heard


def _dotted(entry: str) -> str:
    return entry.removeprefix("/").replace(" ", ".")
