"""Lay out replies as Discord messages: Components V2, built anew for every message and never kept in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import discord
from discord import ui

from botfeed.adapters.discord.api import selects
from botfeed.core.cards import text_card
from botfeed.core.chat.message import Action, Ask, ButtonStyle, Card, Field, Media, Reply
from botfeed.core.language.text import Span, Style, Text, shorten

CARDS = 5
COMPONENTS = 40  # of one message; a container with text, gallery, row and four buttons is eight of them
TEXT = 4000  # characters of all text in one message
ALT = 1024
ROW = 5  # buttons side by side
GALLERY = 10
Mentions = Mapping[str, str]  # of commands as texts spell them: `/people mute` is `</people mute:1234>`
NO_MENTIONS: Mentions = {}
FILES = 2  # that travel along with one card
LABEL = 80
MODAL_TITLE = 45
NAME = 45  # of a field
HINT = 100
FIELDS = 5
RADIO = 10  # choices that are shown at one look
SEPARATOR = "|"  # between a button's payload and what makes its custom id unique
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # change direction, or are no text
_WEB = re.compile(r"https?://[^\s()<>\\]{1,480}\Z")  # what can stand in a link's brackets and on a button
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
        return cls(TEXT // cards, (COMPONENTS - files) // cards, (GALLERY - files) // cards)


def reply(what: Reply, key: str = "", commands: Mentions = NO_MENTIONS) -> Body:
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


def _shares(cards: Sequence[Card], commands: Mentions) -> list[int]:
    """Share the characters of a message among its cards: what a short text leaves is for the long ones."""
    wanted = [len(markdown(card.text, TEXT, commands)) for card in cards]
    shares, left = [0] * len(cards), TEXT
    for n, place in enumerate(sorted(range(len(cards)), key=lambda place: wanted[place])):
        shares[place] = min(wanted[place], left // (len(cards) - n))
        left -= shares[place]
    return [max(share, 1) for share in shares]


def takes(text: str) -> int:
    """Return the number of characters of a typed text in a message: signs that could be markup count twice."""
    return len(text) + len(_PUNCTUATION.findall(text))


def progress(text: Text, picture: str, waiting: Card) -> ui.LayoutView:
    """Lay out progress with the buttons of the pending card; `picture` names an attachment, empty for none."""
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container()
    if picture:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        box.add_item(gallery.add_item(media=f"attachment://{picture}"))
    view.add_item(box.add_item(ui.TextDisplay(markdown(text) or "…")))
    _rows(box, shown(waiting, Room.shared(1)), "0")
    view.stop()
    return view


def _container(
    card: Card, number: int, room: Room, key: str, attached: list[Attached], commands: Mentions
) -> ui.Container[ui.LayoutView]:
    box: ui.Container[ui.LayoutView] = ui.Container()
    media = card.media[: room.pictures]
    if media:
        box.add_item(_gallery(media, attached))
    box.add_item(ui.TextDisplay(markdown(card.text, room.text, commands) or "…"))
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
    return [a for a in card.actions if a.sends or _WEB.match(a.url)][:most]


def _button(action: Action, unique: str) -> ui.Button[ui.LayoutView]:
    label = action.label[:LABEL].strip() or "…"
    if action.url:
        return ui.Button(style=discord.ButtonStyle.link, label=label, url=action.url)
    return ui.Button(style=_LOOKS[action.look], label=label, custom_id=f"{action.payload}{SEPARATOR}{unique}")


def payload(custom_id: str) -> str:
    """Return the payload of a custom id."""
    return custom_id.rpartition(SEPARATOR)[0] or custom_id


def markdown(text: Text, most: int = TEXT, commands: Mentions = NO_MENTIONS) -> str:
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
    visible = [span for span in line if _INVISIBLE.sub("", span.text).strip()]
    small = any(span.style is Style.QUIET for span in visible)
    quiet = small and all(span.style in (Style.QUIET, Style.LINK, Style.CODE) for span in visible)
    return ("-# " if quiet else "") + "".join(_span(span, commands) for span in _together(line))


def _together(line: Sequence[Span]) -> Iterator[Span]:
    """Join neighbours of one style: markup characters that meet would be read as other markup."""
    visible = [span for span in line if _INVISIBLE.sub("", span.text)]
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
    return _PUNCTUATION.sub(r"\\\1", _INVISIBLE.sub("", text))


def _span(span: Span, commands: Mentions) -> str:
    bare = _INVISIBLE.sub("", span.text)
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
    if span.style is Style.LINK and _WEB.match(span.href):
        return f"[{text}]({span.href})"
    return text


class Form(ui.Modal):
    """A modal made of an Ask; its answer is an interaction of its own."""

    def __init__(self, ask: Ask, unique: str) -> None:
        super().__init__(title=shorten(ask.title, MODAL_TITLE) or "…", custom_id=f"{ask.payload}{SEPARATOR}{unique}")
        if note := markdown(ask.note, 1000):
            self.add_item(ui.TextDisplay(note))
        for field in ask.fields[: FIELDS - bool(note)]:
            self.add_item(
                ui.Label(
                    text=shorten(field.label, NAME) or "…",
                    description=shorten(field.hint, HINT) or None,
                    component=_component(field),
                )
            )
        self.stop()


def _choice(field: Field) -> ui.Item[Form]:
    """Return radio buttons for up to ten choices, else a select menu."""
    pairs = [(value, label[:100]) for value, label in field.choices or (("1", "✓"), ("0", "✗"))]
    if 2 <= len(pairs) <= RADIO:
        circles = [discord.RadioGroupOption(label=shown, value=v, default=v == field.value) for v, shown in pairs]
        return ui.RadioGroup(custom_id=field.name, options=circles, required=field.required)
    options = [discord.SelectOption(label=shown, value=v, default=v == field.value) for v, shown in pairs]
    return ui.Select(custom_id=field.name, options=options[:25], required=field.required)


def _component(field: Field) -> ui.Item[Form]:
    if field.kind == "flag" and (field.required or field.value):
        return ui.Checkbox(custom_id=field.name, default=field.value == "1")
    if field.kind in ("choice", "flag"):
        return _choice(field)
    if field.kind in selects.KINDS:
        return selects.component(field)
    long = field.kind == "long"
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=field.value[: field.most] or None,
        required=field.required,
        min_length=field.least or None,
        max_length=min(field.most, 4000),
    )
