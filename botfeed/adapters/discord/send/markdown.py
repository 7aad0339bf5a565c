"""Write texts as Discord's markdown: what a person typed is escaped whole, and becomes no markup, mention or link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from botfeed.core.language.text import Span, Style, Text

MOST = 4000  # characters of all text in one message
Mentions = Mapping[str, str]  # of commands as texts spell them: `/people mute` is `</people mute:1234>`
NO_MENTIONS: Mentions = {}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # change direction, or are no text
WEB = re.compile(r"https?://[^\s()<>\\]{1,480}\Z")  # what can stand in a link's brackets and on a button


def takes(text: str) -> int:
    """Return the number of characters of a typed text in a message: signs that could be markup count twice."""
    return len(text) + len(_PUNCTUATION.findall(text))


def write(text: Text, most: int = MOST, commands: Mentions = NO_MENTIONS) -> str:
    """Write spans as Discord's markdown, at most so long; what a person typed is escaped whole."""
    written = _write(text.spans, commands)
    if len(written) <= most:
        return written
    kept, too_many = 0, len(str(text))  # characters of the text; writing it makes it longer
    while too_many - kept > 1:
        half = (kept + too_many) // 2
        if len(_write(_first(text.spans, half), commands)) <= most:
            kept = half
        else:
            too_many = half
    return _write(_first(text.spans, kept), commands)


def _first(spans: Sequence[Span], count: int) -> list[Span]:
    """Return the first `count` characters of a text, and an ellipsis."""
    kept: list[Span] = []
    for span in spans:
        kept.append(replace(span, text=span.text[:count]))
        count -= len(span.text)
        if count <= 0:
            break
    return [*kept, Span("…")]


def _write(spans: Sequence[Span], commands: Mentions) -> str:
    return "\n".join(_line(line, commands) for line in lines(spans))


def _line(line: Sequence[Span], commands: Mentions) -> str:
    """Write one line; one of small print becomes a subtext."""
    visible = [span for span in line if INVISIBLE.sub("", span.text).strip()]
    small = any(span.style is Style.QUIET for span in visible)
    quiet = small and all(span.style in (Style.QUIET, Style.LINK, Style.CODE) for span in visible)
    return ("-# " if quiet else "") + "".join(_span(span, commands) for span in _together(line))


def _together(line: Sequence[Span]) -> Iterator[Span]:
    """Join neighbours of one style: markup characters that meet would be read as other markup."""
    visible = [span for span in line if INVISIBLE.sub("", span.text)]
    for _, found in groupby(visible, key=lambda span: replace(span, text="", href=_href(span))):
        spans = list(found)
        yield replace(spans[0], text="".join(span.text for span in spans))


def _href(span: Span) -> str:
    return span.href if span.style is Style.LINK else ""


def lines(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the spans of each line."""
    line: list[Span] = []
    for span in spans:
        first, *rest = span.text.split("\n")
        line.append(replace(span, text=first))
        for part in rest:
            yield line
            line = [replace(span, text=part)]
    yield line


def escape(text: str) -> str:
    """Escape text so that Discord reads no markup, mention or link in it."""
    return _PUNCTUATION.sub(r"\\\1", INVISIBLE.sub("", text))


def _span(span: Span, commands: Mentions) -> str:
    bare = INVISIBLE.sub("", span.text)
    if not bare.strip():
        return bare
    if span.moment:
        return f"<t:{span.moment}:R>"  # which the client keeps up to date
    if span.mentions.isdecimal():
        return f"<@{span.mentions}>"
    if span.style is Style.CODE and bare in commands:
        return commands[bare]
    if span.style is Style.CODE and "`" not in bare:
        return f"`{bare}`"
    text = escape(bare)
    if span.style is Style.BOLD:
        return f"**{text}**"
    if span.style is Style.LINK and WEB.match(span.href):
        return f"[{text}]({span.href})"
    return text
