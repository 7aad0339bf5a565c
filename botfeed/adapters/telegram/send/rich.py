"""Rich messages (Bot API 10.1): words alone as one message of up to 32,768 characters, where the operator wants them.

Their content is HTML, so what people write is escaped, and Telegram is told to look for no links of its own in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api import refusals
from botfeed.adapters.telegram.api.refusals import NoMethod, Unchanged, WrongKind
from botfeed.adapters.telegram.render import Body
from botfeed.adapters.telegram.send import autolinks
from botfeed.core.errors import Rejected
from botfeed.core.language.text import Span, Style, Text

log = structlog.get_logger()

T = TypeVar("T")
MOST = 32_768  # characters
BLOCKS = 400  # paragraphs; Telegram takes 500
_TAGS = {Style.BOLD: "b", Style.QUIET: "i", Style.CODE: "code"}
_WEB = re.compile(r"https?://[^\s\"<>]+\Z")
_NBSP = "\N{NO-BREAK SPACE}"
_LOST = re.compile(r"[\t\r\f\v]|(?<!\S) | (?=\n|\Z)")  # white space that HTML does not show
_BETWEEN = re.compile(r"\n\n(?=[^\n])")  # paragraphs; more empty lines belong to the one before
_UNKNOWN = ("method not found", "unknown method", "message text is empty")  # what an older server says


class Rich:
    """Whether words go out as rich messages: if that is wanted, until the server says that it does not know them."""

    def __init__(self, *, wanted: bool) -> None:
        self._on = wanted

    async def say(self, body: Body, richly: Callable[[str], Awaitable[T]], plainly: Callable[[], Awaitable[T]]) -> T:
        """Call `richly` with the HTML of words alone; what is refused so goes `plainly` at once, in the same turn."""
        if self._on and body.whole and (written := markup(body.whole)):
            try:
                with refusals.told():
                    return await richly(written)
            except (Unchanged, WrongKind):
                raise
            except (NoMethod, Rejected) as error:
                self._refused(error)
        return await plainly()

    def _refused(self, error: NoMethod | Rejected) -> None:
        if isinstance(error, NoMethod) or any(words in str(error) for words in _UNKNOWN):
            self._on = False
            log.warning("this Bot API server knows no rich messages: words go out as before", why=str(error))
        else:
            log.info("a rich message was refused, and said plainly", why=str(error))


def content(written: str) -> dict[str, Any]:
    """An InputRichMessage."""
    return {"html": written, "skip_entity_detection": True}


def markup(text: Text) -> str:
    """Write spans as Telegram's rich HTML, cut on a word where they are too many; empty where they do not fit."""
    spans = tuple(render.cut([replace(span, text=autolinks.sound(span.text)) for span in text.spans], MOST))
    seen = _LOST.sub(_NBSP, "".join(span.text for span in spans))
    start, end = len(seen) - len(seen.lstrip()), len(seen.rstrip())
    breaks = [match.span() for match in _BETWEEN.finditer(seen, start, end)]
    if start >= end or len(breaks) >= BLOCKS:
        return ""
    starts, ends = [start, *(after for _, after in breaks)], [*(before for before, _ in breaks), end]
    return "".join(f"<p>{_written(spans, seen, *where)}</p>" for where in zip(starts, ends, strict=True))


def _written(spans: Sequence[Span], seen: str, start: int, end: int) -> str:
    """One paragraph: what of the text stands from `start` to `end`."""
    at, said = 0, []
    for span in spans:
        first, last = max(at, start), min(at + len(span.text), end)
        if first < last:
            said.append(_span(span, seen[first:last]))
        at += len(span.text)
    return "".join(said)


def _span(span: Span, words: str) -> str:
    escaped = html.escape(words).replace("\n", "<br>")
    if span.style is Style.LINK and _WEB.match(span.href):
        return f'<a href="{html.escape(span.href)}">{escaped}</a>'
    tag = _TAGS.get(span.style) if words.strip() else None
    return f"<{tag}>{escaped}</{tag}>" if tag else escaped
