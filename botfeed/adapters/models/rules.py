"""Review text without a model, by word lists in English, Italian, Spanish, French and German (`words.toml`).
It refuses plain matches and marks text that has to be blurred. It cannot see pictures and misses words that are not
on its lists: reports and moderators handle the rest.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources

from botfeed.core.ports import Verdict

REFUSED = ("minors", "sexual", "self-harm", "hate", "violence", "illicit")  # gravest first
_LEET = str.maketrans("013457@$!|", "oieastasil")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвн", "aeopcyxijsdhkmtbh")  # Cyrillic to Latin
_TOKEN = re.compile(r"\S+")
_SPELLED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]){2,}[^\W\d_](?!\w)")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


class WordRules:
    """The word lists, compiled once; `check` takes about 0.1 ms a prompt."""

    def __init__(self, lists: Mapping[str, Mapping[str, Iterable[str]]] | None = None) -> None:
        loaded = _load() if lists is None else lists
        self._patterns = {name: _pattern(_all(by_language)) for name, by_language in loaded.items()}

    def check(self, text: str) -> Verdict:
        """Return the gravest category found in any reading of the text, else whether it has to be blurred."""
        readings = [self._innocent(reading) for reading in _readings(text)]
        if self._has(readings, "child") and (self._has(readings, "sexual") or self._has(readings, "nudity")):
            return Verdict("minors")
        for category in REFUSED:
            if self._has(readings, category):
                return Verdict(category)
        return Verdict(sensitive=self._has(readings, "nudity") or self._has(readings, "gore"))

    def _innocent(self, reading: str) -> str:
        pattern = self._patterns.get("innocent")
        return pattern.sub(" ", reading) if pattern else reading

    def _has(self, readings: Iterable[str], name: str) -> bool:
        pattern = self._patterns.get(name)
        return pattern is not None and any(pattern.search(reading) for reading in readings)


def _load() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))


def _all(by_language: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for words in by_language.values():
        yield from words


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Match words and phrases at word boundaries, longest first, so that a phrase matches before its part."""
    alternatives = sorted({_words(word) for word in words}, key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def _readings(text: str) -> set[str]:
    """Return the text as it is and with disguises undone: digits for letters, letters apart, letters repeated."""
    plain = _folded(text)
    undone = _TOKEN.sub(lambda found: _unmasked(found.group()), plain)
    together = _SPELLED.sub(lambda found: re.sub(r"[ .\-_*]", "", found.group()), undone)
    once = _STRETCHED.sub(r"\1", together)
    twice = _STRETCHED.sub(r"\1\1", together)
    return {_words(reading) for reading in (plain, undone, together, once, twice)}


def _unmasked(token: str) -> str:
    """Replace digits and signs by letters in a token that has letters too; numbers stay numbers."""
    core = token.rstrip("!|.,;:?")  # an exclamation mark at the end is one
    return core.translate(_LEET) + token[len(core) :] if any(sign.isalpha() for sign in core) else token


def _latin(token: str) -> str:
    """Replace Cyrillic letters among Latin ones, which are a disguise; a Cyrillic word is none."""
    return token.translate(_LOOKALIKES) if any("a" <= sign <= "z" for sign in token) else token


def _folded(text: str) -> str:
    """Normalise by NFKC; drop case, accents and invisible characters; replace letters that look like Latin ones."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFD", wide)
    kept = "".join(sign for sign in apart if unicodedata.category(sign) not in ("Mn", "Cf", "Me"))
    return _TOKEN.sub(lambda found: _latin(found.group()), kept)


def _words(text: str) -> str:
    """Return the words, one space apart; a star is kept, for the lists' own use."""
    return " ".join(re.findall(r"[^\W_]+\*?", _folded(text)))
