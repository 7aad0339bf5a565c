"""Lay out questions as Discord's modals."""

from __future__ import annotations

import discord
from discord import ui

from botfeed.adapters.discord.api import custom_ids, selects
from botfeed.adapters.discord.send import markdown
from botfeed.core.chat.message import Ask, Field
from botfeed.core.language.text import shorten

TITLE = 45  # characters of a modal's title
NAME = 45  # of a field
HINT = 100
NOTE = 1000
FIELDS = 5
RADIO = 10  # choices that are shown at one look


class Form(ui.Modal):
    """A modal made of an Ask; its answer is an interaction of its own."""

    def __init__(self, ask: Ask, unique: str) -> None:
        super().__init__(title=shorten(ask.title, TITLE) or "…", custom_id=custom_ids.custom_id(ask.payload, unique))
        if note := markdown.write(ask.note, NOTE):
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
