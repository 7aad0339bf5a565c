"""What a platform's adapter tells the page about how it would show a reply.

Adapters do not know each other: the app hands over plain functions that give plain dictionaries of these shapes.
Pictures are named by their place in the reply, so that no platform has to know the page's addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

import structlog

from botfeed.adapters.web import render
from botfeed.core.chat.message import Reply

log = structlog.get_logger()


class Piece(TypedDict):
    """Words in one style: plain, bold, quiet, code or link."""

    text: str
    style: str


class Button(TypedDict):
    """`look` is plain, primary, danger or link."""

    label: str
    look: str


class Message(TypedDict):
    """One message as the platform would get it.

    `card` is the index of the card in the reply, `media` are indexes of that card's pictures, `layout` says how they
    stand: single, gallery (a grid in one message) or album. `note` is the platform's own small print, such as
    "Only you can see this".
    """

    card: int
    media: list[int]
    layout: str
    lines: list[list[Piece]]
    rows: list[list[Button]]
    note: str


class Preview(TypedDict):
    """`kind` chooses the lookalike's style (discord, telegram), `title` names its tab."""

    kind: str
    title: str
    messages: list[Message]


Show = Callable[[Reply], Mapping[str, Any]]


def draw(previews: Mapping[str, Show], reply: Reply, pictures: render.Pictures) -> list[dict[str, Any]]:
    """Give every platform's look at this reply; one that cannot show it is left out and logged."""
    shown = []
    for name, show in previews.items():
        try:
            shown.append(_one(name, show(reply), reply, pictures))
        except Exception:
            log.exception("a preview failed", platform=name)
    return shown


def _one(name: str, seen: Mapping[str, Any], reply: Reply, pictures: render.Pictures) -> dict[str, Any]:
    messages = []
    for message in seen["messages"]:
        card = reply.cards[message["card"]]
        media = [render.media(card.media[at], pictures) for at in message["media"]]
        messages.append({**message, "media": media})
    return {"name": name, "kind": seen["kind"], "title": seen["title"], "messages": messages}
