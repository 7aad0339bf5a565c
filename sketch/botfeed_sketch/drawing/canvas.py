"""SVG shapes in pixels, coloured by the style, and the lines of a landscape."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from math import pi, sin
from random import Random

from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.geometry import Points
from botfeed_sketch.drawing.palette import Palette
from botfeed_sketch.drawing.style import Style


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size, colours and randomness of one picture. `rng` is its only random source, `ids` numbers its gradients."""

    width: int
    height: int
    palette: Palette
    style: Style
    rng: Random
    own_light: bool = True  # draw a sun or moon; False where a subject is one, or clouds hide it
    ids: count[int] = field(default_factory=count)

    @property
    def unit(self) -> float:
        """Return a hundredth of the shorter side, in pixels."""
        return min(self.width, self.height) / 100

    def between(self, low: float, high: float) -> float:
        """Draw a number evenly from a range."""
        return low + (high - low) * self.rng.random()

    def ink(self, tone: str) -> str:
        """Return a colour as the style changes it."""
        return self.style.tint(tone)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, *, opacity: float = 1.0) -> str:
        return (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{self.ink(fill)}"'
            f' fill-opacity="{opacity:.2f}"/>'
        )

    def disc(self, x: float, y: float, r: float, fill: str, opacity: float = 1.0, *, flat: float = 1.0) -> str:
        return (
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r:.1f}" ry="{r * flat:.1f}" fill="{self.ink(fill)}"'
            f' fill-opacity="{opacity:.2f}"/>'
        )

    def path(self, d: str, fill: str, opacity: float = 1.0) -> str:
        return f'<path d="{d}" fill="{self.ink(fill)}" fill-opacity="{opacity:.2f}"/>'

    def line(self, d: str, stroke: str, width: float, opacity: float = 1.0) -> str:
        return (
            f'<path d="{d}" fill="none" stroke="{self.ink(stroke)}" stroke-width="{width:.1f}"'
            f' stroke-opacity="{opacity:.2f}" stroke-linecap="round"/>'
        )

    def sheet(self, d: str, top: str, bottom: str = "") -> str:
        """Draw a layer of land: shaded from its edge down, outlined or shadowed as the style wants."""
        paint, defs = self.shade(top, bottom or colour.mix(top, self.palette.near, 0.25))
        edge = f' stroke="{self.style.line_colour}" stroke-width="{self.style.line}"' if self.style.line else ""
        drop = self.style.drop
        shadow = f'<path d="{d}" fill="#1a1020" fill-opacity="0.18" transform="translate(0 {-drop})"/>' if drop else ""
        return f'{defs}{shadow}<path d="{d}" fill="{paint}"{edge}/>'

    def shade(self, top: str, bottom: str) -> tuple[str, str]:
        """Return a vertical gradient: the paint that names it, and its definition."""
        name = f"s{next(self.ids)}"
        stops = "".join(f'<stop offset="{at}" stop-color="{self.ink(tone)}"/>' for at, tone in ((0, top), (1, bottom)))
        return f"url(#{name})", f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'

    def glow(self, x: float, y: float, r: float, tone: str, strength: float, *, flat: float = 1.0) -> str:
        """Draw light that fades outwards; `strength` is its opacity in the middle."""
        name = f"g{next(self.ids)}"
        stops = "".join(
            f'<stop offset="{at}" stop-color="{self.ink(tone)}" stop-opacity="{strength * share:.3f}"/>'
            for at, share in ((0, 1), (0.45, 0.5), (1, 0))
        )
        return (
            f'<radialGradient id="{name}">{stops}</radialGradient>'
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r:.1f}" ry="{r * flat:.1f}" fill="url(#{name})"/>'
        )

    def ridge(self, y: float, rise: float, waves: float = 2.0) -> Points:
        """Return a rolling line across the canvas around height y."""
        phases = [self.between(0, 2 * pi) for _ in range(3)]
        points = []
        for step in range(41):
            at = step / 40
            lift = sum(
                sin(at * 2 * pi * waves * factor + phase) / factor
                for factor, phase in zip((0.5, 1.0, 2.3), phases, strict=True)
            )
            points.append((at * self.width, y - rise * lift * 0.4))
        return points

    def crags(self, y: float, rise: float, peaks: int) -> Points:
        """Return a jagged line across the canvas, with peaks of about `rise` above y."""
        points: Points = [(-self.width * 0.1, y)]
        for peak in range(peaks):
            middle = (peak + self.between(0.3, 0.7)) / peaks * self.width
            points.append((middle, y - rise * self.between(0.6, 1.0)))
            points.append(((peak + 1) / peaks * self.width, y - rise * self.between(0.0, 0.3)))
        return points

    def below(self, points: Points) -> str:
        """Return the SVG path of the land under a line."""
        line = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        return f"M-10 {self.height + 10} L{line} L{self.width + 10} {self.height + 10} Z"
