"""What an adapter keeps in mind beyond a restart: one value under a name."""

from __future__ import annotations

from botfeed.core.model import KeyValue
from botfeed.core.ports import Unit


def keep(uow: Unit, name: str, value: str) -> None:
    """Put a value in the place of the one before; empty: there is none any more."""
    uow.delete(KeyValue, name=name)
    if value:
        uow.insert(KeyValue(uow.new_id(), name, value))
