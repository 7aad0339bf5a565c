"""Backdrops of a scene: each is one function that draws one place."""

from __future__ import annotations

from collections.abc import Callable

from botfeed_sketch.backdrops import city, heights, indoors, land, underwater, water
from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing.canvas import Canvas

__all__ = ["PLACES", "Backdrop"]

PLACES: dict[str, Callable[[Canvas], Backdrop]] = {
    "hills": land.hills,
    "meadow": land.meadow,
    "forest": land.forest,
    "mountains": land.mountains,
    "desert": land.desert,
    "field": land.field,
    "savanna": land.savanna,
    "village": land.village,
    "ice": land.ice,
    "sea": water.sea,
    "sea_shore": water.shore,
    "beach": water.beach,
    "lake": water.lake,
    "underwater": underwater.seabed,
    "city": city.streets,
    "space": heights.space,
    "sky": heights.air,
    "table": indoors.table,
    "poster": indoors.poster,
}
