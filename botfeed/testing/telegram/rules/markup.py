"""Formatted text as Telegram reads it: the visible text, and the entities. Lengths are UTF-16 code units."""

from __future__ import annotations

import html
import re
from typing import Any

from botfeed.testing.telegram.api.calls import Violation
from botfeed.testing.telegram.rules import markdown

Entities = list[dict[str, Any]]

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>")
_TOKEN = re.compile(r"<|&(#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_COMMAND = re.compile(r"(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w+)?)\b|(?<!\w)(?P<mention>@\w{5,32})")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(text: str, mode: str | None, given: Any = None) -> tuple[str, Entities]:
    """Return the visible text and its entities. Raises Violation for markup that Telegram cannot read."""
    if mode:
        if mode.lower() == "html":
            text, entities = _html(text)
        elif mode.lower() == "markdownv2":
            text, entities = markdown.parse(text)
        else:
            raise Violation("unsupported parse_mode")
    else:
        entities = _checked(text, given or [])
    return _trimmed(text, entities)


def commands(text: str) -> Entities:
    """Return the entities that Telegram finds by itself in what people type."""
    found = []
    for match in _COMMAND.finditer(text):
        word = match.group()
        kind = match.lastgroup
        found.append({"type": kind, "offset": units(text[: match.start()]), "length": units(word)})
    return found


def _trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    """Cut white space at both ends and move the entities along, as Telegram does."""
    seen = text.strip()
    lead, size = units(text) - units(text.lstrip()), units(seen)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return seen, kept


def _checked(text: str, entities: Entities) -> Entities:
    size = units(text)
    for entity in entities:
        start, length = entity.get("offset", -1), entity.get("length", 0)
        if start < 0 or length <= 0 or start + length > size:
            raise Violation(f"can't parse entities: entity {entity.get('type')} is out of range")
        if entity.get("type") == "text_link" and not entity.get("url"):
            raise Violation("can't parse entities: text_link without url")
    return entities


def _html(source: str) -> tuple[str, Entities]:
    text, size, at = "", 0, 0
    open_tags: list[tuple[str, dict[str, Any]]] = []
    entities: Entities = []
    while token := _TOKEN.search(source, at):
        text += source[at : token.start()]
        size += units(source[at : token.start()])
        if token.group(1):
            sign = _character(token.group(1))
            text, size, at = text + sign, size + units(sign), token.end()
            continue
        tag = _TAG.match(source, token.start())
        if tag is None:
            raise Violation(f"can't parse entities: Unclosed start tag at byte offset {_bytes(source, token.start())}")
        where, name, at = _bytes(source, token.start()), tag.group(2).lower(), tag.end()
        if name not in TAGS:
            raise Violation(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {where}')
        if not tag.group(1):
            open_tags.append((name, _entity(name, tag.group(3), size, where)))
            continue
        if not open_tags or open_tags[-1][0] != name:
            raise Violation(f"can't parse entities: Unmatched end tag at byte offset {where}")
        entity = open_tags.pop()[1]
        if size > entity["offset"]:
            entities.append({**entity, "length": size - entity["offset"]})
    if open_tags:
        raise Violation(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return text + source[at:], sorted(entities, key=lambda found: (found["offset"], -found["length"]))


def _character(code: str) -> str:
    return _NAMED[code] if code in _NAMED else html.unescape(f"&{code};")


def _bytes(source: str, at: int) -> int:
    return len(source[:at].encode("utf-8", "surrogatepass"))


def _entity(name: str, rest: str, offset: int, where: int) -> dict[str, Any]:
    attributes = {key.lower(): html.unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(rest)}
    entity: dict[str, Any] = {"type": TAGS[name], "offset": offset}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise Violation(f'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset {where}')
    if name == "a":
        entity["url"] = attributes.get("href", "")
    elif name == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    elif name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    return entity
