"""Lay out replies as Telegram messages: text with entities (never a parse mode), one picture, an inline keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from botfeed.adapters.telegram.api import autolinks
from botfeed.core.chat.message import Action, Ask, Card, Field, Media, Reply
from botfeed.core.commands import form_answers
from botfeed.core.language.text import Span, Style, Text, join, shorten

CAPTION = 1024  # UTF-16 units after entities
TEXT = 4096  # likewise
SHORT = 200  # likewise, of a caption where the whole is refused
TOAST = 200  # characters of an answer to a tap
GLANCE = 80  # characters that are read before a toast vanishes
LABEL = 64  # characters of a button
HINT = 64  # characters in an empty reply line
ROW = 39  # characters that fit side by side on a phone, where all buttons of a row are as wide as its widest
ROW_MOST = 8
ORIGINALS = ("original", "file")
NOTHING = "…"  # Telegram takes no empty message
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?![^\s])")
_MARKED = (Style.CODE, Style.LINK)
_ENTITY = {Style.BOLD: "bold", Style.QUIET: "italic", Style.CODE: "code", Style.LINK: "text_link"}


@dataclass(frozen=True, slots=True)
class Body:
    """Content of one message. `media` empty: a text; `force`: opens the reply line, with `hint` in it.
    `rest`: text that did not fit below the picture, for a second message. `whole`: the uncut text of a card.
    """

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None = None
    media: tuple[Media, ...] = ()
    force: bool = False
    hint: str | None = None
    rest: Body | None = None
    whole: Text = Text()

    @property
    def original(self) -> bool:
        """Return True if the files are sent as documents: as photos Telegram shrinks them and drops metadata."""
        return bool(self.media) and all(media.variant in ORIGINALS for media in self.media)


def bodies(reply: Reply) -> tuple[Body, ...]:
    """Return the messages of a reply: its cards and the open question, else its notice."""
    shown = [card(what) for what in fold(reply.cards)]
    if reply.ask:
        shown.append(question(reply.ask))
    elif reply.notice and not shown:
        shown.append(Body(*words(Text((Span(reply.notice),)), TEXT)))
    return tuple(shown)


def card(what: Card) -> Body:
    """Lay out a card; what does not fit below a picture goes into `rest`."""
    if not what.media:
        return Body(*words(what.text, TEXT), keyboard(what.actions), whole=what.text)
    fits, left = split(without_autolinks(what.text.spans), CAPTION)
    rest = Body(*laid(cut(left, TEXT))) if left else None
    return Body(*laid(fits), keyboard(what.actions), what.media, rest=rest, whole=what.text)


def short(body: Body) -> Body:
    """Return the body of a picture with a caption of few words; all that it cuts goes into `rest`."""
    fits, left = split(without_autolinks(body.whole.spans), SHORT)
    text, entities = laid(fits)
    return replace(body, text=text, entities=entities, rest=Body(*laid(cut(left, TEXT))) if left else None)


def in_words(body: Body, note: Text) -> Body:
    """Return a body without its picture, and with a note below the text."""
    whole = join([body.whole, note], "\n\n")
    return Body(*words(whole, TEXT), body.keyboard, whole=whole)


def bare(body: Body) -> Body:
    """Return a body of text without entities and of half the length, for what Telegram refuses in it."""
    return replace(body, text=words(Text((Span(body.text),)), TEXT // 2)[0], entities=(), whole=Text())


def fold(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Make one message of a picture and the text that belongs below it, so that they are paged together."""
    if len(cards) < 2 or not cards[0].media or any(card.media for card in cards[1:]):
        return tuple(cards)
    text = join((card.text for card in cards), "\n\n")
    return (replace(cards[0], text=text, actions=tuple(a for card in cards for a in card.actions)),)


def question(ask: Ask) -> Body:
    """Ask for the first open field: choices and flags as buttons,
    text by a forced reply or with a button to skip it.
    """
    field = ask.fields[0]
    label = Text((Span(field.label),)) if field.label != ask.title else Text()
    current = Text((Span(field.value, Style.CODE),)) if field.value and not field.closed else Text()
    lines = join(
        [Text((Span(ask.title, Style.BOLD),)), ask.note, label, current, Text((Span(field.hint, Style.QUIET),))]
    )
    answers = tuple(_answers(field))
    hint = shorten(field.label, HINT) or None
    return Body(*words(lines, TEXT), keyboard(answers), force=not answers, hint=hint)


def _answers(field: Field) -> Iterator[Action]:
    for value, label in field.choices:
        yield _fill(label, value)
    if field.skip and not (field.closed and field.value):
        yield _fill(field.skip, "")


def _fill(label: str, value: str) -> Action:
    return form_answers.fill.button.sealed(label, value)


def toast(what: str) -> str:
    """Cut the answer to a tap to its longest."""
    return shorten(what, TOAST)


def keyboard(actions: Sequence[Action]) -> InlineKeyboardMarkup | None:
    """Put buttons side by side as long as their labels fit."""
    if not actions:
        return None
    rows: list[list[InlineKeyboardButton]] = [[]]
    widest = 0
    for action in actions:
        label = shorten(action.label, LABEL) or NOTHING
        widest = max(widest, len(label) + 1)
        if rows[-1] and ((len(rows[-1]) + 1) * widest > ROW or len(rows[-1]) == ROW_MOST):
            rows.append([])
            widest = len(label) + 1
        rows[-1].append(_button(label, action))
    return InlineKeyboardMarkup(rows)


def _button(label: str, action: Action) -> InlineKeyboardButton:
    if action.url:
        return InlineKeyboardButton(label, url=action.url)
    if action.copies:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(action.copies))
    if action.offers:
        return InlineKeyboardButton(label, switch_inline_query=action.offers)
    return InlineKeyboardButton(label, callback_data=action.payload)


def words(text: Text, most: int) -> tuple[str, tuple[MessageEntity, ...]]:
    """Lay spans side by side with entities in UTF-16 units; cut on a word at `most` units."""
    return laid(cut(without_autolinks(text.spans), most))


def split(spans: Sequence[Span], most: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the text that fits into `most` units, ending on a word, and the rest."""
    fits = tuple(cut(spans, most))
    if fits == tuple(spans):
        return fits, ()
    taken, left = sum(len(span.text) for span in fits) - 1, []  # without the ellipsis
    for span in spans:
        left.append(replace(span, text=span.text[taken:]))
        taken = max(0, taken - len(span.text))
    full = [span for span in left if span.text]
    return fits, (replace(full[0], text="…" + full[0].text.lstrip()), *full[1:])


def laid(spans: Iterable[Span]) -> tuple[str, tuple[MessageEntity, ...]]:
    """Lay spans side by side with entities in UTF-16 units. A command is no code: a tap on it sends it."""
    parts, entities, at = [], [], 0
    for span in spans:
        command = _COMMAND.match(span.text) if span.style is Style.CODE else None
        if command:
            entities.append(MessageEntity("bot_command", at, units(command[0])))
        elif (kind := _ENTITY.get(span.style)) and span.text.strip():
            lead = units(span.text) - units(span.text.lstrip())
            entities.append(MessageEntity(kind, at + lead, units(span.text.strip()), url=span.href or None))
        parts.append(span.text)
        at += units(span.text)
    whole = "".join(parts)
    return (whole, tuple(entities)) if whole.strip() else (NOTHING, ())


def without_autolinks(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Insert word joiners so that Telegram makes no links, also where two spans meet; in code it never does."""
    sound = [replace(span, text=autolinks.sound(lasting(span))) for span in spans]
    seen = "".join("\0" * len(s.text) if s.style in _MARKED else s.text for s in sound)
    positions, at, joined = sorted(autolinks.positions(seen)), 0, []
    for span in sound:
        end = at + len(span.text)
        inside = [position - at for position in positions if at <= position < end and span.style not in _MARKED]
        joined.append(replace(span, text=autolinks.join(span.text, inside)))
        at = end
    return tuple(joined)


def lasting(span: Span) -> str:
    """Return the text of a span as it stays true in a message that nobody edits: a date for an age."""
    return datetime.fromtimestamp(span.moment, UTC).date().isoformat() if span.moment else span.text


def takes(text: str) -> int:
    """Return the units of a typed text in a message, with what keeps Telegram from making links of it."""
    return sum(units(span.text) for span in without_autolinks((Span(text),)))


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(spans: Sequence[Span], most: int) -> Iterator[Span]:
    """Keep at most `most` units, cut on a word, with an ellipsis where text was cut."""
    left = most
    if sum(units(span.text) for span in spans) <= most:
        yield from spans
        return
    for span in spans:
        if units(span.text) < left:
            yield span
            left -= units(span.text)
            continue
        yield replace(span, text=_shorten(span.text, left - 1) + "…")
        return


def _shorten(text: str, most: int) -> str:
    kept = text
    while units(kept) > most:
        kept = kept[: -max(1, (units(kept) - most) // 2)]
    head, space, _ = kept.rpartition(" ")
    return head if space and len(head) > len(kept) // 2 else kept
