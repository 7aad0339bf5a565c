"""Discord's markdown as its client renders it: the visible text, and its styles.
An independent reading of the rules that Discord documents ("Markdown Text 101", "Message Formatting"), so that tests
can compare the renderer with something other than itself. Rules are tried in order at each place, as the client does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE = "line"  # rules that hold at the start of a line only


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with all styles that apply to it: `bold`, `italic`, `link:ADDRESS`, `mention` ..."""

    text: str
    marks: frozenset[str] = frozenset()


_LINES = (
    ("quote", re.compile(r" *>>> ?([\s\S]*)|((?: *> [^\n]*(?:\n|$))+)")),
    ("heading", re.compile(r" *#{1,3}\s+([^\n]+)(?:\n|$)")),
    ("subtext", re.compile(r" *-# +([^\n]+)")),
    ("list", re.compile(r" *(?:[*-]|\d+\.) +(?=\S)")),
)
_RULES = (
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("codeblock", re.compile(r"```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("link", re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(\s*<?(https?://[^\s)>]+)>?\s*\)")),
    ("address", re.compile(r"<[^: >]+:/[^ >]+>|(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s]")),
    ("invite", re.compile(r"discord(?:app)?\.(?:gg|com)/[\w/-]+")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d*>|@everyone|@here|</[-_ \w]+:\d+>|<id:\w+>")),
    ("time", re.compile(r"<t:-?\d+(?::[tTdDfFR])?>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>")),
    ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("italic", re.compile(r"\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)|\b_((?:\\[\s\S]|[^\\_])+?)_\b")),
    ("strike", re.compile(r"~~((?:\\[\s\S]|[^\\])+?)~~")),
    ("spoiler", re.compile(r"\|\|((?:\\[\s\S]|[^\\])+?)\|\|")),
)
_FINAL = {"escape", "codeblock", "code", "address", "invite", "mention", "time", "emoji"}


def parse(source: str) -> list[Piece]:
    """Return the pieces of a message, in order."""
    return list(_read(source, frozenset(), fresh=True))


def text(source: str) -> str:
    """Return all readable text."""
    return "".join(piece.text for piece in parse(source))


def _read(source: str, marks: frozenset[str], *, fresh: bool) -> Iterator[Piece]:
    """Read marks; `fresh`: the text begins at the start of a line."""
    at = 0
    while at < len(source):
        start = source[at - 1] == "\n" if at else fresh
        if found := _rule(source, at, start=start):
            name, inner, at, address = found
            if name == "escape":
                yield Piece(inner, marks)
            else:
                more = marks | {f"{name}:{address}" if address else name}
                yield from (Piece(inner, more),) if name in _FINAL else _read(inner, more, fresh=start)
        else:
            yield Piece(source[at], marks)
            at += 1


def _rule(source: str, at: int, *, start: bool) -> tuple[str, str, int, str] | None:
    """Return (rule, inner text, end, address) of the first rule that matches here."""
    for name, rule in (*_LINES, *_RULES) if start else _RULES:
        if match := rule.match(source, at):
            if name == "list":
                return name, match.group(), match.end(), ""
            if name == "code":
                return name, match[2], match.end(), ""
            inner = next((group for group in match.groups() if group is not None), match.group())
            return name, inner, match.end(), match[2] if name == "link" else ""
    return None
