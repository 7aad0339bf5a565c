"""Rich messages (Bot API 10.1) as Telegram reads them: HTML of the documented tags, and the blocks that come of it.

This fake reads words: paragraphs, headings, quotations, footers, dividers and what stands inside them. White space is
shown as HTML shows it, and the named entities are the documented ones.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from botfeed.testing.telegram.api.calls import Json, Violation

MOST = 32_768  # characters
BLOCKS = 500
DEPTH = 16  # of tags
INLINE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "mark": "marked",
    "sub": "subscript", "sup": "superscript", "tg-spoiler": "spoiler", "a": "url",
}  # fmt: skip
HEADINGS = {f"h{size}": size for size in range(1, 7)}
WHOLE = {"p": "paragraph", "blockquote": "blockquote", "footer": "footer", **dict.fromkeys(HEADINGS, "heading")}
ALONE = {"hr": "divider"}
NAMED = frozenset(
    ["lt", "gt", "amp", "quot", "apos", "nbsp", "hellip", "mdash", "ndash", "lsquo", "rsquo", "ldquo", "rdquo"]
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_SPACE = re.compile(r"[ \t\n\f\r]+")


def read(given: Json) -> Json:
    """Return the RichMessage of an InputRichMessage. Raises Violation for content that Telegram does not accept."""
    if ("html" in given) == ("markdown" in given):
        raise Violation("exactly one of html and markdown must be used")
    if "html" not in given:
        raise Violation("this fake reads html, no markdown")
    for name in _ENTITY.findall(given["html"]):
        if name not in NAMED:
            raise Violation(f"unsupported entity &{name};")
    reader = _Reader()
    reader.feed(given["html"])
    reader.close()
    blocks = reader.finished()
    if not (seen := _seen(blocks)).strip():
        raise Violation("RICH_MESSAGE_CONTENT_REQUIRED")
    if len(seen) > MOST or len(blocks) > BLOCKS:
        raise Violation("RICH_MESSAGE_TOO_LONG")
    return {"blocks": blocks} | ({"is_rtl": True} if given.get("is_rtl") else {})


def text(message: Json) -> str:
    """Return all readable text of a RichMessage, an empty line between its blocks."""
    return _seen(message["blocks"])


def kinds(message: Json) -> list[str]:
    """Return the types of all that is formatted in it, in their order."""
    return [kind for block in message["blocks"] for kind in _kinds(block.get("text", block.get("blocks", "")))]


def _kinds(rich: Any) -> list[str]:
    if isinstance(rich, list):
        return [kind for piece in rich for kind in _kinds(piece)]
    return [rich["type"], *_kinds(rich.get("text", ""))] if isinstance(rich, dict) else []


def _seen(blocks: list[Json]) -> str:
    return "\n\n".join(_seen(b["blocks"]) if "blocks" in b else _words(b.get("text", "")) for b in blocks)


def _words(rich: Any) -> str:
    if isinstance(rich, str):
        return rich
    return "".join(map(_words, rich)) if isinstance(rich, list) else _words(rich["text"])


class _Reader(HTMLParser):
    """Parser that gathers (text, tags) of the open block;
    a `<br>` ends a line, and text outside of blocks is a paragraph.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Json] = []
        self._block = ""
        self._open: list[tuple[str, Json]] = []  # inline tags, and what they add to their text
        self._pieces: list[tuple[str, tuple[tuple[str, Json], ...]]] = []

    def finished(self) -> list[Json]:
        if self._open or self._block:
            raise Violation("can't parse entities: a tag is not closed")
        self._end()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given and not (tag == "a" and given.keys() == {"href"} and given["href"]):
            raise Violation(f"unsupported attribute of <{tag}>")
        if tag == "br":
            self._pieces.append(("\n", tuple(self._open)))
        elif tag in INLINE:
            extra = {"url": given["href"]} if tag == "a" else {}
            self._open.append((tag, {"type": INLINE[tag], **extra}))
        elif tag in WHOLE or tag in ALONE:
            self._begin(tag)
        else:
            raise Violation(f"unsupported start tag <{tag}>")
        if len(self._open) >= DEPTH:
            raise Violation("formatting is nested too deeply")

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE and self._open and self._open[-1][0] == tag:
            self._open.pop()
        elif tag == self._block and not self._open:
            self._end()
        elif tag not in ALONE:
            raise Violation(f"unexpected end tag </{tag}>")

    def handle_data(self, data: str) -> None:
        self._pieces.append((_SPACE.sub(" ", data), tuple(self._open)))

    def handle_comment(self, data: str) -> None:
        raise Violation(f"a comment: {data[:20]}")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def _begin(self, tag: str) -> None:
        if self._block or self._open:
            raise Violation(f"<{tag}> inside <{self._block or self._open[-1][0]}>")
        self._end()
        if tag in ALONE:
            self._blocks.append({"type": ALONE[tag]})
        else:
            self._block = tag

    def _end(self) -> None:
        pieces = _shown(self._pieces)
        if pieces:
            rich = pieces[0] if len(pieces) == 1 else pieces
            paragraph = {"type": "paragraph", "text": rich}
            kind = WHOLE.get(self._block, "paragraph")
            block = {"type": kind, "blocks": [paragraph]} if kind == "blockquote" else {**paragraph, "type": kind}
            self._blocks.append(block | ({"size": HEADINGS[self._block]} if self._block in HEADINGS else {}))
        self._block, self._pieces = "", []


def _shown(pieces: list[tuple[str, tuple[tuple[str, Json], ...]]]) -> list[Any]:
    """Return RichText of the pieces: one space of many, and none where a line begins or ends."""
    whole = "".join(words for words, _ in pieces)
    hidden = {at for match in re.finditer(r"(?<=[ \n]) +|\A +| +(?=\n|\Z)", whole) for at in range(*match.span())}
    at, shown = 0, []
    for words, tags in pieces:
        seen = "".join(sign for place, sign in enumerate(words, at) if place not in hidden)
        at += len(words)
        rich: Any = seen
        for _, made in reversed(tags):
            rich = {**made, "text": rich}
        if seen:
            shown.append(rich)
    return shown
