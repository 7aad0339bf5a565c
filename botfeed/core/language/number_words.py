"""Small numbers in words, in English and Italian."""

from __future__ import annotations

from botfeed.core.language.folding import key

_UNITS = (
    "zero zero|one una|two due|three tre|four quattro|five cinque|six sei|seven sette|eight otto|nine nove|ten dieci|"
    "eleven undici|twelve dodici|thirteen tredici|fourteen quattordici|fifteen quindici|sixteen sedici|"
    "seventeen diciassette|eighteen diciotto|nineteen diciannove|twenty venti"
)
NUMBERS = {word: n for n, pair in enumerate(_UNITS.split("|")) for word in pair.split()}
NUMBERS |= {"un": 1, "uno": 1}
_TENS = (("twenty", "venti", 20), ("thirty", "trenta", 30), ("forty", "quaranta", 40), ("fifty", "cinquanta", 50))
_ONES = {"one": "uno", "two": "due", "three": "tre", "four": "quattro", "five": "cinque"} | {
    "six": "sei", "seven": "sette", "eight": "otto", "nine": "nove"
}  # fmt: skip
for _english, _italian, _ten in _TENS:
    NUMBERS |= {_english: _ten, _italian: _ten}
    for _one, _uno in _ONES.items():
        _short = _italian[:-1] if _uno in ("uno", "otto") else _italian  # ventuno, ventotto
        NUMBERS |= {f"{_english} {_one}": _ten + NUMBERS[_one], f"{_short}{_uno}": _ten + NUMBERS[_one]}


def read(typed: str) -> int:
    """Return a number that is written in digits of any script or in words. Raises ValueError."""
    word = key(typed)
    return NUMBERS[word] if word in NUMBERS else int(word)
