"""Backdrops away from land and water: streets, rooms, the air, space and plain paper."""

from __future__ import annotations

from botfeed_sketch.backdrops import ground as backdrop
from botfeed_sketch.backdrops.ground import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Stage


def city(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    lit = palette.hour in ("night", "sunset")
    parts = [backdrop.sky(stage)]
    for number in range(3):
        own = colour.mix(palette.layers[number], "#454a70", 0.25)
        x = -stage.unit * stage.between(0, 10)
        while x < stage.width:
            wide, tall = stage.unit * stage.between(9, 17), height * stage.between(0.2, 0.5 - 0.08 * number)
            parts.append(_block(stage, x, height * 0.82, wide, tall, own=own, lit=lit))
            x += wide + stage.unit * stage.between(0, 2.5)
    street = colour.mix(palette.near, "#4a4a58", 0.5)
    parts.append(stage.sheet(f"M-10 {height * 0.8:.1f} H{stage.width + 10} V{height + 10} H-10 Z", street))
    parts += [
        stage.rect(
            stage.width * (k + 0.25) / 7, height * 0.955, stage.width * 0.075, stage.unit, "#f6ead0", opacity=0.7
        )
        for k in range(-1, 8)
    ]
    return Backdrop("".join(parts), height * 0.91, height * 0.8, hilly=False)


def _block(stage: Stage, x: float, base: float, wide: float, tall: float, *, own: str, lit: bool) -> str:
    d = f"M{x:.1f} {base:.1f} V{base - tall:.1f} H{x + wide:.1f} V{base:.1f} Z"
    parts = [stage.sheet(d, own, colour.mix(own, stage.palette.sky[1], 0.3))]
    window = "#ffe08a" if lit else colour.mix(own, "#ffffff", 0.35)
    pitch = stage.unit * 2.7
    for row in range(1, int(tall / pitch)):
        for column in range(1, int(wide / pitch)):
            if stage.rng.random() < (0.4 if lit else 0.6):
                left, top = x + (column - 0.15) * pitch, base - tall + (row - 0.4) * pitch
                parts.append(stage.rect(left, top, pitch * 0.42, pitch * 0.56, window, opacity=0.85))
    return "".join(parts)


def space(stage: Stage) -> Backdrop:
    width, height, unit = stage.width, stage.height, stage.unit
    pairs = (("#120a30", "#3a1f6a"), ("#07142e", "#123f6a"), ("#1a0a2e", "#7a2f6a"), ("#061a24", "#145a5a"))
    top, bottom = pairs[int(stage.rng.random() * 4)]
    paint, defs = stage.shade(top, bottom)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    parts += [_nebula(stage, own) for own in ("#e05a9a", "#4a8af0", "#3fc0b0")]
    parts.append(backdrop.stars(stage, 150, 1.0))
    parts += [_world(stage) for _ in range(2)]
    ground = stage.ridge(height * 0.86, height * 0.03, 1.0)
    soil = ("#a8a4b8", "#c9885f", "#7f9ab5")[int(stage.rng.random() * 3)]
    parts.append(stage.sheet(stage.below(ground), soil, colour.mix(soil, "#20183a", 0.5)))
    for _ in range(7):
        x, y, size = stage.between(0, width), height * stage.between(0.91, 0.99), unit * stage.between(2, 6)
        parts.append(stage.disc(x, y, size, colour.mix(soil, "#20183a", 0.35), 0.7, flat=0.3))
    return Backdrop("".join(parts), height * 0.93, height * 0.86, hilly=False)


def _nebula(stage: Stage, own: str) -> str:
    x, y = stage.between(0, stage.width), stage.between(0, stage.height)
    return stage.glow(x, y, stage.unit * stage.between(35, 60), own, 0.34, flat=0.7)


def _world(stage: Stage) -> str:
    side = stage.between(0.06, 0.26) if stage.rng.random() < 0.5 else stage.between(0.74, 0.94)
    x, y, r = stage.width * side, stage.height * stage.between(0.1, 0.5), stage.unit * stage.between(3, 8)
    own = ("#f0a070", "#7fc0e8", "#d68fd0", "#8fd0a0")[int(stage.rng.random() * 4)]
    shade = (
        f"M{x:.1f} {y - r:.1f} A{r:.1f} {r:.1f} 0 0 1 {x:.1f} {y + r:.1f} A{r * 1.5:.1f} {r * 1.5:.1f} 0"
        f" 0 0 {x:.1f} {y - r:.1f} Z"
    )
    return stage.disc(x, y, r, own) + stage.path(shade, "#1a1030", 0.3)


def air(stage: Stage) -> Backdrop:
    """High up: only sky, and clouds to look down on."""
    width, height, unit = stage.width, stage.height, stage.unit
    parts = [backdrop.sky(stage)]
    for number in range(4):
        own = colour.mix(stage.palette.cloud, stage.palette.layers[0], 0.4 - 0.13 * number)
        y = height * (0.76 + 0.075 * number)
        for slot in range(9):
            x = width * (slot + stage.rng.random() - 0.5) / 8
            parts.append(stage.disc(x, y + unit * 7, unit * stage.between(8, 14), own, 0.95, flat=0.8))
        parts.append(stage.rect(-5, y + unit * 9, width + 10, height, own))
    return Backdrop("".join(parts), height * 0.84, height * 0.8, hilly=False)


def table(stage: Stage) -> Backdrop:
    """A wall, a window with its weather outside, and a table."""
    width, height, unit, palette = stage.width, stage.height, stage.unit, stage.palette
    wall = colour.mix(palette.layers[0], "#f6e6d8", 0.35 if palette.dark else 0.62)
    paint, defs = stage.shade(colour.mix(wall, "#ffffff", 0.15), wall)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    if stage.rng.random() < 0.6:
        parts.append(_window(stage, width * (0.06 if stage.rng.random() < 0.5 else 0.6), height * 0.1))
    else:
        parts += [
            stage.disc(width * (c + 0.5 * (r % 2)) / 7, height * r / 9, unit * 0.9, palette.layers[1], 0.35)
            for r in range(8)
            for c in range(8)
        ]
    wood = colour.mix("#b57a4a", palette.near, 0.25)
    edge = height * 0.76
    parts.append(
        stage.sheet(f"M-10 {edge:.1f} H{width + 10} V{height + 10} H-10 Z", colour.mix(wood, "#fff0d8", 0.25), wood)
    )
    grain = "".join(
        f"M{stage.between(0, width):.1f} {height * stage.between(0.8, 0.99):.1f} h{unit * stage.between(8, 26):.1f} "
        for _ in range(14)
    )
    parts.append(stage.line(grain, colour.mix(wood, "#4a2a1a", 0.4), unit * 0.25, 0.4))
    return Backdrop("".join(parts), height * 0.89, edge, hilly=False)


def _window(stage: Stage, x: float, y: float) -> str:
    wide, tall, unit, palette = stage.width * 0.34, stage.height * 0.42, stage.unit, stage.palette
    paint, defs = stage.shade(*palette.sky)
    pane = f'{defs}<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{paint}"/>'
    sun = stage.disc(x + wide * 0.7, y + tall * 0.3, unit * 4, palette.glow)
    hill = stage.path(
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
    return pane + sun + hill + stage.line(bars, "#fff8ee", unit * 1.4)


def poster(stage: Stage) -> Backdrop:
    """Plain paper, one great disc behind the subject, a floor."""
    width, height, unit, palette = stage.width, stage.height, stage.unit, stage.palette
    ground = colour.mix(palette.sky[1], palette.layers[0], 0.35)
    paint, defs = stage.shade(colour.mix(ground, palette.sky[0], 0.35), ground)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    if palette.dark:
        parts.append(backdrop.stars(stage, 60))
    disc = colour.mix(palette.glow, palette.sky[0], 0.15 if palette.dark else 0.0)
    parts.append(stage.disc(width / 2, height * 0.5, unit * 37, disc, 0.9))
    parts.append(stage.disc(width / 2, height * 0.5, unit * 30, colour.mix(disc, "#ffffff", 0.4), 0.5))
    line = stage.ridge(height * 0.82, height * 0.025, 0.8)
    parts.append(stage.sheet(stage.below(line), palette.layers[2], palette.near))
    parts.append(backdrop.tufts(stage, colour.mix(palette.near, palette.glow, 0.2), 0.87, 16))
    return Backdrop(
        "".join(parts), height * 0.89, height * 0.8, backdrop.frame_leaves(stage) if stage.rng.random() < 0.5 else ""
    )
