"""Tags and mentions in texts, and words as search indexes them.
`#fox` is a tag if it holds a letter, `@ada` a mention if it could be a handle; both only at the start of a
word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from botfeed.core.language.text import Span, Style, Text

WORD_MOST = 40  # characters of a word that search tells apart
_MARK = re.compile(r"(?<![\w#@&/.:-])(?:#(?P<tag>\w{1,40})|@(?P<who>[A-Za-z0-9_]{2,20}))(?![\w@#])")
_WORD = re.compile(r"\w+")


def fold(what: str) -> str:
    """Return the text without case and accents, so that `Été` and `ete` are equal."""
    return _bare(_bare(what).casefold())


def _bare(what: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", what) if not unicodedata.combining(c))


def words(what: str) -> list[str]:
    """Return the words of a text, folded, in order, without single ASCII letters."""
    found = (word[:WORD_MOST] for word in _WORD.findall(fold(what)))
    return [word for word in found if len(word) > 1 or not word.isascii()]


def tag(what: str) -> str:
    """Return a tag, folded and without its `#`; empty if it is none."""
    found = _MARK.fullmatch(f"#{what.strip().lstrip('#')}")
    return fold(found["tag"])[:WORD_MOST] if found and _is_tag(found) else ""


def _is_tag(found: re.Match[str]) -> bool:
    return found["tag"] is not None and any(c.isalpha() for c in found["tag"]) and bool(_WORD.fullmatch(fold(found[1])))


def tags(what: str) -> list[str]:
    """Return the distinct tags of a text, folded, without `#`, in order."""
    return list(dict.fromkeys(fold(m["tag"])[:WORD_MOST] for m in _marks(what) if m["tag"] is not None))


def mentions(what: str) -> list[str]:
    """Return the distinct handles mentioned in a text, in lower case, in order."""
    return list(dict.fromkeys(m["who"].lower() for m in _marks(what) if m["who"] is not None))


def marked(what: str) -> Text:
    """Return the text as spans with tags and mentions in bold.
    No platform then turns them into its own links.
    """
    spans, at = [], 0
    for found in _marks(what):
        spans += [Span(what[at : found.start()]), Span(found[0], Style.BOLD)]
        at = found.end()
    return Text(tuple(span for span in (*spans, Span(what[at:])) if span.text))


def _marks(what: str) -> Iterator[re.Match[str]]:
    return (found for found in _MARK.finditer(what) if found["who"] is not None or _is_tag(found))
