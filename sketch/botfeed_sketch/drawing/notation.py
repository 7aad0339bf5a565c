"""The notation of the subjects: a drawing is lines of text in a box of 200 by 200, feet at y = 190.

    c FILL cx cy r              circle
    e FILL cx cy rx ry [turn]   ellipse, turned by degrees
    r FILL x y w h [round]      rectangle
    p FILL path                 closed shape, SVG path commands
    l INK width path            line with round ends
    + ...                       goes on from the line before

A leading `=` draws the shape twice, the second time mirrored about x = 100. Colours: m main, l lighter, d darker,
a accent, o lighter accent, b darker accent, w white, k ink, or #rrggbb; `@40` after any means 40 % opaque.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from botfeed_sketch.drawing import colour

Tint = Callable[[str], str]
CONTINUED = re.compile(r"\n\s*\+ ")
MIRROR = "matrix(-1 0 0 1 200 0)"


def inks(main: str, accent: str) -> dict[str, str]:
    """Return the colours of one drawing by their letters."""
    return {
        "m": main,
        "l": colour.mix(main, "#fff6e6", 0.38),
        "d": colour.mix(main, "#20123a", 0.3),
        "a": accent,
        "o": colour.mix(accent, "#fff6e6", 0.4),
        "b": colour.mix(accent, "#20123a", 0.3),
        "w": "#fffaf2",
        "k": "#2b2233",
    }


def to_svg(drawing: str, inks: Mapping[str, str], tint: Tint) -> str:
    """Return a drawing as SVG elements; `tint` changes every colour last. An unknown shape raises ValueError."""
    lines = CONTINUED.sub(" ", drawing).splitlines()
    return "".join(_line(line.split(), inks, tint) for line in lines if line.strip())


def _line(parts: list[str], inks: Mapping[str, str], tint: Tint) -> str:
    shape, name, rest = parts[0], parts[1], parts[2:]
    name, _, share = name.partition("@")
    paint = tint(inks.get(name, name))
    element = _element(shape.lstrip("="), paint, int(share or 100) / 100, rest)
    return f'{element}<g transform="{MIRROR}">{element}</g>' if shape.startswith("=") else element


def _element(shape: str, paint: str, opacity: float, at: list[str]) -> str:
    fill = f'fill="{paint}"' if opacity == 1 else f'fill="{paint}" fill-opacity="{opacity}" stroke="none"'
    if shape == "c":
        return f'<circle cx="{at[0]}" cy="{at[1]}" r="{at[2]}" {fill}/>'
    if shape == "e":
        turn = f' transform="rotate({at[4]} {at[0]} {at[1]})"' if len(at) > 4 else ""
        return f'<ellipse cx="{at[0]}" cy="{at[1]}" rx="{at[2]}" ry="{at[3]}" {fill}{turn}/>'
    if shape == "r":
        round_ = at[4] if len(at) > 4 else "0"
        return f'<rect x="{at[0]}" y="{at[1]}" width="{at[2]}" height="{at[3]}" rx="{round_}" {fill}/>'
    if shape == "p":
        return f'<path d="{" ".join(at)}" {fill}/>'
    if shape == "l":
        return (
            f'<path d="{" ".join(at[1:])}" fill="none" stroke="{paint}" stroke-opacity="{opacity}" '
            f'stroke-width="{at[0]}" stroke-linecap="round" stroke-linejoin="round"/>'
        )
    raise ValueError(f"no such shape: {shape}")
