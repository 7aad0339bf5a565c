"""Preview a reply as another platform would show it.
Adapters do not import each other: the app passes functions that return plain dictionaries of these shapes. Pictures
are named by their index in the reply, so that no platform needs the page's addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, cast

import structlog

from botfeed.adapters.web import render
from botfeed.core.chat.message import Reply

log = structlog.get_logger()


class Piece(TypedDict):
    """Text in one style: plain, bold, quiet, code or link."""

    text: str
    style: str


class Button(TypedDict):
    """Button of a preview: `look` is plain, primary, danger or link."""

    label: str
    look: str


class Message(TypedDict):
    """Message as the platform would get it.
    `card`: index of the card in the reply; `media`: indexes of that card's pictures; `layout`: single, gallery (a
    grid in one message) or album; `note`: the platform's own small print, such as "Only you can see this".
    """

    card: int
    media: list[int]
    layout: str
    lines: list[list[Piece]]
    rows: list[list[Button]]
    note: str


class Preview(TypedDict):
    """Preview of a reply: `kind` chooses the lookalike's style (discord, telegram), `title` names its tab."""

    kind: str
    title: str
    messages: list[Message]


Show = Callable[[Reply], Mapping[str, Any]]


def draw(previews: Mapping[str, Show], reply: Reply, pictures: render.Pictures) -> list[dict[str, Any]]:
    """Return every platform's preview of a reply; one that fails is logged and left out."""
    shown = []
    for name, show in previews.items():
        try:
            shown.append(_one(name, cast("Preview", show(reply)), reply, pictures))
        except Exception:  # a bug of one platform: the page is shown without its preview
            log.exception("a preview failed", platform=name)
    return shown


def _one(name: str, seen: Preview, reply: Reply, pictures: render.Pictures) -> dict[str, Any]:
    messages = []
    for message in seen["messages"]:
        card = reply.cards[message["card"]]
        media = [render.media(card.media[at], pictures) for at in message["media"]]
        messages.append({**message, "media": media})
    return {"name": name, "kind": seen["kind"], "title": seen["title"], "messages": messages}
