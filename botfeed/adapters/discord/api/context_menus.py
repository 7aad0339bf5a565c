"""Define the context menus of messages and of people: their entries and the command of each.

A command that is not registered has no entry.
"""

from __future__ import annotations

from botfeed.core.cards import buttons
from botfeed.core.chat.verb import Verbs
from botfeed.core.language.i18n import L

USER, MESSAGE = 2, 3  # kinds of an application command
MOST = 5  # entries of one kind that the library lets through
ENTRIES: dict[int, dict[str, str]] = {
    MESSAGE: {
        buttons.remix.name: L("Remix"),
        buttons.similar.name: L("Find similar"),
        buttons.save.name: L("Save"),
        buttons.report.name: L("Report"),
    },
    USER: {
        buttons.profile.name: L("Profile"),
        buttons.follow.name: L("Follow"),
        buttons.mute.name: L("Mute"),
    },
}


def offered(menu: Verbs, kind: int) -> dict[str, str]:
    """Return the commands of a menu and their English names."""
    return {verb: name for verb, name in ENTRIES[kind].items() if menu.get(verb)}


def verb(menu: Verbs, kind: int, name: str) -> str | None:
    """Return the command of a chosen entry; None for one that was never offered."""
    there = offered(menu, kind) if kind in ENTRIES else {}
    return next((verb for verb, shown in there.items() if shown == name), None)
