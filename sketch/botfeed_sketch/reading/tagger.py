"""Split a prompt into words and find the role of each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from botfeed_sketch.reading import grammar, vocabulary
from botfeed_sketch.subjects import ALL, Subject

MOST_CHARACTERS = 4000  # of a prompt; the rest is not read
MOST_WORDS = 160  # likewise
STOPS = frozenset(".,;:!?()\n")
_ACCENTS = re.compile("[\u0300-\u036f]")  # marks of other scripts are letters: बिल्ली is one word


@dataclass(frozen=True, slots=True)
class Word:
    """A token or phrase and its role.

    Roles: noun, place, weather, hour, mood, colour, number, relation, plain, stop, break, unknown.
    """

    text: str
    role: str
    meaning: str = ""
    plural: bool = False


def fold(text: str) -> str:
    """Return a text in lower case, without accents."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())))


NOUNS: dict[str, tuple[Subject, bool]] = {}
for _subject in ALL:
    for _form, _plural in _subject.forms():
        NOUNS.setdefault(fold(_form).replace("-", " "), (_subject, _plural))
# "In the sky" is a place; a sky without a preposition stands over any other place.
SKIES = frozenset(word for word, place in vocabulary.PLACES.items() if place == "sky")


def tokens_of(prompt: str) -> list[str]:
    """Return the folded words and stops of a prompt's beginning."""
    runs = groupby(fold(prompt[:MOST_CHARACTERS]), key=_kind)
    parts = [[*run] if kind == "stop" else ["".join(run)] for kind, run in runs if kind]
    return [token for part in parts for token in part][:MOST_WORDS]


def _kind(sign: str) -> str:
    if unicodedata.category(sign)[0] in "LMN":
        return "word"
    return "stop" if sign in STOPS else ""


def is_italian(tokens: list[str]) -> bool:
    """Return True where at least as many words are Italian alone as are English alone."""
    english = sum(token in grammar.ENGLISH - grammar.ITALIAN for token in tokens) + (tokens[:1] == ["a"])
    italian = sum(token in grammar.ITALIAN - grammar.ENGLISH for token in tokens)
    return italian >= english


def tag(tokens: list[str], italian: bool) -> list[Word]:
    """Return the words in their order; the longest known phrase, up to four words, is one word."""
    words: list[Word] = []
    at = 0
    while at < len(tokens):
        length = next(
            (size for size in (4, 3, 2) if _role(" ".join(tokens[at : at + size]), words, italian, phrase=True)), 1
        )
        text = " ".join(tokens[at : at + length])
        words.append(_role(text, words, italian, phrase=length > 1) or Word(text, "unknown"))
        at += length
    return words


def _role(text: str, before: list[Word], italian: bool, *, phrase: bool) -> Word | None:
    if phrase and " " not in text:
        return None
    if not phrase and text in grammar.ONLY_ITALIAN and not italian:
        return None
    if text in vocabulary.COLOURS and not (text == "rosa" and _names_a_thing(before)):
        return Word(text, "colour", vocabulary.COLOURS[text])
    if text in NOUNS and not (text in vocabulary.PLACES and _inside(before)):
        subject, plural = NOUNS[text]
        return Word(text, "noun", subject.name, plural)
    for role, known in (
        ("place", vocabulary.PLACES),
        ("weather", vocabulary.WEATHER),
        ("hour", vocabulary.HOURS),
        ("mood", vocabulary.MOODS),
        ("relation", vocabulary.RELATIONS),
    ):
        if text in known:
            return Word(text, role, "" if text in SKIES and not _inside(before) else known[text])
    if text in vocabulary.NUMBERS:
        return Word(text, "number", str(vocabulary.NUMBERS[text]))
    if phrase:
        return None
    return _small_word(text)


def _small_word(text: str) -> Word | None:
    if text in grammar.STOP:
        return Word(text, "stop")
    if text in grammar.PLAIN:
        return Word(text, "plain")
    return Word(text, "break") if not text[0].isalnum() else None


def _names_a_thing(before: list[Word]) -> bool:
    """Return True if an Italian "rosa" after these words is the flower and not pink: it follows no noun."""
    return not before or before[-1].role in ("stop", "number", "break", "relation")


def _inside(before: list[Word]) -> bool:
    """Return True if a place comes next: there is a preposition, perhaps with its article after it."""
    last = [word.text for word in before[-2:] if word.role in ("stop", "relation")]
    return any(word in grammar.INSIDE for word in last)
