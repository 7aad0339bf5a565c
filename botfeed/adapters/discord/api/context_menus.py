"""The menus that open on a message and on a person: what stands in them, and which verb each entry is.

Of a verb that this house does not have, no entry is shown.
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
    """Give the verbs of a menu and their English names."""
    return {verb: name for verb, name in ENTRIES[kind].items() if verb in REGISTRY}


def verb(kind: int, name: str) -> str | None:
    """Give the verb behind an entry that somebody chose; None for what we never offered."""
    return next((verb for verb, shown in offered(kind).items() if shown == name), None) if kind in ENTRIES else None
