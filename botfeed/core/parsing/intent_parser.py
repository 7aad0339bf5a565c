"""Parser of plain sentences into commands, by tables of phrases (`phrases/`), without a model.
Sentences in other languages than the person's are understood too. A sentence without a matching phrase is no
command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from botfeed.core.language.i18n import LANGUAGES
from botfeed.core.language.text import sound
from botfeed.core.parsing import hours, tokens

LONGEST = 1100  # characters: a prompt of 1,000 and the words around it
Routed = tuple[str, dict[str, str]]

_PHRASES = Path(__file__).parent / "phrases"
_SLOTS = {
    "prompt": r"(?P<prompt>\S.*?)",
    "search": r"(?P<search>\S.{0,90}?)",
    "words": r"(?P<words>\S.{0,90}?)",
    "tag": r"(?P<words>[#＃]\S{1,60})",
    "mention": r"[@＠](?P<who>\S{2,40})",
    "who": r"[@＠]?(?P<who>\w(?:[\w.-]|[^\x00-\x7f\s]){0,31}?)",
    "hour": r"(?P<hour>\S.{0,40}?)",
}
_TOKEN = re.compile(r"\{(?P<slot>\w+)\}|(?P<mark>[\[\]()|])|(?P<word>[^\s\[\](){}|]+)")
_MARKS = {"[": "(?:", "(": "(?:", "]": ")?", ")": ")", "|": "|"}
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'"))
_ENDS = " .!?…,;:¿¡。！？、"
_COURTESY = "please|per favore|per piacere"
_POLITE = re.compile(rf"^(?:{_COURTESY}),? |,? (?:{_COURTESY}|grazie|thanks|thank you)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase matching a whole sentence: slots become arguments, `args` are added."""

    command: str
    sentence: re.Pattern[str]
    args: Mapping[str, str]


def route(words: str, language: str = "en") -> Routed | None:
    """Return the command and arguments of a plain sentence, or None if no phrase matches. Never raises."""
    if len(words) > LONGEST:
        return None
    sentence = f"{_bare(words)} "
    for code in sorted(LANGUAGES, key=lambda code: code != language):
        for row in table(code):
            if (found := row.sentence.fullmatch(sentence)) and (args := _named(found)) is not None:
                return row.command, {**args, **row.args}
    return None


@cache
def table(language: str) -> tuple[Row, ...]:
    """Load a language's phrases, one a line: `command name=value: a phrase`."""
    lines = (_PHRASES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if line.strip() and not line.startswith("#"))


def _row(line: str) -> Row:
    head, _, phrase = line.partition(": ")
    command, *args = head.split()
    given = dict(arg.split("=", 1) for arg in args)
    return Row(command, re.compile(_pattern(phrase.strip()), re.IGNORECASE | re.DOTALL), given)


def _pattern(phrase: str) -> str:
    """Return the regular expression of a phrase, for sentences with one space after every word."""
    parts = []
    for token in _TOKEN.finditer(phrase):
        if mark := token["mark"]:
            parts.append(_MARKS[mark])
            continue
        joined = phrase[token.end() : token.end() + 1] in ("{", "'")
        word = _SLOTS[token["slot"]] if token["slot"] else re.escape(token["word"])
        parts.append(word if joined else f"{word} ")
    return "".join(parts)


def _bare(words: str) -> str:
    """Return the words with plain apostrophes and single spaces.
    Polite phrases and punctuation at the ends are removed.
    """
    flat = " ".join(sound(words).translate(_APOSTROPHES).split())
    while (shorter := _POLITE.sub("", flat.strip(_ENDS))) != flat:
        flat = shorter
    return flat


def _named(found: re.Match[str]) -> dict[str, str] | None:
    """Return the arguments that the slots hold; None where one holds something else: an hour that is none, or a tag
    or name that does not end with its sentence.
    """
    args = {name: value.strip() for name, value in found.groupdict().items() if value}
    if "hour" in args:
        return hours.read(args["hour"])
    marked = found[0].strip()
    if marked[:1] in "#＃@＠" and not any(mark.end == len(marked) for mark in tokens.marks(marked) if not mark.start):
        return None
    return args
