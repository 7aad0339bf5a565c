"""Land that many places share: rolling hills, small trees, grass and leaves."""

from __future__ import annotations

from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas
from botfeed_sketch.drawing.geometry import Points, height_at


def layers(canvas: Canvas, top: float, bottom: float, rise: float) -> tuple[str, list[Points]]:
    """Draw four ranges of rolling land, paler with distance; return them and their upper lines.

    `top` and `bottom` are where the first and the last begin, `rise` how high they roll, as shares of the height.
    """
    parts, lines = [], []
    for number, tone in enumerate(canvas.palette.layers):
        y = canvas.height * (top + (bottom - top) * (number / 3) ** 1.15)
        line = canvas.ridge(y, canvas.height * rise * (1 - 0.18 * number), canvas.between(0.8, 1.7))
        parts.append(canvas.sheet(canvas.below(line), tone))
        lines.append(line)
    return "".join(parts), lines


def trees_along(canvas: Canvas, line: Points, tone: str, many: int, size: float) -> str:
    """Draw small trees rooted on a line, all firs or all with round crowns."""
    fir = canvas.rng.random() < 0.5
    parts = []
    for _ in range(many):
        x = canvas.between(0, canvas.width)
        y = height_at(line, x) + size * 0.12
        scale = size * canvas.between(0.65, 1.25)
        parts.append(small_fir(canvas, x, y, scale, tone) if fir else small_crown(canvas, x, y, scale, tone))
    return "".join(parts)


def small_fir(canvas: Canvas, x: float, y: float, size: float, tone: str) -> str:
    """Draw a fir of three tiers; `size` is its height in pixels."""
    tiers = "".join(
        (
            f"M{x:.1f} {y - size * top:.1f} L{x + size * half:.1f} {y - size * low:.1f}"
            f" L{x - size * half:.1f} {y - size * low:.1f} Z "
        )
        for top, low, half in ((1.0, 0.62, 0.17), (0.78, 0.36, 0.23), (0.52, 0.08, 0.29))
    )
    return canvas.rect(x - size * 0.03, y - size * 0.1, size * 0.06, size * 0.12, tone) + canvas.path(tiers, tone)


def small_crown(canvas: Canvas, x: float, y: float, size: float, tone: str) -> str:
    """Draw a tree with a round crown; `size` is about its height in pixels."""
    trunk = canvas.rect(x - size * 0.035, y - size * 0.4, size * 0.07, size * 0.42, colour.mix(tone, "#3a2430", 0.4))
    crown = canvas.disc(x, y - size * 0.6, size * 0.26, tone, flat=1.25)
    lighter = colour.mix(tone, canvas.palette.glow, 0.3)
    lit = canvas.disc(x - size * 0.07, y - size * 0.68, size * 0.13, lighter, 0.6, flat=1.2)
    return trunk + crown + lit


def tufts(canvas: Canvas, tone: str, low: float, many: int = 26) -> str:
    """Draw grass and a few flowers below `low`, a share of the canvas's height."""
    parts = []
    petals = ("#fff6ea", "#ffd66b", "#ff9f8a", "#f2b8dc")[int(canvas.rng.random() * 4)]
    for number in range(many):
        x, y = canvas.between(0, canvas.width), canvas.height * canvas.between(low, 1.02)
        size = canvas.unit * canvas.between(1.6, 3.4)
        blades = "".join(
            f"M{x:.1f} {y:.1f} q{lean * 0.3 * size:.1f} {-size * 0.7:.1f} {lean * size:.1f} {-size:.1f} "
            for lean in (-0.6, 0, 0.6)
        )
        parts.append(canvas.line(blades, tone, canvas.unit * 0.32, 0.8))
        if number % 4 == 0:
            parts.append(canvas.disc(x, y - size, canvas.unit * 0.55, petals))
    return "".join(parts)


def frame_leaves(canvas: Canvas) -> str:
    """Draw dark leaves in one lower corner, which give the picture depth."""
    tone = colour.mix(canvas.palette.near, "#141030", 0.42)
    left = canvas.rng.random() < 0.5
    x0, turn = (0.0, 1) if left else (float(canvas.width), -1)
    parts = []
    for step in range(6):
        lean = canvas.between(0.1, 1.0) * turn
        size = canvas.unit * canvas.between(13, 25)
        x, y = x0 + turn * canvas.unit * step * 2.4 - turn * canvas.unit * 3, float(canvas.height + 8)
        tip_x, tip_y = x + lean * size * 0.8, y - size
        d = (
            f"M{x:.1f} {y:.1f} Q{x - size * 0.22:.1f} {y - size * 0.6:.1f} {tip_x:.1f} {tip_y:.1f}"
            f" Q{x + size * 0.34:.1f} {y - size * 0.4:.1f} {x + size * 0.1:.1f} {y:.1f} Z"
        )
        parts.append(canvas.path(d, colour.mix(tone, canvas.palette.layers[2], 0.12 * (step % 3))))
    return "".join(parts)
