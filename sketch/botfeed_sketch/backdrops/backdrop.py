"""Type of a backdrop: the scenery of one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backdrop:
    """SVG behind and before the subjects, and the heights at which they stand, in pixels from the top.

    Vast things stand at `horizon`, feet at `ground`, and what floats lies at `waterline`.
    """

    back: str
    ground: float
    horizon: float
    front: str = ""
    waterline: float | None = None  # None where there is no water
    deep: bool = False  # under water: whatever swims or floats hangs in the middle
    hilly: bool = True  # vast things stand behind foothills
