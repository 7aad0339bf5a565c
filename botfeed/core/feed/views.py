"""Feed views that are ranked; the others are newest first."""

from __future__ import annotations

from botfeed.core.cards.choices import View

RANKED = frozenset({View.FOR_YOU, View.HERE})  # the others are newest first, as their names promise
