"""The tokenizer of all words: what is written is cut into tokens here, what is sought is cut in the same way.
A word is letters, marks and digits. Scripts that put no spaces between words are cut into pairs of characters.
A word has light stems beside it, and a long one its end, which finds `Schloss` in `Winterschloss`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import snowballstemmer

from botfeed.core.language.folding import fold

WORD_MOST = 40  # characters of a word that are told apart
STEM, TAIL = "~", "<"  # what stands before a stem, and before a long word read from its end
LONG, TAIL_LEAST = 8, 5  # letters of a word whose end is looked at; letters that are sought at an end
KEPT = 8192  # characters and words whose class and stems are remembered

_UNSPACED = (  # Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Kana, Han and its extensions
    *((0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF)),
    *((0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF)),
    *((0xAA60, 0xAA7F), (0xF900, 0xFAFF), (0x1B000, 0x1B16F), (0x20000, 0x323AF)),
)
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# Runs of classes: of a script without spaces or one emoji, and a word of any other script.
_RUN = re.compile(r"(?P<pairs>u[um]*|e)|(?P<word>[wm]+)")
_UNIT = re.compile(r"[ue]m*")

_STEMMERS = {"CYRILLIC": "russian", "GREEK": "greek", "ARABIC": "arabic", "DEVANAGARI": "hindi", "TAMIL": "tamil"}
_STEMMERS |= {"ARMENIAN": "armenian"}
_PREFIXES = "הוכלבמש"  # Hebrew writes the article and short prepositions as the first letter of a word
_LATIN = ("english", "italian")  # the languages of this program, whichever the writer's and the reader's are
_IDLE = (
    "a an and are as at be by for from he her his i in into is it its me my no not of on or our she so that the their "
    "them they this to under up us was we were with you your "
    "ad agli ai al alla alle allo anche che chi ci come con da dagli dai dal dalla dalle dallo degli dei del della "
    "delle dello di e ed era gli ha ho i il in io la le lei li lo lui ma mi mia mio ne nei nel nella nelle nello noi "
    "non o per piu quella quello questa questo se si sono su sua sui sul sulla sulle suo tra tu un una uno voi"
)
IDLE = frozenset(_IDLE.split())  # words that tell no two pictures apart


@dataclass(frozen=True, slots=True)
class Sought:
    """Sought word: the tokens that match it, best first, and what a longer word may begin or end with.
    `begins` is empty for a word that stands whole.
    """

    word: str
    tokens: tuple[str, ...]
    begins: str = ""
    ends: str = ""


@lru_cache(KEPT)
def kind(sign: str) -> str:
    """Return the class of a character: w (letter or digit), m (mark), u (of a script without spaces), e (emoji), `_`,
    j (joiner), or a space for anything else.
    """
    category = unicodedata.category(sign)
    if category[0] == "M":
        return "m"
    if category[0] == "L" or category in ("Nd", "Nl"):
        return "u" if any(first <= ord(sign) <= last for first, last in _UNSPACED) else "w"
    if sign == "_":
        return "_"
    if category == "So":
        return "e"
    return "j" if sign in "\u200c\u200d" else " "


def kinds(what: str) -> str:
    """Return the classes of a text's characters, one each."""
    return "".join(map(kind, what))


def words(what: str) -> list[str]:
    """Return the words of a text in order, folded; a run of a script without spaces is one word.
    Single ASCII letters are no words.
    """
    return [word for word, _ in _runs(fold(what))]


def written(what: str) -> dict[str, str]:
    """Return the words of a text as they were first written, by their folded form; of scripts with spaces only."""
    found: dict[str, str] = {}
    for run in _RUN.finditer(kinds(what)):
        word = what[run.start() : run.end()]
        found.setdefault(fold(word)[:WORD_MOST], word)
    return found


def says(token: str) -> bool:
    """Return True if a token is a word that can be shown: no stem, no end of a word, no pair of characters."""
    return not token.startswith((STEM, TAIL)) and (kind(token[-1]) not in "um" or kinds(token).count("u") < 2)


def tokens(what: str) -> list[str]:
    """Return the distinct tokens that find a text, in the order of its words."""
    found: dict[str, None] = {}
    for word, unspaced in _runs(fold(what)):
        found |= dict.fromkeys(_pairs(word) if unspaced else _forms(word))
    return list(found)


def _runs(folded: str) -> Iterator[tuple[str, bool]]:
    for run in _RUN.finditer(kinds(folded)):
        word, unspaced = folded[run.start() : run.end()], run["pairs"] is not None
        if unspaced or len(word) > 1 or not word.isascii():
            yield (word if unspaced else word[:WORD_MOST]), unspaced


def _pairs(run: str) -> Iterator[str]:
    """Yield each pair of neighbours in a run, its ideographs alone, and its last character."""
    units = _units(run)
    for one, other in pairwise(units):
        yield one + other
    yield from (unit for unit in units if _is_han(unit))
    yield units[-1]


def _units(run: str) -> list[str]:
    """Return the characters of a run, each with the marks that stand on it."""
    return [run[unit.start() : unit.end()] for unit in _UNIT.finditer(kinds(run))]


def _is_han(unit: str) -> bool:
    return any(first <= ord(unit[0]) <= last for first, last in _HAN)


def _forms(word: str) -> list[str]:
    """Return a word, its stems that differ from it, and its reverse if it is long."""
    forms = [word, *(f"{STEM}{stem}" for stem in stems(word) if stem != word)]
    return [*forms, f"{TAIL}{word[::-1]}"] if len(word) >= LONG and word.isalpha() else forms


@lru_cache(KEPT)
def stems(word: str) -> tuple[str, ...]:
    """Return the light stems of a folded word: by the languages of this program, or by that of its script."""
    if len(word) < 3 or not word[0].isalpha():
        return ()
    script = unicodedata.name(word[0], "").partition(" ")[0]
    if script == "HEBREW":
        return (word[1:],) if len(word) > 3 and word[0] in _PREFIXES else ()
    known = _LATIN if script == "LATIN" else (_STEMMERS[script],) if script in _STEMMERS else ()
    return tuple(dict.fromkeys(stem for name in known if (stem := fold(_stemmer(name).stemWord(word)))))


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def sought(what: str, most: int) -> list[Sought]:
    """Return what a typed text looks for, at most `most` words. Words that every text holds are left out, unless
    there are no others. Every word but one before a space may be the beginning of a longer one.
    """
    runs = list(dict.fromkeys(_runs(fold(what))))
    telling = [run for run in runs if run[0] not in IDLE] or runs
    found: list[Sought] = []
    for word, unspaced in telling:
        found += _sought_pairs(word) if unspaced else [_sought_word(word)]
    return list(dict.fromkeys(found))[:most]


def _sought_word(word: str) -> Sought:
    roots = stems(word)
    forms = dict.fromkeys((word, *(f"{STEM}{stem}" for stem in (word, *roots)), *roots))
    ends = f"{TAIL}{word[::-1]}" if len(word) >= TAIL_LEAST and word.isalpha() else ""
    return Sought(word, tuple(forms), word, ends)


def _sought_pairs(run: str) -> list[Sought]:
    """Return the pairs of a run that hold an ideograph, or all if none does; a single character may begin a pair."""
    units = _units(run)
    if len(units) == 1:
        return [Sought(run, (run,), "" if _is_han(run) else run)]
    pairs = list(pairwise(units))
    telling = [pair for pair in pairs if any(map(_is_han, pair))] or pairs
    return [Sought(one + other, (one + other,)) for one, other in telling]


def haystack(what: str) -> str:
    """Return a text as a private library keeps it for searching: its words, folded, and their stems."""
    runs = list(_runs(fold(what)))
    roots = dict.fromkeys(f"{STEM}{stem}" for word, unspaced in runs if not unspaced for stem in stems(word))
    return f" {' '.join((*(word for word, _ in runs), *roots))} " if runs else ""


def needles(what: str, most: int) -> list[tuple[str, ...]]:
    """Return what a typed text looks for in haystacks: for each word the pieces of which one must be in there.
    A word may be any part of a longer one.
    """
    return [_pieces(word) for word in sought(what, most)]


def _pieces(word: Sought) -> tuple[str, ...]:
    return (word.word, *(f"{form} " if form.startswith(STEM) else f" {form} " for form in word.tokens[1:]))
