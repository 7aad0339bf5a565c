"""Backdrops on land."""

from __future__ import annotations

from math import cos, pi, sin

from botfeed_sketch.backdrops import ground as backdrop
from botfeed_sketch.backdrops.ground import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Stage, height_at


def hills(stage: Stage) -> Backdrop:
    land, lines = backdrop.layers(stage, 0.5, 0.76, 0.07)
    own = colour.mix(stage.palette.layers[2], stage.palette.near, 0.6)
    woods = backdrop.trees_along(stage, lines[1], own, 14, stage.unit * 8) if stage.rng.random() < 0.75 else ""
    front = backdrop.frame_leaves(stage) if stage.rng.random() < 0.6 else ""
    grass = backdrop.tufts(stage, colour.mix(stage.palette.near, stage.palette.glow, 0.25), 0.82)
    return Backdrop(backdrop.sky(stage) + land + woods + grass, stage.height * 0.9, stage.height * 0.62, front)


def meadow(stage: Stage) -> Backdrop:
    width, height, palette = stage.width, stage.height, stage.palette
    far = stage.sheet(stage.below(stage.ridge(height * 0.6, height * 0.05, 1.2)), palette.layers[1])
    crest = height * stage.between(0.66, 0.7)
    mound = (
        f"M-20 {height + 20} L-20 {crest + height * 0.1:.1f} Q{width / 2} {crest - height * 0.1:.1f}"
        f" {width + 20} {crest + height * 0.1:.1f} L{width + 20} {height + 20} Z"
    )
    near = stage.sheet(mound, palette.layers[2], palette.near)
    flowers = "".join(_flower(stage) for _ in range(34))
    grass = backdrop.tufts(stage, colour.mix(palette.near, palette.glow, 0.2), 0.76, 30)
    return Backdrop(backdrop.sky(stage) + far + near + grass + flowers, height * 0.89, height * 0.62)


def _flower(stage: Stage) -> str:
    x, y = stage.between(0, stage.width), stage.height * (0.76 + 0.24 * stage.rng.random() ** 0.7)
    size = stage.unit * (0.5 + 1.3 * (y / stage.height - 0.7) / 0.3)
    own = ("#fff6ea", "#ff8f8a", "#ffd66b", "#c9a6f0", "#ffb86b")[int(stage.rng.random() * 5)]
    petals = (
        stage.disc(x + size * 0.7 * cos(a), y + size * 0.7 * sin(a), size * 0.55, own)
        for a in (pi * 2 * k / 5 for k in range(5))
    )
    return "".join(petals) + stage.disc(x, y, size * 0.45, "#f2a93c")


def forest(stage: Stage) -> Backdrop:
    height, palette, unit = stage.height, stage.palette, stage.unit
    parts = [backdrop.sky(stage, clouds=False)]
    for number, own in enumerate(palette.layers[:3]):
        line = stage.ridge(height * (0.6 + 0.09 * number), height * 0.03, 1.5)
        deep = colour.mix(own, "#12302c", 0.1 + 0.1 * number)
        size = unit * (34 + 14 * number)
        for slot in range(9 - 2 * number):
            x = stage.width * (slot + stage.between(0.1, 0.9)) / (9 - 2 * number)
            if number == 2 and 0.22 < x / stage.width < 0.78:
                continue  # a clearing for the subject
            parts.append(
                backdrop.small_fir(stage, x, height_at(line, x) + unit * 3, size * stage.between(0.75, 1.2), deep)
            )
        parts.append(stage.sheet(stage.below(line), own))
        parts.append(stage.glow(stage.width / 2, height * 0.62, stage.width * 0.5, palette.sky[1], 0.28, flat=0.4))
    ground = stage.ridge(height * 0.83, height * 0.02)
    parts.append(stage.sheet(stage.below(ground), palette.near))
    parts.append(backdrop.tufts(stage, colour.mix(palette.near, palette.glow, 0.22), 0.85))
    return Backdrop("".join(parts), height * 0.91, height * 0.66, backdrop.frame_leaves(stage))


def mountains(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    parts = [backdrop.sky(stage)]
    for number, (y, rise, peaks) in enumerate(((0.6, 0.36, 4), (0.66, 0.26, 5))):
        line = stage.crags(height * y, height * rise, peaks)
        own = colour.mix(palette.layers[number], "#5c6688", 0.4)
        parts.append(stage.sheet(stage.below(line), own, colour.mix(own, palette.sky[1], 0.45)))
        for (x1, y1), (x, top), (x2, y2) in zip(line[::2], line[1::2], line[2::2], strict=False):
            parts.append(_snowcap(stage, (x1, y1), (x, top), (x2, y2)))
    line = stage.ridge(height * 0.72, height * 0.04)
    parts.append(stage.sheet(stage.below(line), palette.layers[2]))
    parts.append(backdrop.trees_along(stage, line, colour.mix(palette.near, "#12302c", 0.2), 22, stage.unit * 9))
    parts.append(stage.sheet(stage.below(stage.ridge(height * 0.82, height * 0.03)), palette.near))
    parts.append(backdrop.tufts(stage, colour.mix(palette.near, palette.glow, 0.22), 0.86))
    return Backdrop("".join(parts), height * 0.91, height * 0.68)


def _snowcap(stage: Stage, left: tuple[float, float], peak: tuple[float, float], right: tuple[float, float]) -> str:
    x, y = peak
    ax, ay = x + (left[0] - x) * 0.34, y + (left[1] - y) * 0.34
    bx, by = x + (right[0] - x) * 0.34, y + (right[1] - y) * 0.34
    third = (bx - ax) / 4
    zigzag = f"L{bx - third:.1f} {by - 4:.1f} L{x:.1f} {max(ay, by) + 6:.1f} L{ax + third:.1f} {ay - 6:.1f}"
    return stage.path(f"M{x:.1f} {y:.1f} L{bx:.1f} {by:.1f} {zigzag} L{ax:.1f} {ay:.1f} Z", "#fdfcff", 0.92)


def desert(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    parts = [backdrop.sky(stage, clouds=stage.rng.random() < 0.4)]
    for number, own in enumerate(palette.layers):
        line = stage.ridge(height * (0.58 + 0.09 * number), height * 0.075, 0.7)
        parts.append(stage.sheet(stage.below(line), colour.mix(own, "#fff0cc", 0.12), colour.mix(own, "#7a3a2a", 0.12)))
        for _ in range(2 if number in (1, 2) else 0):
            x = stage.between(0, stage.width)
            parts.append(_small_cactus(stage, x, height_at(line, x) + 3, stage.unit * stage.between(5, 9)))
    ripples = "".join(
        (
            f"M{stage.between(0, stage.width):.1f} {height * stage.between(0.87, 0.99):.1f}"
            f" q{stage.unit * 5:.1f} {-stage.unit:.1f} {stage.unit * 10:.1f} 0 "
        )
        for _ in range(12)
    )
    parts.append(stage.line(ripples, colour.mix(palette.near, "#7a3a2a", 0.3), stage.unit * 0.3, 0.5))
    return Backdrop("".join(parts), height * 0.9, height * 0.66)


def _small_cactus(stage: Stage, x: float, y: float, size: float) -> str:
    d = (
        f"M{x:.1f} {y:.1f} v{-size:.1f} M{x:.1f} {y - size * 0.4:.1f} h{size * 0.3:.1f} v{-size * 0.3:.1f}"
        f" M{x:.1f} {y - size * 0.3:.1f} h{-size * 0.3:.1f} v{-size * 0.25:.1f}"
    )
    return stage.line(d, colour.mix("#4f8a5a", stage.palette.near, 0.3), size * 0.16)


def field(stage: Stage) -> Backdrop:
    width, height, palette = stage.width, stage.height, stage.palette
    line = stage.ridge(height * 0.6, height * 0.04, 1.1)
    far = stage.sheet(stage.below(line), palette.layers[1])
    woods = backdrop.trees_along(stage, line, palette.near, 9, stage.unit * 9)
    gold = colour.mix("#e8bf55", palette.layers[2], 0.4)
    base = stage.sheet(
        f"M-10 {height * 0.66:.1f} H{width + 10} V{height + 10} H-10 Z", gold, colour.mix(gold, palette.near, 0.5)
    )
    rows = []
    for number in range(-9, 10):
        a, b = width / 2 + number * width * 0.035, width / 2 + number * width * 0.2
        d = (
            f"M{a:.1f} {height * 0.66:.1f} L{b:.1f} {height + 10} L{b + width * 0.09:.1f} {height + 10}"
            f" L{a + width * 0.014:.1f} {height * 0.66:.1f} Z"
        )
        rows.append(stage.path(d, colour.mix(gold, palette.near, 0.45), 0.6))
    return Backdrop(backdrop.sky(stage) + far + woods + base + "".join(rows), height * 0.9, height * 0.64)


def savanna(stage: Stage) -> Backdrop:
    height, unit, palette = stage.height, stage.unit, stage.palette
    parts = [backdrop.sky(stage, clouds=stage.rng.random() < 0.5)]
    for number, own in enumerate(palette.layers):
        line = stage.ridge(height * (0.6 + 0.075 * number), height * 0.03, 1.0)
        parts.append(stage.sheet(stage.below(line), own))
        if number == 1:
            spots = (stage.between(0.06, 0.25), stage.between(0.75, 0.94), stage.between(0.4, 0.6))
            parts += [
                _acacia(stage, x * stage.width, height_at(line, x * stage.width), unit * stage.between(12, 22))
                for x in spots
            ]
    parts.append(backdrop.tufts(stage, colour.mix(palette.near, "#fff0b8", 0.4), 0.8, 46))
    return Backdrop("".join(parts), height * 0.9, height * 0.66)


def _acacia(stage: Stage, x: float, y: float, size: float) -> str:
    dark = colour.mix(stage.palette.near, "#2a3020", 0.6)
    trunk = (
        f"M{x:.1f} {y + 4:.1f} v{-size * 0.7:.1f} M{x:.1f} {y - size * 0.4:.1f} l{size * 0.3:.1f}"
        f" {-size * 0.4:.1f} M{x:.1f} {y - size * 0.35:.1f} l{-size * 0.3:.1f} {-size * 0.4:.1f}"
    )
    crowns = ((0, 0.82, 0.62), (-0.34, 0.72, 0.4), (0.36, 0.74, 0.4))
    return stage.line(trunk, dark, size * 0.07) + "".join(
        stage.disc(x + a * size, y - b * size, c * size, dark, flat=0.26) for a, b, c in crowns
    )


def village(stage: Stage) -> Backdrop:
    land, lines = backdrop.layers(stage, 0.52, 0.78, 0.06)
    houses = []
    for number, line in ((0, lines[1]), (1, lines[2])):
        for slot in range(7):
            x = stage.width * (slot + stage.between(0.1, 0.9)) / 7
            houses.append(
                _small_house(stage, x, height_at(line, x), stage.unit * (5.5 + 2 * number) * stage.between(0.8, 1.2))
            )
    grass = backdrop.tufts(stage, colour.mix(stage.palette.near, stage.palette.glow, 0.25), 0.84)
    return Backdrop(backdrop.sky(stage) + land + "".join(houses) + grass, stage.height * 0.91, stage.height * 0.66)


def _small_house(stage: Stage, x: float, y: float, size: float) -> str:
    wall = colour.mix(("#f6ead4", "#f0d2b8", "#e6e2da")[int(stage.rng.random() * 3)], stage.palette.sky[0], 0.25)
    roof = colour.mix(("#c9563f", "#8a5a4a", "#b5703f")[int(stage.rng.random() * 3)], stage.palette.near, 0.2)
    window = "#ffe08a" if stage.palette.hour in ("night", "sunset") else "#6f8fa8"
    body = stage.rect(x - size / 2, y - size * 0.6, size, size * 0.8, wall)
    top = stage.path(
        (
            f"M{x - size * 0.65:.1f} {y - size * 0.55:.1f} L{x:.1f} {y - size * 1.15:.1f}"
            f" L{x + size * 0.65:.1f} {y - size * 0.55:.1f} Z"
        ),
        roof,
    )
    return (
        body
        + top
        + stage.rect(x - size * 0.32, y - size * 0.4, size * 0.22, size * 0.25, window)
        + stage.rect(x + size * 0.1, y - size * 0.4, size * 0.22, size * 0.25, window)
    )


def ice(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    parts = [backdrop.sky(stage, clouds=stage.rng.random() < 0.5)]
    line = stage.crags(height * 0.62, height * 0.16, 5)
    parts.append(stage.sheet(stage.below(line), palette.layers[1], palette.layers[2]))
    for (x1, y1), (x, top), _ in zip(line[::2], line[1::2], line[2::2], strict=False):
        parts.append(
            stage.path(
                f"M{x:.1f} {top:.1f} L{(x + x1) / 2:.1f} {(top + y1) / 2:.1f} L{x - 6:.1f} {height * 0.64:.1f} Z",
                "#ffffff",
                0.5,
            )
        )
    paint, defs = stage.shade(colour.mix(palette.sky[0], "#2f7fae", 0.5), colour.mix(palette.sky[1], "#5fb0d0", 0.5))
    parts.append(
        f'{defs}<rect x="0" y="{height * 0.62:.1f}" width="{stage.width}" height="{height * 0.2:.1f}" fill="{paint}"/>'
    )
    near = colour.mix(palette.near, "#ffffff", 0.2)
    parts.append(
        stage.sheet(stage.below(stage.ridge(height * 0.76, height * 0.03)), near, colour.mix(near, "#8fb8d8", 0.35))
    )
    return Backdrop("".join(parts), height * 0.9, height * 0.63)
