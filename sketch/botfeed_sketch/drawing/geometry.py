"""Points and paths that need no canvas."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin

Points = list[tuple[float, float]]


def height_at(line: Points, x: float) -> float:
    """Return the height of a line at x; beyond its ends, that of its last point."""
    for (x1, y1), (x2, y2) in pairwise(line):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return line[-1][1]


def star(points: int, outer: float, inner: float, centre: tuple[float, float] = (100, 100)) -> str:
    """Return the SVG path of a star with so many points; the radii are those of its points and of its notches."""
    corners = []
    for corner in range(points * 2):
        reach = inner if corner % 2 else outer
        angle = pi * corner / points - pi / 2
        corners.append(f"{centre[0] + reach * cos(angle):.1f} {centre[1] + reach * sin(angle):.1f}")
    return "M" + " L".join(corners) + " Z"
