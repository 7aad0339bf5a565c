"""Guarded steps of a painting, and its end: what both the state machine and its messages need."""

from __future__ import annotations

from typing import Any

from botfeed.core.model import Job, Painting, PaintState
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PaintingWhere
from botfeed.core.studio import allowance

UNPAINTED = (PaintState.ACCEPTED, PaintState.SUBMITTING, PaintState.SUBMITTED, PaintState.GENERATED)
OPEN = (*UNPAINTED, PaintState.DELIVERING)


def step(uow: Unit, painting: Painting, **values: Any) -> Painting | None:
    """Change a painting that is still as we know it, by state and epoch; None where somebody else moved it."""
    mine: PaintingWhere = {"id": painting.id, "state": painting.state, "epoch": painting.epoch}
    return uow.get(Painting, painting.id) if uow.compare_and_set(Painting, mine, **values) else None


def settle(uow: Unit, id: int, pictures: int) -> None:
    """Capture the cost: the message arrived, or nobody can be told and the pictures are theirs all the same."""
    painting = uow.get(Painting, id)
    if painting and uow.compare_and_set(Painting, {"id": id, "state": PaintState.DELIVERING}, state=PaintState.DONE):
        allowance.capture(uow, painting, pictures)
        uow.delete(Job, key=f"deadline:{id}")
