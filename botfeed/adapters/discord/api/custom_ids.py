"""Custom ids of buttons and forms: the payload, and what makes the id the only one of its message."""

from __future__ import annotations

SEPARATOR = "|"


def custom_id(payload: str, unique: str) -> str:
    return f"{payload}{SEPARATOR}{unique}"


def payload(custom_id: str) -> str:
    """Return the payload of a custom id."""
    return custom_id.rpartition(SEPARATOR)[0] or custom_id
