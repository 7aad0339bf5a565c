"""Names of every script in Latin letters, for handles and for those who type them."""

from __future__ import annotations

import unicodedata

from anyascii import anyascii

from botfeed.core.language import tokenizer


def latin(name: str) -> str:
    """Return a name in small Latin letters and digits; what is no letter, mark or digit stays as it is.
    `Дмитрий` becomes `dmitriy`, `小明` `xiaoming`, `Łukasz` `lukasz`.
    """
    if name.isascii():
        return name.lower()
    composed = unicodedata.normalize("NFKC", name)
    return "".join(_plain(sign) if tokenizer.kind(sign) in "wmu" else sign for sign in composed)


def _plain(sign: str) -> str:
    return "".join(letter for letter in anyascii(sign).lower() if letter.isalnum())
