"""Cards as Telegram shows them: text with entities (never a parse mode), one picture, an inline keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from botfeed.core.chat import command
from botfeed.core.chat.message import Action, Ask, Card, Field, Media
from botfeed.core.chat.text import Span, Style, Text, join

CAPTION = 1024  # UTF-16 units after entities
TEXT = 4096
ROW = 34  # characters of labels that fit side by side on a phone
ROW_MOST = 8
_ENTITY = {Style.BOLD: "bold", Style.QUIET: "italic", Style.CODE: "code", Style.LINK: "text_link"}


@dataclass(frozen=True, slots=True)
class Body:
    """What one message carries. `media` empty: a text message."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None
    media: tuple[Media, ...] = ()


def card(what: Card) -> Body:
    text, entities = words(what.text, CAPTION if what.media else TEXT)
    return Body(text, entities, keyboard(what.actions), what.media)


def notice(what: str) -> Body:
    text, entities = words(Text((Span(what),)), TEXT)
    return Body(text, entities, None)


def question(ask: Ask) -> Body:
    """Ask for the first open field: choices and flags as buttons, words as a forced reply (see `forced`)."""
    field = ask.fields[0]
    lines = join([Text((Span(ask.title, Style.BOLD),)), ask.note, field.label, Text((Span(field.hint, Style.QUIET),))])
    text, entities = words(lines, TEXT)
    return Body(text, entities, keyboard(tuple(_answers(field))))


def forced(ask: Ask) -> bool:
    """Whether the open field wants words that cannot be skipped: Telegram then opens its reply line by itself."""
    return not any(_answers(ask.fields[0]))


def _answers(field: Field) -> Iterator[Action]:
    options = field.choices or ((("1", "✓"), ("0", "✗")) if field.kind == "flag" else ())
    for value, label in options:
        yield _fill(label, value)
    if not options and not field.required:
        yield _fill("⏭", field.value)


def _fill(label: str, value: str) -> Action:
    args = {"value": value}
    return Action(label, "fill", args, payload=command.encode(command.REGISTRY["fill"], args))


def keyboard(actions: Sequence[Action]) -> InlineKeyboardMarkup | None:
    if not actions:
        return None
    rows: list[list[InlineKeyboardButton]] = [[]]
    width = 0
    for action in actions:
        width += len(action.label) + 2
        if rows[-1] and (width > ROW or len(rows[-1]) == ROW_MOST):
            rows.append([])
            width = len(action.label) + 2
        if action.url:
            rows[-1].append(InlineKeyboardButton(action.label, url=action.url))
        else:
            rows[-1].append(InlineKeyboardButton(action.label, callback_data=action.payload))
    return InlineKeyboardMarkup(rows)


def words(text: Text, most: int) -> tuple[str, tuple[MessageEntity, ...]]:
    """Lay spans side by side with entities in UTF-16 units; cut on a word at `most` units."""
    plain, entities, at = [], [], 0
    for span in cut(text.spans, most):
        length = units(span.text)
        if (kind := _ENTITY.get(span.style)) and span.text.strip():
            lead = units(span.text) - units(span.text.lstrip())
            kept = units(span.text.strip())
            entities.append(MessageEntity(kind, at + lead, kept, url=span.href or None))
        plain.append(span.text)
        at += length
    return "".join(plain), tuple(entities)


def units(text: str) -> int:
    """Length as Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(spans: Sequence[Span], most: int) -> Iterator[Span]:
    """Keep at most `most` units, cut on a word, with an ellipsis where something was cut."""
    left = most
    if sum(units(span.text) for span in spans) <= most:
        yield from spans
        return
    for span in spans:
        if units(span.text) < left:
            yield span
            left -= units(span.text)
            continue
        yield Span(_shorten(span.text, left - 1) + "…", span.style, span.href)
        return


def _shorten(text: str, most: int) -> str:
    kept = text
    while units(kept) > most:
        kept = kept[: -max(1, (units(kept) - most) // 2)]
    head, space, _ = kept.rpartition(" ")
    return head if space and len(head) > len(kept) // 2 else kept
