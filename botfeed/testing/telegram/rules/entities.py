"""Links and pings that Telegram makes of a text by itself, without parse mode or entity.
The rules follow the documentation of TDLib in `td/telegram/MessageEntity.cpp`, on the strict side: text that only
looks like an address (any top-level domain of letters) or like a number to call or to pay with counts here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = "[\\w\u200c\u00b7\u0d80-\u0dff]"  # a letter of a tag
_LABEL = "[^\\s\x00-,./:-@\\[-^`{-}\\u007f-\u00bf\u2000-\u200b\u200e\u200f\u2016-\u206f]"
_RULES = {
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "hashtag": re.compile(rf"(?<!{_TAG})#(?=[^#\s]*[^\W\d_]){_TAG}{{1,256}}(?!#)"),
    "cashtag": re.compile(rf"(?<!{_TAG})(?<!\$)\$(?:1INCH|[A-Z]{{1,8}})(?!{_TAG})(?!\$)"),
    "url": re.compile(
        rf"{_LABEL}\.{_LABEL}*[^\W\d_]{{2}}|\b\d+\.\d+\.\d+\.\d+|\b(?:https?|ftp|tg|ton)://\S", re.IGNORECASE
    ),
    "email": re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,8}"),
    "number": re.compile(r"(?<![\w.,-])\+?\d(?:[ -]?\d){9,18}(?![\w-])"),  # of a telephone or of a bank card
}


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    text: str


def find(text: str) -> Iterator[Found]:
    """Return the parts that would become a link or a ping."""
    composed = unicodedata.normalize("NFC", text)
    for kind, rule in _RULES.items():
        for match in rule.finditer(composed):
            yield Found(kind, match.group())
