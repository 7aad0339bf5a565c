"""All that can be drawn."""

from __future__ import annotations

from botfeed_sketch.subjects import (
    buildings,
    farm,
    people,
    plants,
    things,
    vehicles,
    wild,
    woodland,
)
from botfeed_sketch.subjects import (
    landscape as sky,
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
    *sky.ALL,
    *things.ALL,
)
