"""Keep an adapter's values across restarts, each under a name."""

from __future__ import annotations

from botfeed.core.model import KeyValue
from botfeed.core.ports import Unit


def keep(uow: Unit, name: str, value: str) -> None:
    """Replace a value; an empty one deletes it."""
    uow.delete(KeyValue, name=name)
    if value:
        uow.insert(KeyValue(uow.new_id(), name, value))
