"""Emoji as reactions: which of them are likes, and reading the ones that somebody names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from botfeed.core.language import choice_words

HEARTS = "hearts"  # stands for every heart
MOST = 10  # that count as a like in one place
_HEARTS = frozenset("❤♥♡🧡💛💚💙💜🤎🖤🤍🩷🩵🩶💓💗💖💕💞💘💝❣😍🥰😻")
_CUSTOM = re.compile(r"<a?:(\w{1,32}):(\d{1,20})>")  # one of a server's own, as Discord writes it
_LOOKS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # drawn as text or in colour, and the tone of a skin
_PAIRED = re.compile("[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3")  # flags, keys
_TAIL = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_CLUSTER = re.compile(f".{_TAIL}(?:\u200d.{_TAIL})*", re.DOTALL)
_SIGNS = "‼⁉〰↔♾"  # emoji that Unicode counts among punctuation and mathematics


def is_like(chosen: Sequence[str], emoji: str) -> bool:
    """Return True if a reaction is a like where these count; every heart where none was chosen."""
    wanted = _same(emoji)
    if (not chosen or HEARTS in chosen) and wanted.strip("\u200d") in _HEARTS:
        return True
    return any(_same(each) == wanted for each in chosen if each != HEARTS)


def _same(emoji: str) -> str:
    """Return an emoji without its looks; one of a server's own is its number."""
    custom = _CUSTOM.fullmatch(emoji)
    return custom[2] if custom else _LOOKS.sub("", emoji)


def read(typed: str) -> tuple[str, ...] | None:
    """Return the emoji that a text names, each once, and the word for every heart; None if it has anything else."""
    found: dict[str, str] = {}
    rest = typed.strip(" ,;\n")
    while rest:
        one = _first(rest)
        if one is None:
            return None
        written, meant = one
        found.setdefault(_same(meant), meant)
        rest = rest[len(written) :].lstrip(" ,;\n")
    return tuple(found.values())


def _first(text: str) -> tuple[str, str] | None:
    """Return the emoji at the beginning as it is written and as it is meant; None if there is none."""
    if custom := _CUSTOM.match(text):
        return custom[0], custom[0]
    if pair := _PAIRED.match(text):
        return pair[0], pair[0]
    if text[0].isalpha():
        word = re.split(r"[ ,;\n]", text, maxsplit=1)[0]
        return (word, HEARTS) if choice_words.meant(word, (HEARTS,)) else None
    if unicodedata.category(text[0]) != "So" and text[0] not in _SIGNS:
        return None
    cluster = _CLUSTER.match(text)
    return (cluster[0], cluster[0]) if cluster else None


def shown(chosen: Iterable[str], hearts: str) -> str:
    """Return emoji in a line, a server's own by their names; `hearts` is the word for every heart."""
    written = (hearts if each == HEARTS else _CUSTOM.sub(r":\1:", each) for each in chosen)
    return " ".join(written) or hearts
