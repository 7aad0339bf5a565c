"""Text fields of every noun: those that can hold words of people, and those that hold codes of the machine's own.
A field that is in neither list fails `test_canary_fields.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any, get_args, get_type_hints

from botfeed.core.model import NOUNS, Address

# Fields that the lived history puts a canary into.
WORDS: Mapping[str, tuple[str, ...]] = {
    "Account": ("handle", "bio", "name", "sought"),
    "Identity": ("name",),
    "Painting": ("prompt", "folded", "address"),
    "Picture": ("alt", "proposed_alt", "missing"),
    "Post": ("caption", "proposed", "why"),
    "MutedWord": ("word", "shown"),
    "Comment": ("text", "proposed"),
    "Subscription": ("address",),
    "Report": ("note",),
    "Decision": ("reason", "by", "appeal", "outcome"),
    "Event": ("reason",),
    "Placement": ("address", "origin"),
    "Delivery": ("args", "address"),
    "HandledRequest": ("reply", "address", "said"),
    "Pending": ("address",),
    "Draft": ("ask", "origin"),
    "Payload": ("text",),
    "Alias": ("handle",),
    "Topic": ("tag", "shown"),
    "Collection": ("title",),
    "Space": ("title", "showcase", "log", "names"),
    "Edition": ("reasons",),
    "Term": ("word",),
    "Job": ("args",),
}
# Fields that hold names of kinds and states, references, hashes and settings chosen from lists.
CODES: Mapping[str, tuple[str, ...]] = {
    "Account": ("language", "zone", "home", "audience", "unpushed"),
    "Identity": ("platform", "user", "missed", "room", "private"),
    "Painting": ("request", "painter", "style", "verb", "refusal", "model", "why"),
    "Picture": ("blob", "mime", "model", "blur"),
    "DerivedFile": ("blob", "kind"),
    "Reaction": ("kind",),
    "Notice": ("kind",),
    "Subscription": ("zone", "state", "language"),
    "Report": ("reason", "state"),
    "Decision": ("kind",),
    "Event": ("kind", "surface", "terms", "purpose"),
    "Consent": ("purpose",),
    "LedgerEntry": ("kind", "day"),
    "Placement": ("platform", "ref", "request", "surface", "place"),
    "Delivery": ("kind", "key", "edits", "why"),
    "HandledRequest": ("request",),
    "Pending": ("request",),
    "Draft": ("place",),
    "Link": ("code", "state", "address", "there"),  # the code is stored as a hash: its plain word is a canary too
    "Departed": ("mark", "kind", "name"),
    "Space": ("platform", "ref", "language", "ceiling", "channels", "roles", "setters", "opened"),
    "Edition": ("period", "state", "terms", "collage"),
    "Job": ("kind", "lane", "key", "state", "error"),
    "KeyValue": ("name", "value"),
}


def declared() -> Iterator[tuple[type[Any], str]]:
    """Yield each noun and the name of each of its fields that can hold text."""
    for noun in NOUNS:
        types = get_type_hints(noun)
        yield from ((noun, field.name) for field in fields(noun) if _holds_text(types[field.name]))


def _holds_text(kind: Any) -> bool:
    """Return True for text, addresses, anything, and collections of them; enumerations have names of their own."""
    if kind in (str, Address, Any):
        return True
    if isinstance(kind, type) and not get_args(kind) and issubclass(kind, Enum | date | int | float):
        return False
    return any(_holds_text(part) for part in get_args(kind))
