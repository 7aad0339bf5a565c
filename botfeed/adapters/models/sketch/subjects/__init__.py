"""All that can be drawn."""

from __future__ import annotations

from botfeed.adapters.models.sketch.subjects import (
    buildings,
    farm,
    people,
    plants,
    sky,
    things,
    vehicles,
    wild,
    woodland,
)
from botfeed.adapters.models.sketch.subjects.subject import Stance, Subject

__all__ = ["ALL", "BY_NOUN", "Stance", "Subject"]

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

# Every noun, folded as `words` folds a prompt, to its subject and whether it is a plural.
BY_NOUN: dict[str, tuple[Subject, bool]] = {}
for _subject in ALL:
    for _form, _plural in _subject.forms():
        BY_NOUN.setdefault(_form, (_subject, _plural))
