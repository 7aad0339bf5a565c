"""The type of everything that can be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Stance(Enum):
    """The part of a scene that a subject stands in."""

    GROUND = "ground"  # stands on the ground
    SKY = "sky"  # hangs or flies above the horizon
    WATER = "water"  # floats: its lower part goes under the waterline where there is water
    DEEP = "deep"  # swims
    VAST = "vast"  # part of the landscape: stands on the horizon, large


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be drawn, and the words for it.

    `nouns` are singular/plural pairs in English, then Italian; the first pair is its name. `_` joins two words.
    `drawing` is in the notation of `drawing/notation.py`, `colour` and `accent` are its letters m and a, `home` is the
    place it is at where the prompt names none.

    `seat` is where something sits that is on top of it, in the box of 200 by 200. `coats` are colours it also comes in
    when none was asked for.
    """

    nouns: str
    colour: str
    drawing: str
    accent: str = "#f6c945"
    home: str = ""
    stance: Stance = Stance.GROUND
    size: float = 1.0
    seat: tuple[int, int] = (100, 40)
    coats: tuple[str, ...] = ()
    shelter: bool = False  # "under" it means below its roof or crown

    @property
    def name(self) -> str:
        return self.nouns.split()[0].split("/")[0].replace("_", " ")

    @property
    def plural(self) -> str:
        return self.nouns.split()[0].split("/")[1].replace("_", " ")

    def forms(self) -> list[tuple[str, bool]]:
        """Return all its nouns, each with True for a plural."""
        pairs = [pair.replace("_", " ").split("/") for pair in self.nouns.split()]
        return [(form, number > 0) for pair in pairs for number, form in enumerate(pair)]
