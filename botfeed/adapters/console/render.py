"""Write a shown message as one JSON object, or as a few lines for a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from botfeed.adapters.console.screen import Shown
from botfeed.core.chat.message import Action, Ask, Card, Field

Refer = Callable[[int], str]


def record(shown: Shown, refer: Refer) -> str:
    """Return one line of JSON in which no key is ever missing; `refer` turns an id into the reference people see."""
    reply = shown.reply
    cards = [_card(card, files, refer) for card, files in zip(reply.cards, shown.files, strict=True)]
    if cards:
        cards[0]["media"] += shown.attached
        cards[0]["alt"] += [file.name for file in reply.files]
    return json.dumps(
        {
            "to": shown.to,
            "private": shown.private,
            "event": shown.event,
            "cards": cards,
            "notice": reply.notice,
            "ask": _ask(reply.ask) if reply.ask else None,
        },
        ensure_ascii=False,
    )


def _card(card: Card, files: tuple[str, ...], refer: Refer) -> dict[str, Any]:
    about = card.about.post if card.about.post is not None else card.about.picture
    return {
        "text": str(card.text),
        "media": list(files),
        "alt": [media.alt for media in card.media],
        "actions": [_action(action) for action in card.actions],
        "about": None if about is None else refer(about),
    }


def _action(action: Action) -> dict[str, Any]:
    if not action.sends:
        return {"label": action.label, "command": "", "args": {"url": action.url}}
    return {"label": action.label, "command": action.command, "args": dict(action.args)}


def _ask(ask: Ask) -> dict[str, Any]:
    fields = [
        {
            "name": field.name,
            "label": field.label,
            "kind": field.kind,
            "choices": [{"value": value, "label": label} for value, label in field.choices],
            "value": field.value,
            "required": field.required,
        }
        for field in ask.fields
    ]
    return {
        "command": ask.command,
        "title": ask.title,
        "note": str(ask.note),
        "args": dict(ask.args),
        "fields": fields,
    }


def transcript(shown: Shown, *, paths: bool = True) -> str:
    """Return a few lines to read: the reader, the content, and its [buttons]."""
    how = {"reply": "", "edit": " (changed)", "delivery": " (arrives)", "notice": " (in passing)"}[shown.event]
    where = f" in {shown.address.ref}" if not shown.address.private and shown.to != shown.address.ref else ""
    only = ", only they see it" if shown.private and where else ""
    return "\n".join([f"  to {shown.to}{where}{only}{how}", *(f"    {line}" for line in _lines(shown, paths=paths))])


def _lines(shown: Shown, *, paths: bool) -> Iterator[str]:
    for card, files in zip(shown.reply.cards, shown.files, strict=True):
        yield from body(card, files if paths else ())
        if card.actions:
            yield " ".join(f"[{action.label}]" for action in card.actions)
    for n, file in enumerate(shown.reply.files):
        yield f"<file: {file.name}>" + (f" {shown.attached[n]}" if paths else "")
    if shown.reply.notice:
        yield f"· {shown.reply.notice}"
    if shown.reply.ask:
        yield from question(shown.reply.ask)


def body(card: Card, files: tuple[str, ...]) -> Iterator[str]:
    """Yield pictures as alternative text and path, then the text."""
    for n, media in enumerate(card.media):
        veil = ", blurred" if media.veiled else ""
        yield f"<picture{veil}: {media.alt}>" + (f" {files[n]}" if n < len(files) else "")
    yield from str(card.text).splitlines()


def question(ask: Ask, *, numbered: bool = False) -> Iterator[str]:
    """Yield a question, its fields, and the possible answers, the first field's `numbered` if they can be chosen so."""
    yield f"? {ask.title}"
    yield from str(ask.note).splitlines()
    for field in ask.fields:
        named = [value if value == label else f"{value} ({label})" for value, label in field.choices]
        counts = numbered and field is ask.fields[0] and is_numbered(field)
        choices = " | ".join(f"{n} {name}" for n, name in enumerate(named, 1)) if counts else " | ".join(named)
        given = f" = {field.value}" if field.value else "" if field.required else f" (⏎ {field.skip})"
        yield f"  {field.name}: {field.label}" + (f" [{choices}]" if choices else "") + given


def is_numbered(field: Field) -> bool:
    """Return True if a choice of the field can be named by its number: none of its values is a number itself."""
    return not any(value.isdecimal() for value, _ in field.choices)
