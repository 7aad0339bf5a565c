"""What stands behind and before the subjects, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Points, Stage, height_at


@dataclass(frozen=True, slots=True)
class Backdrop:
    """`horizon` is where vast things stand, `ground` where feet are, `waterline` where things float (pixels from the
    top).
    """

    back: str
    ground: float
    horizon: float
    front: str = ""
    waterline: float | None = None
    deep: bool = False
    hilly: bool = True  # vast things stand behind foothills


def sky(stage: Stage, *, disc: bool = True, clouds: bool = True) -> str:
    """The air, its light and a few clouds."""
    palette, width, height, unit = stage.palette, stage.width, stage.height, stage.unit
    paint, defs = stage.shade(*palette.sky)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    x = width * (stage.between(0.12, 0.3) if stage.rng.random() < 0.5 else stage.between(0.7, 0.88))
    y = height * (stage.between(0.34, 0.48) if palette.hour in ("sunset", "dawn") else stage.between(0.13, 0.24))
    if palette.dark:
        parts.append(stars(stage))
    if disc and stage.own_light:
        parts.append(light(stage, x, y))
    if clouds:
        spread = stage.between(0, width)
        for number in range(2 + int(stage.rng.random() * 3)):
            at = (spread + number * width * 0.37) % width
            parts.append(cloud(stage, at, height * stage.between(0.07, 0.32), unit * stage.between(8, 15)))
    return "".join(parts)


def light(stage: Stage, x: float, y: float) -> str:
    """The sun, or the moon by night."""
    unit, palette = stage.unit, stage.palette
    radius = unit * (stage.between(9, 13) if palette.hour in ("sunset", "dawn") else stage.between(6, 8.5))
    halo = stage.glow(x, y, radius * 4.5, palette.glow, 0.65)
    disc = stage.disc(x, y, radius, palette.glow)
    if not palette.dark:
        return halo + disc
    craters = ((-0.3, -0.2, 0.22), (0.35, 0.25, 0.16), (-0.1, 0.45, 0.13), (0.3, -0.4, 0.1))
    shade = colour.mix(palette.glow, palette.sky[1], 0.3)
    return (
        halo + disc + "".join(stage.disc(x + a * radius, y + b * radius, c * radius, shade, 0.6) for a, b, c in craters)
    )


def stars(stage: Stage, many: int = 90, down: float = 0.6) -> str:
    parts = []
    for _ in range(many):
        x, y = stage.between(0, stage.width), stage.between(0, stage.height * down)
        size = stage.between(0.12, 0.42) * stage.unit
        parts.append(stage.disc(x, y, size, "#fffbe8", stage.between(0.35, 1)))
    return "".join(parts)


def cloud(stage: Stage, x: float, y: float, size: float) -> str:
    """A soft bank of three heaps on a flat base."""
    heaps = ((-0.75, 0.12, 0.42), (-0.2, -0.16, 0.56), (0.42, 0.02, 0.46), (0.86, 0.2, 0.3))
    path = "".join(
        f"M{x + a * size - c * size:.1f} {y + b * size:.1f} a{c * size:.1f} {c * size:.1f} 0 1 1 {2 * c * size:.1f} 0"
        f" a{c * size:.1f} {c * size:.1f} 0 1 1 {-2 * c * size:.1f} 0 Z "
        for a, b, c in heaps
    )
    base = f"M{x - size:.1f} {y + 0.1 * size:.1f} h{2.1 * size:.1f} v{0.38 * size:.1f} h{-2.1 * size:.1f} Z"
    name = f"c{next(stage.ids)}"
    box = f'<rect x="{x - 2 * size:.1f}" y="{y - size:.1f}" width="{4 * size:.1f}" height="{1.4 * size:.1f}"/>'
    heaped = stage.path(path + base, stage.palette.cloud, 0.62)
    return f'<clipPath id="{name}">{box}</clipPath><g clip-path="url(#{name})">{heaped}</g>'


def layers(stage: Stage, top: float, bottom: float, rise: float) -> tuple[str, list[Points]]:
    """Four ranges of rolling land, paler with distance."""
    parts, lines = [], []
    for number, own in enumerate(stage.palette.layers):
        y = stage.height * (top + (bottom - top) * (number / 3) ** 1.15)
        line = stage.ridge(y, stage.height * rise * (1 - 0.18 * number), stage.between(0.8, 1.7))
        parts.append(stage.sheet(stage.below(line), own))
        lines.append(line)
    return "".join(parts), lines


def trees_along(stage: Stage, line: Points, own: str, many: int, size: float) -> str:
    """Small trees rooted on a line: firs or round crowns."""
    fir = stage.rng.random() < 0.5
    parts = []
    for _ in range(many):
        x = stage.between(0, stage.width)
        y = height_at(line, x) + size * 0.12
        scale = size * stage.between(0.65, 1.25)
        parts.append(small_fir(stage, x, y, scale, own) if fir else small_crown(stage, x, y, scale, own))
    return "".join(parts)


def small_fir(stage: Stage, x: float, y: float, size: float, own: str) -> str:
    tiers = "".join(
        (
            f"M{x:.1f} {y - size * top:.1f} L{x + size * half:.1f} {y - size * low:.1f}"
            f" L{x - size * half:.1f} {y - size * low:.1f} Z "
        )
        for top, low, half in ((1.0, 0.62, 0.17), (0.78, 0.36, 0.23), (0.52, 0.08, 0.29))
    )
    return stage.rect(x - size * 0.03, y - size * 0.1, size * 0.06, size * 0.12, own) + stage.path(tiers, own)


def small_crown(stage: Stage, x: float, y: float, size: float, own: str) -> str:
    trunk = stage.rect(x - size * 0.035, y - size * 0.4, size * 0.07, size * 0.42, colour.mix(own, "#3a2430", 0.4))
    crown = stage.disc(x, y - size * 0.6, size * 0.26, own, flat=1.25)
    lighter = colour.mix(own, stage.palette.glow, 0.3)
    lit = stage.disc(x - size * 0.07, y - size * 0.68, size * 0.13, lighter, 0.6, flat=1.2)
    return trunk + crown + lit


def tufts(stage: Stage, own: str, low: float, many: int = 26) -> str:
    """Blades of grass and a few flowers near the lower edge, below the height `low` (share of the canvas)."""
    parts = []
    petals = ("#fff6ea", "#ffd66b", "#ff9f8a", "#f2b8dc")[int(stage.rng.random() * 4)]
    for number in range(many):
        x, y = stage.between(0, stage.width), stage.height * stage.between(low, 1.02)
        size = stage.unit * stage.between(1.6, 3.4)
        blades = "".join(
            f"M{x:.1f} {y:.1f} q{lean * 0.3 * size:.1f} {-size * 0.7:.1f} {lean * size:.1f} {-size:.1f} "
            for lean in (-0.6, 0, 0.6)
        )
        parts.append(stage.line(blades, own, stage.unit * 0.32, 0.8))
        if number % 4 == 0:
            parts.append(stage.disc(x, y - size, stage.unit * 0.55, petals))
    return "".join(parts)


def frame_leaves(stage: Stage) -> str:
    """Dark leaves in one lower corner: depth, and a place to look in from."""
    own = colour.mix(stage.palette.near, "#141030", 0.42)
    left = stage.rng.random() < 0.5
    x0, turn = (0.0, 1) if left else (float(stage.width), -1)
    parts = []
    for step in range(6):
        lean = stage.between(0.1, 1.0) * turn
        size = stage.unit * stage.between(13, 25)
        x, y = x0 + turn * stage.unit * step * 2.4 - turn * stage.unit * 3, float(stage.height + 8)
        tip_x, tip_y = x + lean * size * 0.8, y - size
        d = (
            f"M{x:.1f} {y:.1f} Q{x - size * 0.22:.1f} {y - size * 0.6:.1f} {tip_x:.1f} {tip_y:.1f}"
            f" Q{x + size * 0.34:.1f} {y - size * 0.4:.1f} {x + size * 0.1:.1f} {y:.1f} Z"
        )
        parts.append(stage.path(d, colour.mix(own, stage.palette.layers[2], 0.12 * (step % 3))))
    return "".join(parts)
