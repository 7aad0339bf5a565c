"""All that botfeed declares, put together in one place: a new room of verbs, or a new kind of view, is listed here."""

from __future__ import annotations

from collections.abc import Mapping

from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.cards.posts import post
from botfeed.core.chat.context import Surface
from botfeed.core.commands import listed
from botfeed.core.dispatch import pending_reply_link
from botfeed.core.feed import page
from botfeed.core.parsing.menu import Menu
from botfeed.core.social import comments, post_edits, surfaces

COMMANDS = (*listed.COMMANDS, *pending_reply_link.COMMANDS)
SURFACES = (*post.SURFACES, *page.SURFACES, *comments.SURFACES, *post_edits.SURFACES, *surfaces.SURFACES)


def menu() -> Menu:
    """Put all commands together. Raises ValueError where a button and its command do not fit."""
    return Menu(COMMANDS, BUTTONS)


def by_name() -> Mapping[str, Surface]:
    """Put all kinds of views together. Raises ValueError for two of one name."""
    named = {surface.name: surface for surface in SURFACES}
    if len(named) < len(SURFACES):
        raise ValueError("two surfaces bear one name")
    return named
