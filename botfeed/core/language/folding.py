"""The folding of all words that are compared: case, accents, widths and spellings that a language takes for equal.
What a script writes as a letter stays: the vowel signs of Devanagari or Thai, the breve of й, the dots of が.
Nothing folded is ever shown; what people wrote is kept beside it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

KEPT = 8192  # characters whose folding is remembered

# Marks that are accents or reading aids, not letters: general diacritics, Hebrew points, Arabic and Syriac vowels.
_ACCENTS = (
    *((0x0300, 0x036F), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8)),
    *((0x06EA, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A), (0x08D3, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF)),
    *((0x20D0, 0x20F0), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
)
_CYRILLIC = (0x0400, 0x052F)  # composed letters are letters: й is not и; ё alone is written е as well
_LETTERS = {
    # Latin letters that do not decompose
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ŋ": "ng",
    "ŧ": "t",
    "ƒ": "f",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    "ɨ": "i",
    "ɔ": "o",
    "ɛ": "e",
    "ə": "e",
    "ĸ": "k",
    # Cyrillic letters of which people write the plain one
    "ё": "е",
    "ѐ": "е",
    "ѝ": "и",
    # Arabic letters that keyboards of different languages write differently
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ک": "ك",
    "ة": "ه",
    "ہ": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "ـ": "",
}
_KATAKANA = (0x30A1, 0x30F6)
_TO_HIRAGANA = 0x60


@lru_cache(1024)
def fold(what: str) -> str:
    """Return the text as it is compared: `Été`, `ETE` and `été` are equal, and so are `Straße` and `STRASSE`.
    Folding twice changes nothing. Characters that show nothing are left out.
    """
    if what.isascii():
        return what.lower()
    before, text = what, _once(what)
    while text != before:
        before, text = text, _once(text)
    return text


def _once(what: str) -> str:
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", what).casefold())
    return unicodedata.normalize("NFC", "".join(_of(sign) for sign in composed))


@lru_cache(KEPT)
def _of(sign: str) -> str:
    """Return what one composed, case-folded character becomes."""
    code = ord(sign)
    if sign in _LETTERS:
        return _LETTERS[sign]
    if code < 0x80 or _CYRILLIC[0] <= code <= _CYRILLIC[1]:
        return sign
    if _is_accent(code):
        return ""
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    if _KATAKANA[0] <= code <= _KATAKANA[1]:
        return chr(code - _TO_HIRAGANA)
    if unicodedata.category(sign) in ("Cf", "Cs"):
        return ""
    apart = unicodedata.normalize("NFD", sign)
    return "".join(_LETTERS.get(part, part) for part in apart if not _is_accent(ord(part)))


def _is_accent(code: int) -> bool:
    return any(first <= code <= last for first, last in _ACCENTS)


def before(what: str) -> str:
    """Return a text as tags were folded before there was one folding: without any combining mark."""
    bare = what
    for _ in range(2):
        bare = "".join(
            sign for sign in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(sign)
        ).casefold()
    return bare


def same(one: str, other: str) -> bool:
    """Return True if two names are written alike but for case, accents and spaces."""
    return key(one) == key(other)


def holds(text: str, typed: str) -> bool:
    """Return True if what was typed stands anywhere in a text, however either is written."""
    return key(typed) in key(text)


def key(name: str) -> str:
    """Return a name, folded, with single spaces between its words."""
    return " ".join(fold(name).split())


def joined(name: str) -> str:
    """Return a name, folded, without spaces, dashes and underscores: `for you`, `For-You` and `foryou` are equal."""
    return "".join(sign for sign in fold(name) if not sign.isspace() and sign not in "-_‐‑‒–—―−")
