"""Cards as Discord shows them: Components V2, built fresh for every message and never kept in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from botfeed.core.chat.message import Action, Ask, Card, Field, Look, Media, Reply
from botfeed.core.chat.text import Span, Style, Text

CARDS = 5  # a container with text, gallery, row and four buttons is eight of forty components
TEXT = 4000  # characters of all text in one message
ROW = 5  # buttons side by side
GALLERY = 10
LABEL = 80
MODAL_TITLE = 45
FIELDS = 5
SEPARATOR = "|"  # between a button's payload and what makes its custom id unique
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LOOKS = {
    Look.PLAIN: discord.ButtonStyle.secondary,
    Look.PRIMARY: discord.ButtonStyle.primary,
    Look.DANGER: discord.ButtonStyle.danger,
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


def reply(what: Reply, key: str = "") -> Body:
    """Lay out up to five cards. `key` makes the buttons' ids name the delivery."""
    view = ui.LayoutView(timeout=None)
    attached: list[Attached] = []
    cards = what.cards[:CARDS] or (Card(Text((Span(what.notice or "…"),))),)
    budget = TEXT // len(cards)
    for number, card in enumerate(cards):
        view.add_item(_container(card, number, budget, key, attached))
    view.stop()  # a stopped view is not kept by the client: presses are routed by their payload
    return Body(view, tuple(attached))


def _container(card: Card, number: int, budget: int, key: str, attached: list[Attached]) -> ui.Container[ui.LayoutView]:
    box: ui.Container[ui.LayoutView] = ui.Container()
    if card.media:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        for position, media in enumerate(card.media[:GALLERY]):
            name = f"picture-{number}-{position}.{'webp' if media.variant == 'original' else 'jpg'}"
            attached.append(Attached(name, media))
            gallery.add_item(media=f"attachment://{name}", description=media.alt[:1024] or None, spoiler=media.veiled)
        box.add_item(gallery)
    box.add_item(ui.TextDisplay(markdown(card.text, budget) or "…"))
    for start in range(0, len(card.actions), ROW):
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for place, action in enumerate(card.actions[start : start + ROW], start):
            row.add_item(_button(action, f"{key}{number}.{place}"))
        box.add_item(row)
    return box


def _button(action: Action, unique: str) -> ui.Button[ui.LayoutView]:
    label = action.label[:LABEL]
    if action.url:
        return ui.Button(style=discord.ButtonStyle.link, label=label, url=action.url)
    return ui.Button(style=_LOOKS[action.look], label=label, custom_id=f"{action.payload}{SEPARATOR}{unique}")


def payload(custom_id: str) -> str:
    """Give the payload of a custom id."""
    return custom_id.rpartition(SEPARATOR)[0] or custom_id


def markdown(text: Text, most: int = TEXT) -> str:
    """Write spans as Discord's markdown; what a person typed is escaped whole. A line of small print is a subtext."""
    written = []
    for line in lines(text.spans):
        quiet = any(s.text.strip() for s in line) and all(
            s.style in (Style.QUIET, Style.LINK) for s in line if s.text.strip()
        )
        written.append(("-# " if quiet else "") + "".join(_span(s) for s in line))
    return _cut("\n".join(written), most)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    kept = text[: most - 1].rstrip("\\")
    head, space, _ = kept.rpartition(" ")
    return (head if space and len(head) > most // 2 else kept) + "…"


def lines(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Break spans where their text breaks."""
    line: list[Span] = []
    for span in spans:
        first, *rest = span.text.split("\n")
        line.append(Span(first, span.style, span.href))
        for part in rest:
            yield line
            line = [Span(part, span.style, span.href)]
    yield line


def escape(text: str) -> str:
    """Make text show as itself: a backslash before punctuation ends every markup, mention and link of Discord's."""
    return _PUNCTUATION.sub(r"\\\1", _INVISIBLE.sub("", text))


def _span(span: Span) -> str:
    if not span.text.strip():
        return span.text
    if span.style is Style.CODE:
        return f"`{_INVISIBLE.sub('', span.text).replace('`', 'ˋ')}`"
    text = escape(span.text)
    if span.style is Style.BOLD:
        return f"**{text}**"
    if span.style is Style.LINK and span.href.startswith("https://"):
        return f"[{text}]({span.href})"
    return text


class Form(ui.Modal):
    """A modal made of an Ask. Its answer comes in as an interaction of its own."""

    def __init__(self, ask: Ask, unique: str) -> None:
        super().__init__(title=ask.title[:MODAL_TITLE], custom_id=f"{ask.payload}{SEPARATOR}{unique}")
        if ask.note:
            self.add_item(ui.TextDisplay(markdown(ask.note, 1000)))
        for field in ask.fields[: FIELDS - bool(ask.note)]:
            self.add_item(
                ui.Label(text=field.label[:45], description=field.hint[:100] or None, component=_component(field))
            )
        self.stop()


def _component(field: Field) -> ui.Item[Form]:
    if field.kind in ("choice", "flag"):
        pairs = field.choices or (("1", "✓"), ("0", "✗"))
        options = [
            discord.SelectOption(label=label[:100], value=value, default=value == field.value) for value, label in pairs
        ]
        return ui.Select(custom_id=field.name, options=options[:25], required=field.required)
    long = field.kind == "long"
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=field.value[: field.most] or None,
        required=field.required,
        min_length=field.least or None,
        max_length=min(field.most, 4000),
    )
