"""The types that cross the border of this package, and its error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    SQUARE = "square"
    WIDE = "wide"
    TALL = "tall"


SIZES = {Shape.SQUARE: (768, 768), Shape.WIDE: (1024, 640), Shape.TALL: (640, 1024)}  # pixels


@dataclass(frozen=True, slots=True)
class Order:
    """A request for pictures: a prompt in English or Italian, one of `STYLES`, a shape, a seed and how many.

    Without a seed the prompt decides. Further pictures count on from the seed. No style, or an unknown one, looks like
    the first; but its name goes into the dice, so that it is another picture under the same seed.
    """

    prompt: str
    style: str = ""
    shape: Shape = Shape.SQUARE
    seed: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as SVG, its English description, its seed, and the nouns of the prompt that it could not draw."""

    svg: str
    description: str
    seed: int
    missing: tuple[str, ...] = ()


class RenderError(Exception):
    """The SVG could not be turned into a PNG."""
