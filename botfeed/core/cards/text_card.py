"""Cards of words alone."""

from __future__ import annotations

from botfeed.core.chat.message import Action, Ask, ButtonStyle, Card
from botfeed.core.language.i18n import L, Words
from botfeed.core.language.text import Span, Text, bold, join


def words(text: Text, *actions: Action) -> Card:
    """Return a card of `text` with its buttons, in order; it has no picture and is about nothing."""
    return Card(text, actions=actions)


def notice(said: str, undo: Action | None = None) -> Card:
    """Return the card of a reply that has none: its notice, or a sign that there is nothing to say. `undo` takes back
    what it says.
    """
    return words(Text((Span(said or "…"),)), *((undo,) if undo else ()))


def question(ask: Ask) -> Card:
    """Return a card that asks by message where no form can be opened; its button opens the form."""
    asked = join((bold(ask.title), ask.note, ask.fields[0].label))
    return words(asked, Action(ask.title, ask.command, ask.args, ButtonStyle.PRIMARY, ask.payload))


def link(reader: Words, text: Text, url: str) -> Card:
    """Return a line with a button that opens an address."""
    return words(text, Action(reader.s(L("Open")), "", url=url))
