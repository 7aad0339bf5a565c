"""Define the context menus of messages and of people: their entries and the command of each.

A command that is not registered has no entry.
"""

from __future__ import annotations

from botfeed.core.chat.command import REGISTRY
from botfeed.core.language.i18n import L

USER, MESSAGE = 2, 3  # kinds of an application command
MOST = 5  # entries of one kind that the library lets through
ENTRIES: dict[int, dict[str, str]] = {
    MESSAGE: {
        "remix": L("Remix"),
        "similar": L("Find similar"),
        "save": L("Save"),
        "report": L("Report"),
    },
    USER: {
        "profile": L("Profile"),
        "follow": L("Follow"),
        "mute": L("Mute"),
    },
}


def offered(kind: int) -> dict[str, str]:
    """Return the commands of a menu and their English names."""
    return {verb: name for verb, name in ENTRIES[kind].items() if verb in REGISTRY}


def verb(kind: int, name: str) -> str | None:
    """Return the command of a chosen entry; None for one that was never offered."""
    return next((verb for verb, shown in offered(kind).items() if shown == name), None) if kind in ENTRIES else None
