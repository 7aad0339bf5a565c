"""Send text as rich messages (Bot API 10.1) of up to 32,768 characters, where the operator enables them.
Their content is HTML: people's text is escaped, and Telegram is asked to look for no links in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.api import autolinks, refusals
from botfeed.adapters.telegram.api.client import ApiClient
from botfeed.adapters.telegram.api.refusals import NoMethod, Unchanged, WrongKind
from botfeed.adapters.telegram.render import Body
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


async def send(
    client: ApiClient, body: Body, as_rich: Callable[[str], Awaitable[T]], as_plain: Callable[[], Awaitable[T]]
) -> T:
    """Call `as_rich` with the HTML of a message of text; where that is refused, `as_plain` in the same turn."""
    if client.takes_rich and body.whole and (written := markup(body.whole)):
        try:
            with refusals.as_core_errors():
                return await as_rich(written)
        except (Unchanged, WrongKind):
            raise
        except (NoMethod, Rejected) as error:
            _refused(client, error)
    return await as_plain()


def _refused(client: ApiClient, error: NoMethod | Rejected) -> None:
    """Log a refusal, and send no more rich messages if the server does not support them."""
    if isinstance(error, NoMethod) or any(words in str(error) for words in _UNKNOWN):
        client.takes_rich = False
        log.warning("this Bot API server knows no rich messages: words go out as before", why=str(error))
    else:
        log.info("a rich message was refused, and said plainly", why=str(error))


def content(written: str) -> dict[str, Any]:
    """Return an InputRichMessage."""
    return {"html": written, "skip_entity_detection": True}


def markup(text: Text) -> str:
    """Write spans as Telegram's rich HTML, cut on a word where they are too many; empty where they do not fit."""
    spans = tuple(render.cut([replace(span, text=autolinks.sound(render.lasting(span))) for span in text.spans], MOST))
    seen = _LOST.sub(_NBSP, "".join(span.text for span in spans))
    start, end = len(seen) - len(seen.lstrip()), len(seen.rstrip())
    breaks = [match.span() for match in _BETWEEN.finditer(seen, start, end)]
    if start >= end or len(breaks) >= BLOCKS:
        return ""
    starts, ends = [start, *(after for _, after in breaks)], [*(before for before, _ in breaks), end]
    return "".join(f"<p>{_written(spans, seen, *where)}</p>" for where in zip(starts, ends, strict=True))


def _written(spans: Sequence[Span], seen: str, start: int, end: int) -> str:
    """Write one paragraph: the text from `start` to `end`."""
    at, written = 0, []
    for span in spans:
        first, last = max(at, start), min(at + len(span.text), end)
        if first < last:
            written.append(_span(span, seen[first:last]))
        at += len(span.text)
    return "".join(written)


def _span(span: Span, words: str) -> str:
    escaped = html.escape(words).replace("\n", "<br>")
    if span.style is Style.LINK and _WEB.match(span.href):
        return f'<a href="{html.escape(span.href)}">{escaped}</a>'
    tag = _TAGS.get(span.style) if words.strip() else None
    return f"<{tag}>{escaped}</{tag}>" if tag else escaped
