"""What an adapter keeps in mind beyond a restart: one value under a name."""

from __future__ import annotations

from botfeed.core.model import Fact
from botfeed.core.ports import Unit


def keep(uow: Unit, name: str, value: str) -> None:
    """Put a value in the place of the one before; empty: there is none any more."""
    uow.remove(Fact, name=name)
    if value:
        uow.add(Fact(uow.new_id(), name, value))
