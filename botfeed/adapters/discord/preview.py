"""Show on the local page how a reply would look on Discord, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botfeed.adapters.discord import render
from botfeed.adapters.discord.send import markdown
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.text import Span


def show(reply: Reply) -> Mapping[str, Any]:
    """Return one message with its cards below one another, cut to Discord's limits."""
    note = "Only you can see this" if reply.private else ""
    cards = reply.cards[: render.CARDS]
    room = render.Room.shared(max(1, len(cards)), len(reply.files[: render.FILES]))
    return {
        "kind": "discord",
        "title": "Discord",
        "messages": [_card(number, card, room, note) for number, card in enumerate(cards)],
    }


def _card(number: int, card: Card, room: render.Room, note: str) -> dict[str, Any]:
    media = card.media[: room.pictures]
    buttons = [
        {"label": a.label[: render.LABEL], "look": "link" if a.url else str(a.look)} for a in render.shown(card, room)
    ]
    return {
        "card": number,
        "media": list(range(len(media))),
        "layout": "gallery" if len(media) > 1 else "single",
        "lines": lines(card.text.spans),
        "rows": [buttons[at : at + render.ROW] for at in range(0, len(buttons), render.ROW)],
        "note": note,
    }


def lines(spans: tuple[Span, ...]) -> list[list[dict[str, str]]]:
    return [[{"text": s.text, "style": str(s.style)} for s in line if s.text] for line in markdown.lines(spans)]
