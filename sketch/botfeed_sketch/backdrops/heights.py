"""Above the clouds, and outer space."""

from __future__ import annotations

from botfeed_sketch.backdrops import sky
from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas


def air(canvas: Canvas) -> Backdrop:
    """Draw the sky from high up, with clouds to look down on."""
    width, height, unit = canvas.width, canvas.height, canvas.unit
    parts = [sky.draw(canvas)]
    for number in range(4):
        tone = colour.mix(canvas.palette.cloud, canvas.palette.layers[0], 0.4 - 0.13 * number)
        y = height * (0.76 + 0.075 * number)
        for slot in range(9):
            x = width * (slot + canvas.rng.random() - 0.5) / 8
            parts.append(canvas.disc(x, y + unit * 7, unit * canvas.between(8, 14), tone, 0.95, flat=0.8))
        parts.append(canvas.rect(-5, y + unit * 9, width + 10, height, tone))
    return Backdrop("".join(parts), height * 0.84, height * 0.8, hilly=False)


def space(canvas: Canvas) -> Backdrop:
    """Draw stars, clouds of gas and two planets over the soil of a third."""
    width, height, unit = canvas.width, canvas.height, canvas.unit
    pairs = (("#120a30", "#3a1f6a"), ("#07142e", "#123f6a"), ("#1a0a2e", "#7a2f6a"), ("#061a24", "#145a5a"))
    top, bottom = pairs[int(canvas.rng.random() * 4)]
    paint, defs = canvas.shade(top, bottom)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    parts += [_nebula(canvas, tone) for tone in ("#e05a9a", "#4a8af0", "#3fc0b0")]
    parts.append(sky.stars(canvas, 150, 1.0))
    parts += [_planet(canvas) for _ in range(2)]
    surface = canvas.ridge(height * 0.86, height * 0.03, 1.0)
    soil = ("#a8a4b8", "#c9885f", "#7f9ab5")[int(canvas.rng.random() * 3)]
    parts.append(canvas.sheet(canvas.below(surface), soil, colour.mix(soil, "#20183a", 0.5)))
    for _ in range(7):
        x, y, size = canvas.between(0, width), height * canvas.between(0.91, 0.99), unit * canvas.between(2, 6)
        parts.append(canvas.disc(x, y, size, colour.mix(soil, "#20183a", 0.35), 0.7, flat=0.3))
    return Backdrop("".join(parts), height * 0.93, height * 0.86, hilly=False)


def _nebula(canvas: Canvas, tone: str) -> str:
    x, y = canvas.between(0, canvas.width), canvas.between(0, canvas.height)
    return canvas.glow(x, y, canvas.unit * canvas.between(35, 60), tone, 0.34, flat=0.7)


def _planet(canvas: Canvas) -> str:
    side = canvas.between(0.06, 0.26) if canvas.rng.random() < 0.5 else canvas.between(0.74, 0.94)
    x, y, r = canvas.width * side, canvas.height * canvas.between(0.1, 0.5), canvas.unit * canvas.between(3, 8)
    tone = ("#f0a070", "#7fc0e8", "#d68fd0", "#8fd0a0")[int(canvas.rng.random() * 4)]
    shade = (
        f"M{x:.1f} {y - r:.1f} A{r:.1f} {r:.1f} 0 0 1 {x:.1f} {y + r:.1f} A{r * 1.5:.1f} {r * 1.5:.1f} 0"
        f" 0 0 {x:.1f} {y - r:.1f} Z"
    )
    return canvas.disc(x, y, r, tone) + canvas.path(shade, "#1a1030", 0.3)
