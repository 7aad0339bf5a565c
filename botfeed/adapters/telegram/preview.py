"""Show on the local page how a reply would look on Telegram, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botfeed.adapters.telegram import render
from botfeed.core.chat.message import Card, Reply


def show(reply: Reply) -> Mapping[str, Any]:
    """Return the messages of a reply in the shapes of `web/preview.py`."""
    cards = [_card(number, card) for number, card in enumerate(render.fold(reply.cards))]
    return {"kind": "telegram", "title": "Telegram", "messages": cards}


def _card(number: int, card: Card) -> dict[str, Any]:
    markup = render.keyboard(card.actions)
    rows = markup.inline_keyboard if markup else ()
    return {
        "card": number,
        "media": list(range(len(card.media))),
        "layout": "gallery" if len(card.media) > 1 else "single",
        "lines": _lines(card),
        "rows": [[{"label": b.text, "look": "link" if b.url else "plain"} for b in row] for row in rows],
        "note": "",
    }


def _lines(card: Card) -> list[list[dict[str, str]]]:
    lines: list[list[dict[str, str]]] = [[]]
    for span in render.cut(render.without_autolinks(card.text.spans), render.CAPTION if card.media else render.TEXT):
        first, *rest = span.text.split("\n")
        lines[-1].append({"text": first, "style": str(span.style)})
        lines.extend([{"text": part, "style": str(span.style)}] for part in rest)
    return [[piece for piece in line if piece["text"]] for line in lines]
