"""A card of words alone."""

from __future__ import annotations

from botfeed.core.chat.message import Action, Card
from botfeed.core.language.text import Text


def words(text: Text, *actions: Action) -> Card:
    """Return a card of `text` with its buttons, in order; it has no picture and is about nothing."""
    return Card(text, actions=actions)
