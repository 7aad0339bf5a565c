"""Everything that can be drawn, in one tuple."""

from __future__ import annotations

from botfeed_sketch.subjects import (
    buildings,
    farm,
    landscape,
    people,
    plants,
    things,
    vehicles,
    wild,
    woodland,
)
from botfeed_sketch.subjects.subject import Stance, Subject

__all__ = ["ALL", "Stance", "Subject"]

ALL: tuple[Subject, ...] = (
    *woodland.ALL,
    *farm.ALL,
    *wild.ALL,
    *plants.ALL,
    *buildings.ALL,
    *vehicles.ALL,
    *people.ALL,
    *landscape.ALL,
    *things.ALL,
)
