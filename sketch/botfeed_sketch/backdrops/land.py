"""Places on land."""

from __future__ import annotations

from math import cos, pi, sin

from botfeed_sketch.backdrops import ground, sky
from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas
from botfeed_sketch.drawing.geometry import height_at


def hills(canvas: Canvas) -> Backdrop:
    """Draw rolling hills, often with a wood."""
    land, lines = ground.layers(canvas, 0.5, 0.76, 0.07)
    tone = colour.mix(canvas.palette.layers[2], canvas.palette.near, 0.6)
    woods = ground.trees_along(canvas, lines[1], tone, 14, canvas.unit * 8) if canvas.rng.random() < 0.75 else ""
    front = ground.frame_leaves(canvas) if canvas.rng.random() < 0.6 else ""
    grass = ground.tufts(canvas, colour.mix(canvas.palette.near, canvas.palette.glow, 0.25), 0.82)
    return Backdrop(sky.draw(canvas) + land + woods + grass, canvas.height * 0.9, canvas.height * 0.62, front)


def meadow(canvas: Canvas) -> Backdrop:
    """Draw a mound with many flowers."""
    width, height, palette = canvas.width, canvas.height, canvas.palette
    far = canvas.sheet(canvas.below(canvas.ridge(height * 0.6, height * 0.05, 1.2)), palette.layers[1])
    crest = height * canvas.between(0.66, 0.7)
    mound = (
        f"M-20 {height + 20} L-20 {crest + height * 0.1:.1f} Q{width / 2} {crest - height * 0.1:.1f}"
        f" {width + 20} {crest + height * 0.1:.1f} L{width + 20} {height + 20} Z"
    )
    near = canvas.sheet(mound, palette.layers[2], palette.near)
    flowers = "".join(_flower(canvas) for _ in range(34))
    grass = ground.tufts(canvas, colour.mix(palette.near, palette.glow, 0.2), 0.76, 30)
    return Backdrop(sky.draw(canvas) + far + near + grass + flowers, height * 0.89, height * 0.62)


def _flower(canvas: Canvas) -> str:
    x, y = canvas.between(0, canvas.width), canvas.height * (0.76 + 0.24 * canvas.rng.random() ** 0.7)
    size = canvas.unit * (0.5 + 1.3 * (y / canvas.height - 0.7) / 0.3)
    tone = ("#fff6ea", "#ff8f8a", "#ffd66b", "#c9a6f0", "#ffb86b")[int(canvas.rng.random() * 5)]
    petals = (
        canvas.disc(x + size * 0.7 * cos(a), y + size * 0.7 * sin(a), size * 0.55, tone)
        for a in (pi * 2 * k / 5 for k in range(5))
    )
    return "".join(petals) + canvas.disc(x, y, size * 0.45, "#f2a93c")


def forest(canvas: Canvas) -> Backdrop:
    """Draw three rows of firs with a clearing for the subject."""
    height, palette, unit = canvas.height, canvas.palette, canvas.unit
    parts = [sky.draw(canvas, clouds=False)]
    for number, tone in enumerate(palette.layers[:3]):
        line = canvas.ridge(height * (0.6 + 0.09 * number), height * 0.03, 1.5)
        deep = colour.mix(tone, "#12302c", 0.1 + 0.1 * number)
        size = unit * (34 + 14 * number)
        for slot in range(9 - 2 * number):
            x = canvas.width * (slot + canvas.between(0.1, 0.9)) / (9 - 2 * number)
            if number == 2 and 0.22 < x / canvas.width < 0.78:
                continue  # a clearing for the subject
            parts.append(
                ground.small_fir(canvas, x, height_at(line, x) + unit * 3, size * canvas.between(0.75, 1.2), deep)
            )
        parts.append(canvas.sheet(canvas.below(line), tone))
        parts.append(canvas.glow(canvas.width / 2, height * 0.62, canvas.width * 0.5, palette.sky[1], 0.28, flat=0.4))
    floor = canvas.ridge(height * 0.83, height * 0.02)
    parts.append(canvas.sheet(canvas.below(floor), palette.near))
    parts.append(ground.tufts(canvas, colour.mix(palette.near, palette.glow, 0.22), 0.85))
    return Backdrop("".join(parts), height * 0.91, height * 0.66, ground.frame_leaves(canvas))


def mountains(canvas: Canvas) -> Backdrop:
    """Draw two ranges with snow on their peaks."""
    height, palette = canvas.height, canvas.palette
    parts = [sky.draw(canvas)]
    for number, (y, rise, peaks) in enumerate(((0.6, 0.36, 4), (0.66, 0.26, 5))):
        line = canvas.crags(height * y, height * rise, peaks)
        tone = colour.mix(palette.layers[number], "#5c6688", 0.4)
        parts.append(canvas.sheet(canvas.below(line), tone, colour.mix(tone, palette.sky[1], 0.45)))
        for (x1, y1), (x, top), (x2, y2) in zip(line[::2], line[1::2], line[2::2], strict=False):
            parts.append(_snowcap(canvas, (x1, y1), (x, top), (x2, y2)))
    line = canvas.ridge(height * 0.72, height * 0.04)
    parts.append(canvas.sheet(canvas.below(line), palette.layers[2]))
    parts.append(ground.trees_along(canvas, line, colour.mix(palette.near, "#12302c", 0.2), 22, canvas.unit * 9))
    parts.append(canvas.sheet(canvas.below(canvas.ridge(height * 0.82, height * 0.03)), palette.near))
    parts.append(ground.tufts(canvas, colour.mix(palette.near, palette.glow, 0.22), 0.86))
    return Backdrop("".join(parts), height * 0.91, height * 0.68)


def _snowcap(canvas: Canvas, left: tuple[float, float], peak: tuple[float, float], right: tuple[float, float]) -> str:
    x, y = peak
    ax, ay = x + (left[0] - x) * 0.34, y + (left[1] - y) * 0.34
    bx, by = x + (right[0] - x) * 0.34, y + (right[1] - y) * 0.34
    third = (bx - ax) / 4
    zigzag = f"L{bx - third:.1f} {by - 4:.1f} L{x:.1f} {max(ay, by) + 6:.1f} L{ax + third:.1f} {ay - 6:.1f}"
    return canvas.path(f"M{x:.1f} {y:.1f} L{bx:.1f} {by:.1f} {zigzag} L{ax:.1f} {ay:.1f} Z", "#fdfcff", 0.92)


def desert(canvas: Canvas) -> Backdrop:
    """Draw dunes with a few cactuses."""
    height, palette = canvas.height, canvas.palette
    parts = [sky.draw(canvas, clouds=canvas.rng.random() < 0.4)]
    for number, tone in enumerate(palette.layers):
        line = canvas.ridge(height * (0.58 + 0.09 * number), height * 0.075, 0.7)
        parts.append(
            canvas.sheet(canvas.below(line), colour.mix(tone, "#fff0cc", 0.12), colour.mix(tone, "#7a3a2a", 0.12))
        )
        for _ in range(2 if number in (1, 2) else 0):
            x = canvas.between(0, canvas.width)
            parts.append(_small_cactus(canvas, x, height_at(line, x) + 3, canvas.unit * canvas.between(5, 9)))
    ripples = "".join(
        (
            f"M{canvas.between(0, canvas.width):.1f} {height * canvas.between(0.87, 0.99):.1f}"
            f" q{canvas.unit * 5:.1f} {-canvas.unit:.1f} {canvas.unit * 10:.1f} 0 "
        )
        for _ in range(12)
    )
    parts.append(canvas.line(ripples, colour.mix(palette.near, "#7a3a2a", 0.3), canvas.unit * 0.3, 0.5))
    return Backdrop("".join(parts), height * 0.9, height * 0.66)


def _small_cactus(canvas: Canvas, x: float, y: float, size: float) -> str:
    d = (
        f"M{x:.1f} {y:.1f} v{-size:.1f} M{x:.1f} {y - size * 0.4:.1f} h{size * 0.3:.1f} v{-size * 0.3:.1f}"
        f" M{x:.1f} {y - size * 0.3:.1f} h{-size * 0.3:.1f} v{-size * 0.25:.1f}"
    )
    return canvas.line(d, colour.mix("#4f8a5a", canvas.palette.near, 0.3), size * 0.16)


def field(canvas: Canvas) -> Backdrop:
    """Draw rows of corn that meet at the horizon."""
    width, height, palette = canvas.width, canvas.height, canvas.palette
    line = canvas.ridge(height * 0.6, height * 0.04, 1.1)
    far = canvas.sheet(canvas.below(line), palette.layers[1])
    woods = ground.trees_along(canvas, line, palette.near, 9, canvas.unit * 9)
    gold = colour.mix("#e8bf55", palette.layers[2], 0.4)
    base = canvas.sheet(
        f"M-10 {height * 0.66:.1f} H{width + 10} V{height + 10} H-10 Z", gold, colour.mix(gold, palette.near, 0.5)
    )
    rows = []
    for number in range(-9, 10):
        a, b = width / 2 + number * width * 0.035, width / 2 + number * width * 0.2
        d = (
            f"M{a:.1f} {height * 0.66:.1f} L{b:.1f} {height + 10} L{b + width * 0.09:.1f} {height + 10}"
            f" L{a + width * 0.014:.1f} {height * 0.66:.1f} Z"
        )
        rows.append(canvas.path(d, colour.mix(gold, palette.near, 0.45), 0.6))
    return Backdrop(sky.draw(canvas) + far + woods + base + "".join(rows), height * 0.9, height * 0.64)


def savanna(canvas: Canvas) -> Backdrop:
    """Draw dry grass with three acacias."""
    height, unit, palette = canvas.height, canvas.unit, canvas.palette
    parts = [sky.draw(canvas, clouds=canvas.rng.random() < 0.5)]
    for number, tone in enumerate(palette.layers):
        line = canvas.ridge(height * (0.6 + 0.075 * number), height * 0.03, 1.0)
        parts.append(canvas.sheet(canvas.below(line), tone))
        if number == 1:
            spots = (canvas.between(0.06, 0.25), canvas.between(0.75, 0.94), canvas.between(0.4, 0.6))
            parts += [
                _acacia(canvas, x * canvas.width, height_at(line, x * canvas.width), unit * canvas.between(12, 22))
                for x in spots
            ]
    parts.append(ground.tufts(canvas, colour.mix(palette.near, "#fff0b8", 0.4), 0.8, 46))
    return Backdrop("".join(parts), height * 0.9, height * 0.66)


def _acacia(canvas: Canvas, x: float, y: float, size: float) -> str:
    dark = colour.mix(canvas.palette.near, "#2a3020", 0.6)
    trunk = (
        f"M{x:.1f} {y + 4:.1f} v{-size * 0.7:.1f} M{x:.1f} {y - size * 0.4:.1f} l{size * 0.3:.1f}"
        f" {-size * 0.4:.1f} M{x:.1f} {y - size * 0.35:.1f} l{-size * 0.3:.1f} {-size * 0.4:.1f}"
    )
    crowns = ((0, 0.82, 0.62), (-0.34, 0.72, 0.4), (0.36, 0.74, 0.4))
    return canvas.line(trunk, dark, size * 0.07) + "".join(
        canvas.disc(x + a * size, y - b * size, c * size, dark, flat=0.26) for a, b, c in crowns
    )


def village(canvas: Canvas) -> Backdrop:
    """Draw small houses on two hills."""
    land, lines = ground.layers(canvas, 0.52, 0.78, 0.06)
    houses = []
    for number, line in ((0, lines[1]), (1, lines[2])):
        for slot in range(7):
            x = canvas.width * (slot + canvas.between(0.1, 0.9)) / 7
            houses.append(
                _small_house(canvas, x, height_at(line, x), canvas.unit * (5.5 + 2 * number) * canvas.between(0.8, 1.2))
            )
    grass = ground.tufts(canvas, colour.mix(canvas.palette.near, canvas.palette.glow, 0.25), 0.84)
    return Backdrop(sky.draw(canvas) + land + "".join(houses) + grass, canvas.height * 0.91, canvas.height * 0.66)


def _small_house(canvas: Canvas, x: float, y: float, size: float) -> str:
    wall = colour.mix(("#f6ead4", "#f0d2b8", "#e6e2da")[int(canvas.rng.random() * 3)], canvas.palette.sky[0], 0.25)
    roof = colour.mix(("#c9563f", "#8a5a4a", "#b5703f")[int(canvas.rng.random() * 3)], canvas.palette.near, 0.2)
    window = "#ffe08a" if canvas.palette.hour in ("night", "sunset") else "#6f8fa8"
    body = canvas.rect(x - size / 2, y - size * 0.6, size, size * 0.8, wall)
    top = canvas.path(
        (
            f"M{x - size * 0.65:.1f} {y - size * 0.55:.1f} L{x:.1f} {y - size * 1.15:.1f}"
            f" L{x + size * 0.65:.1f} {y - size * 0.55:.1f} Z"
        ),
        roof,
    )
    return (
        body
        + top
        + canvas.rect(x - size * 0.32, y - size * 0.4, size * 0.22, size * 0.25, window)
        + canvas.rect(x + size * 0.1, y - size * 0.4, size * 0.22, size * 0.25, window)
    )


def ice(canvas: Canvas) -> Backdrop:
    """Draw a wall of ice behind a strip of water."""
    height, palette = canvas.height, canvas.palette
    parts = [sky.draw(canvas, clouds=canvas.rng.random() < 0.5)]
    line = canvas.crags(height * 0.62, height * 0.16, 5)
    parts.append(canvas.sheet(canvas.below(line), palette.layers[1], palette.layers[2]))
    for (x1, y1), (x, top), _ in zip(line[::2], line[1::2], line[2::2], strict=False):
        parts.append(
            canvas.path(
                f"M{x:.1f} {top:.1f} L{(x + x1) / 2:.1f} {(top + y1) / 2:.1f} L{x - 6:.1f} {height * 0.64:.1f} Z",
                "#ffffff",
                0.5,
            )
        )
    paint, defs = canvas.shade(colour.mix(palette.sky[0], "#2f7fae", 0.5), colour.mix(palette.sky[1], "#5fb0d0", 0.5))
    parts.append(
        f'{defs}<rect x="0" y="{height * 0.62:.1f}" width="{canvas.width}" height="{height * 0.2:.1f}" fill="{paint}"/>'
    )
    near = colour.mix(palette.near, "#ffffff", 0.2)
    parts.append(
        canvas.sheet(canvas.below(canvas.ridge(height * 0.76, height * 0.03)), near, colour.mix(near, "#8fb8d8", 0.35))
    )
    return Backdrop("".join(parts), height * 0.9, height * 0.63)
