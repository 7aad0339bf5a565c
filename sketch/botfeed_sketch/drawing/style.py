"""Ways of painting: what happens to every colour, and to every edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from botfeed_sketch.drawing import colour


@dataclass(frozen=True, slots=True)
class Style:
    """`line` is the width of an outline in pixels, 0 for none; `drop` the offset of a paper's shadow."""

    name: str
    tint: Callable[[str], str]
    line: float = 0.0
    line_colour: str = "#000000"
    drop: float = 0.0
    hour: str = ""  # always
    usual: str = ""  # unless the prompt says otherwise
    grid: bool = False
    frame: str = ""


def _flat(own: str) -> str:
    return own


def _pastel(own: str) -> str:
    return colour.mix(colour.fade(own, 0.12), "#fff8f4", 0.46)


def _ink(own: str) -> str:
    return colour.ramp(("#23222b", "#6f6c70", "#cfc9bd", "#f4efe4", "#fffdf7"), colour.light(own) ** 0.8)


def _night(own: str) -> str:
    deep = colour.mix(own, "#0c1648", 0.36)
    return colour.mix(deep, own, 0.5) if colour.light(own) > 0.82 else deep


def _paper(own: str) -> str:
    return colour.mix(colour.fade(own, 0.1), "#f3e6cf", 0.14)


def _blueprint(own: str) -> str:
    return colour.ramp(("#0f3263", "#174a86", "#205a9c", "#2f70b6"), colour.light(own))


def _riso(own: str) -> str:
    return colour.ramp(("#20285f", "#3f4fa0", "#e8566e", "#ff9f80", "#ffe3b8", "#fff7e6"), colour.light(own))


ALL = (
    Style("flat", _flat),
    Style("pastel", _pastel),
    Style("ink", _ink, line=2.6, line_colour="#23222b", usual="day", frame="#fffdf7"),
    Style("night", _night, hour="night"),
    Style("paper", _paper, drop=6.0, frame="#fbf3e3"),
    Style("blueprint", _blueprint, line=1.8, line_colour="#dcebff", usual="day", grid=True),
    Style("riso", _riso, frame="#fff7e6"),
)
NAMES = tuple(style.name for style in ALL)


def named(name: str) -> Style:
    """The style of this name; the first where there is none."""
    wanted = name.strip().casefold()
    return next((style for style in ALL if style.name == wanted), ALL[0])
