"""Keep Telegram from making links out of people's text.
It turns @names, #tags, $TAGS, /commands and addresses into links anywhere in a text, so a caption could mention
a person or lead to a site. An invisible word joiner inside them prevents that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

JOINER = "\N{WORD JOINER}"
_MARKS = re.compile(
    r"(?<=[@#$])(?=\S)"  # a mention, an address of mail, a tag
    r"|(?:(?<=^/)|(?<=[^\w/]/))(?=\w)"  # a command at the start of a word
    r"|(?<=:)(?=//)"  # a scheme
    r"|(?<=[^\s.]\.)(?=[^\s.])"  # a domain
    r"|(?<=\d{4})(?=\d)",  # a number to call or to pay with
    re.MULTILINE,
)
_DECIMAL = re.compile(r"(?<![^\s(])\d+(\.)\d+(?![^\s,;!?)])")  # alone between spaces: no domain
_DIGITS = re.compile(r"\d(?:[ -]?\d){8,}")


def positions(text: str) -> set[int]:
    """Return the positions at which joiners keep Telegram from making links of `text`."""
    found = {match.start() for match in _MARKS.finditer(text)} - {match.end(1) for match in _DECIMAL.finditer(text)}
    for digits in _DIGITS.finditer(text):
        found |= {digits.start() + n for n, sign in enumerate(digits.group()) if sign in " -"}
    return found


def sound(text: str) -> str:
    """Return `text` without half characters and zero bytes, which no message can carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")


def join(text: str, where: Iterable[int]) -> str:
    """Insert a joiner at each of these positions."""
    cuts = [0, *sorted(where), len(text)]
    return JOINER.join(text[start:end] for start, end in pairwise(cuts))
