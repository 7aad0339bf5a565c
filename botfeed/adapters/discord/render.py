"""Lay out replies as Discord messages: Components V2, built anew for every message and never kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord
from discord import ui

from botfeed.adapters.discord.api import custom_ids
from botfeed.adapters.discord.send import markdown
from botfeed.core.cards import text_card
from botfeed.core.chat.message import Action, ButtonStyle, Card, Media, Reply
from botfeed.core.language.text import Text

CARDS = 5
COMPONENTS = 40  # of one message; a container with text, gallery, row and four buttons is eight of them
ALT = 1024
ROW = 5  # buttons side by side
GALLERY = 10
FILES = 2  # that travel along with one card
LABEL = 80
_ENDINGS = {"original": "webp", "file": "png"}
_LOOKS = {
    ButtonStyle.PLAIN: discord.ButtonStyle.secondary,
    ButtonStyle.PRIMARY: discord.ButtonStyle.primary,
    ButtonStyle.DANGER: discord.ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture to upload with the message, under the name that its gallery item uses."""

    name: str
    media: Media


@dataclass(frozen=True, slots=True)
class Body:
    view: ui.LayoutView
    attached: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """A card's share of a message's limits."""

    text: int
    components: int
    pictures: int

    @classmethod
    def shared(cls, cards: int, files: int = 0) -> Room:
        return cls(markdown.MOST // cards, (COMPONENTS - files) // cards, (GALLERY - files) // cards)


def reply(what: Reply, key: str = "", commands: markdown.Mentions = markdown.NO_MENTIONS) -> Body:
    """Lay out up to five cards, and the open question. `key` makes the buttons' ids name the delivery.

    `commands`: what the client opens in place of a command line.
    """
    view = ui.LayoutView(timeout=None)
    attached: list[Attached] = []
    asked = (text_card.question(what.ask),) if what.ask else ()
    cards = (*what.cards[: CARDS - len(asked)], *asked) or (text_card.notice(what.notice, what.undo),)
    files = what.files[:FILES]
    room = Room.shared(len(cards), len(files))
    for number, (card, most) in enumerate(zip(cards, _shares(cards, commands), strict=True)):
        view.add_item(_container(card, number, replace(room, text=most), key, attached, commands))
    for file in files:
        view.add_item(ui.File(f"attachment://{file.name}"))
    view.stop()  # a stopped view is not kept by the client: presses are routed by their payload
    return Body(view, tuple(attached))


def mentioned(what: Reply) -> list[int]:
    """Return the ids of the people whom a message names so that they notice it."""
    spans = (span for card in what.cards for span in card.text.spans)
    return [int(span.mentions) for span in spans if span.mentions.isdecimal()]


def _shares(cards: Sequence[Card], commands: markdown.Mentions) -> list[int]:
    """Share the characters of a message among its cards: what a short text leaves is for the long ones."""
    wanted = [len(markdown.write(card.text, markdown.MOST, commands)) for card in cards]
    shares, left = [0] * len(cards), markdown.MOST
    for n, place in enumerate(sorted(range(len(cards)), key=lambda place: wanted[place])):
        shares[place] = min(wanted[place], left // (len(cards) - n))
        left -= shares[place]
    return [max(share, 1) for share in shares]


def progress(text: Text, picture: str, waiting: Card) -> ui.LayoutView:
    """Lay out progress with the buttons of the pending card; `picture` names an attachment, empty for none."""
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container()
    if picture:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        box.add_item(gallery.add_item(media=f"attachment://{picture}"))
    view.add_item(box.add_item(ui.TextDisplay(markdown.write(text) or "…")))
    _rows(box, shown(waiting, Room.shared(1)), "0")
    view.stop()
    return view


def _container(
    card: Card, number: int, room: Room, key: str, attached: list[Attached], commands: markdown.Mentions
) -> ui.Container[ui.LayoutView]:
    box: ui.Container[ui.LayoutView] = ui.Container()
    media = card.media[: room.pictures]
    if media:
        box.add_item(_gallery(media, attached))
    box.add_item(ui.TextDisplay(markdown.write(card.text, room.text, commands) or "…"))
    _rows(box, shown(card, room), f"{key}{number}")
    return box


def _rows(box: ui.Container[ui.LayoutView], actions: Sequence[Action], unique: str) -> None:
    for start in range(0, len(actions), ROW):
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for place, action in enumerate(actions[start : start + ROW], start):
            row.add_item(_button(action, f"{unique}.{place}"))
        box.add_item(row)


def _gallery(shown: Sequence[Media], attached: list[Attached]) -> ui.MediaGallery[ui.LayoutView]:
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
    for media in shown:
        name = f"{media.blob[:12]}-{media.variant}.{_ENDINGS.get(media.variant, 'jpg')}"  # one name, one picture
        if all(each.name != name for each in attached):
            attached.append(Attached(name, media))
        gallery.add_item(media=f"attachment://{name}", description=media.alt[:ALT] or None, spoiler=media.veiled)
    return gallery


def shown(card: Card, room: Room) -> Sequence[Action]:
    """Return the buttons that fit in a card's share of a message."""
    left = room.components - 2 - bool(card.media)  # the container, the text, the gallery
    most = left - -(-left // (ROW + 1))  # every five buttons need a row
    return [a for a in card.actions if a.sends or markdown.WEB.match(a.url)][:most]


def _button(action: Action, unique: str) -> ui.Button[ui.LayoutView]:
    label = action.label[:LABEL].strip() or "…"
    if action.url:
        return ui.Button(style=discord.ButtonStyle.link, label=label, url=action.url)
    return ui.Button(style=_LOOKS[action.look], label=label, custom_id=custom_ids.custom_id(action.payload, unique))
