"""Under the sea."""

from __future__ import annotations

from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas


def seabed(canvas: Canvas) -> Backdrop:
    """Draw rays of light, weed, corals and bubbles over sand."""
    width, height, unit = canvas.width, canvas.height, canvas.unit
    blues = (("#8fe3e0", "#15648c"), ("#6fd0ee", "#1b3f8a"), ("#a6e8c8", "#0f6a78"), ("#7fb8f0", "#2a3a90"))
    top, bottom = blues[int(canvas.rng.random() * 4)]
    if canvas.palette.dark:
        top, bottom = colour.mix(top, "#0a1440", 0.6), colour.mix(bottom, "#060a28", 0.6)
    paint, defs = canvas.shade(top, bottom)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    for _ in range(5):
        x, spread = canvas.between(0, width), canvas.between(4, 12) * unit
        d = (
            f"M{x:.1f} -5 L{x + spread * 0.6:.1f} -5 L{x + spread * 2.2:.1f} {height * 0.85:.1f}"
            f" L{x + spread * 0.4:.1f} {height * 0.85:.1f} Z"
        )
        parts.append(canvas.path(d, "#ffffff", 0.08))
    for number, share in enumerate((0.35, 0.6)):
        line = canvas.ridge(height * (0.78 + 0.06 * number), height * 0.06, 1.4)
        parts.append(canvas.sheet(canvas.below(line), colour.mix(bottom, "#0a2a4a", share * 0.5), bottom))
    sand = colour.mix("#ecd6a0", bottom, 0.35)
    parts.append(canvas.sheet(canvas.below(canvas.ridge(height * 0.9, height * 0.02)), sand))
    parts += (
        [_weed(canvas) for _ in range(9)] + [_bubble(canvas) for _ in range(22)] + [_coral(canvas) for _ in range(3)]
    )
    return Backdrop("".join(parts), height * 0.93, height * 0.8, deep=True, hilly=False)


def _weed(canvas: Canvas) -> str:
    x, size = (
        canvas.width * (canvas.between(0, 0.3) if canvas.rng.random() < 0.5 else canvas.between(0.7, 1)),
        canvas.unit * canvas.between(14, 34),
    )
    sway, y = canvas.unit * canvas.between(-5, 5), canvas.height * 0.95
    d = f"M{x:.1f} {y:.1f} q{sway:.1f} {-size / 3:.1f} 0 {-size / 2:.1f} t0 {-size / 2:.1f}"
    return canvas.line(
        d, ("#2f9a6a", "#5fb04a", "#1f7a6a")[int(canvas.rng.random() * 3)], canvas.unit * canvas.between(1, 1.8)
    )


def _coral(canvas: Canvas) -> str:
    x, y, size = canvas.between(0, canvas.width), canvas.height * 0.95, canvas.unit * canvas.between(5, 9)
    tone = ("#f0708a", "#f59a5a", "#b57ae0")[int(canvas.rng.random() * 3)]
    d = "".join(
        f"M{x:.1f} {y:.1f} q{lean * size * 0.2:.1f} {-size * 0.6:.1f} {lean * size:.1f} {-size * reach:.1f} "
        for lean, reach in ((-0.8, 0.8), (-0.3, 1.2), (0.3, 1.1), (0.8, 0.7))
    )
    return canvas.line(d, tone, size * 0.2)


def _bubble(canvas: Canvas) -> str:
    x, y, size = (
        canvas.between(0, canvas.width),
        canvas.between(0, canvas.height * 0.9),
        canvas.unit * canvas.between(0.4, 1.6),
    )
    return canvas.disc(x, y, size, "#ffffff", 0.28) + canvas.disc(
        x - size * 0.3, y - size * 0.3, size * 0.3, "#ffffff", 0.7
    )
