"""Guarded steps and the end of a painting, shared by the state machine and its messages."""

from __future__ import annotations

from typing import Unpack

from botfeed.core.model import Job, Painting, PaintState
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PaintingValues, PaintingWhere
from botfeed.core.studio import allowance

UNPAINTED = (PaintState.ACCEPTED, PaintState.SUBMITTING, PaintState.SUBMITTED, PaintState.GENERATED)


def step(uow: Unit, painting: Painting, **values: Unpack[PaintingValues]) -> Painting | None:
    """Update a painting whose state and epoch are unchanged. Returns None if another process moved it."""
    mine: PaintingWhere = {"id": painting.id, "state": painting.state, "epoch": painting.epoch}
    return uow.get(Painting, painting.id) if uow.compare_and_set(Painting, mine, **values) else None


def settle(uow: Unit, id: int, pictures: int) -> None:
    """Finish a painting, delivered or undeliverable. Its cost was captured when the painter answered; one of an older
    version is captured now.
    """
    painting = uow.get(Painting, id)
    if painting and uow.compare_and_set(Painting, {"id": id, "state": PaintState.DELIVERING}, state=PaintState.DONE):
        allowance.capture(uow, painting, pictures)
        uow.delete(Job, key=f"deadline:{id}")
