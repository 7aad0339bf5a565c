"""A room, and the plain ground of a poster."""

from __future__ import annotations

from botfeed_sketch.backdrops import ground, sky
from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas


def table(canvas: Canvas) -> Backdrop:
    """Draw a wall, a window or a pattern on it, and a table."""
    width, height, unit, palette = canvas.width, canvas.height, canvas.unit, canvas.palette
    wall = colour.mix(palette.layers[0], "#f6e6d8", 0.35 if palette.dark else 0.62)
    paint, defs = canvas.shade(colour.mix(wall, "#ffffff", 0.15), wall)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    if canvas.rng.random() < 0.6:
        parts.append(_window(canvas, width * (0.06 if canvas.rng.random() < 0.5 else 0.6), height * 0.1))
    else:
        parts += [
            canvas.disc(width * (c + 0.5 * (r % 2)) / 7, height * r / 9, unit * 0.9, palette.layers[1], 0.35)
            for r in range(8)
            for c in range(8)
        ]
    wood = colour.mix("#b57a4a", palette.near, 0.25)
    edge = height * 0.76
    parts.append(
        canvas.sheet(f"M-10 {edge:.1f} H{width + 10} V{height + 10} H-10 Z", colour.mix(wood, "#fff0d8", 0.25), wood)
    )
    grain = "".join(
        f"M{canvas.between(0, width):.1f} {height * canvas.between(0.8, 0.99):.1f} h{unit * canvas.between(8, 26):.1f} "
        for _ in range(14)
    )
    parts.append(canvas.line(grain, colour.mix(wood, "#4a2a1a", 0.4), unit * 0.25, 0.4))
    return Backdrop("".join(parts), height * 0.89, edge, hilly=False)


def _window(canvas: Canvas, x: float, y: float) -> str:
    wide, tall, unit, palette = canvas.width * 0.34, canvas.height * 0.42, canvas.unit, canvas.palette
    paint, defs = canvas.shade(*palette.sky)
    pane = f'{defs}<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{paint}"/>'
    sun = canvas.disc(x + wide * 0.7, y + tall * 0.3, unit * 4, palette.glow)
    hill = canvas.path(
        (
            f"M{x:.1f} {y + tall:.1f} V{y + tall * 0.75:.1f} Q{x + wide * 0.4:.1f} {y + tall * 0.5:.1f}"
            f" {x + wide:.1f} {y + tall * 0.8:.1f} V{y + tall:.1f} Z"
        ),
        palette.layers[2],
    )
    bars = (
        f"M{x:.1f} {y:.1f} h{wide:.1f} v{tall:.1f} h{-wide:.1f} Z M{x + wide / 2:.1f} {y:.1f} v{tall:.1f}"
        f" M{x:.1f} {y + tall / 2:.1f} h{wide:.1f}"
    )
    return pane + sun + hill + canvas.line(bars, "#fff8ee", unit * 1.4)


def poster(canvas: Canvas) -> Backdrop:
    """Draw plain paper, one large disc behind the subject, and a floor."""
    width, height, unit, palette = canvas.width, canvas.height, canvas.unit, canvas.palette
    wall = colour.mix(palette.sky[1], palette.layers[0], 0.35)
    paint, defs = canvas.shade(colour.mix(wall, palette.sky[0], 0.35), wall)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    if palette.dark:
        parts.append(sky.stars(canvas, 60))
    disc = colour.mix(palette.glow, palette.sky[0], 0.15 if palette.dark else 0.0)
    parts.append(canvas.disc(width / 2, height * 0.5, unit * 37, disc, 0.9))
    parts.append(canvas.disc(width / 2, height * 0.5, unit * 30, colour.mix(disc, "#ffffff", 0.4), 0.5))
    line = canvas.ridge(height * 0.82, height * 0.025, 0.8)
    parts.append(canvas.sheet(canvas.below(line), palette.layers[2], palette.near))
    parts.append(ground.tufts(canvas, colour.mix(palette.near, palette.glow, 0.2), 0.87, 16))
    return Backdrop(
        "".join(parts), height * 0.89, height * 0.8, ground.frame_leaves(canvas) if canvas.rng.random() < 0.5 else ""
    )
