"""The styles: what each does to every colour and every edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from botfeed_sketch.drawing import colour


@dataclass(frozen=True, slots=True)
class Style:
    """A way of painting; `line` is the width of outlines and `drop` the offset of a paper's shadow, in pixels."""

    name: str
    tint: Callable[[str], str]
    line: float = 0.0
    line_colour: str = "#000000"
    drop: float = 0.0
    hour: str = ""  # the hour of every picture in this style
    usual: str = ""  # the hour where the prompt names none
    grid: bool = False
    frame: str = ""


def _flat(tone: str) -> str:
    return tone


def _pastel(tone: str) -> str:
    return colour.mix(colour.fade(tone, 0.12), "#fff8f4", 0.46)


def _ink(tone: str) -> str:
    return colour.ramp(("#23222b", "#6f6c70", "#cfc9bd", "#f4efe4", "#fffdf7"), colour.light(tone) ** 0.8)


def _night(tone: str) -> str:
    deep = colour.mix(tone, "#0c1648", 0.36)
    return colour.mix(deep, tone, 0.5) if colour.light(tone) > 0.82 else deep


def _paper(tone: str) -> str:
    return colour.mix(colour.fade(tone, 0.1), "#f3e6cf", 0.14)


def _blueprint(tone: str) -> str:
    return colour.ramp(("#0f3263", "#174a86", "#205a9c", "#2f70b6"), colour.light(tone))


def _riso(tone: str) -> str:
    return colour.ramp(("#20285f", "#3f4fa0", "#e8566e", "#ff9f80", "#ffe3b8", "#fff7e6"), colour.light(tone))


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
    """Return the style of this name, or the first where none has it."""
    wanted = name.strip().casefold()
    return next((style for style in ALL if style.name == wanted), ALL[0])
