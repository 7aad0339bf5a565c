"""Places by the water, and the open sea."""

from __future__ import annotations

from botfeed_sketch.backdrops import ground, sky
from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas
from botfeed_sketch.drawing.geometry import star

SEA = {"day": "#2f8fbf", "dawn": "#6f8fc0", "sunset": "#8a4a7a", "night": "#16305f"}  # its colour by the hour


def _water(canvas: Canvas, top: float, bottom: float, hue: str = "") -> str:
    """Draw water between two heights: the light of the sky far away, a colour of its own near."""
    tone = hue or colour.mix(SEA[canvas.palette.hour], canvas.palette.sky[0], 0.3)
    paint, defs = canvas.shade(colour.mix(tone, canvas.palette.sky[1], 0.5), tone)
    body = f'{defs}<rect x="-5" y="{top:.1f}" width="{canvas.width + 10}" height="{bottom - top:.1f}" fill="{paint}"/>'
    return body + _glints(canvas, top, bottom)


def _glints(canvas: Canvas, top: float, bottom: float) -> str:
    strokes = []
    for _ in range(34):
        depth = canvas.rng.random() ** 1.3
        x, y = canvas.between(0, canvas.width), top + 5 + (bottom - top - 8) * depth
        length = canvas.unit * (1.5 + 7 * depth)
        strokes.append(f"M{x:.1f} {y:.1f} q{length / 2:.1f} {-length * 0.09:.1f} {length:.1f} 0 ")
    return canvas.line("".join(strokes), colour.mix(canvas.palette.glow, "#ffffff", 0.4), canvas.unit * 0.32, 0.5)


def _waves(canvas: Canvas, y: float, tone: str, opacity: float) -> str:
    """Draw a band of rounded waves from height y to the lower edge."""
    step = canvas.unit * canvas.between(11, 15)
    start = -step * canvas.rng.random() - step
    arcs = "".join(f"q{step / 2:.1f} {-step * 0.2:.1f} {step:.1f} 0 " for _ in range(int(canvas.width / step) + 4))
    return canvas.path(f"M{start:.1f} {y:.1f} {arcs} V{canvas.height + 10} H{start:.1f} Z", tone, opacity)


def sea(canvas: Canvas) -> Backdrop:
    """Draw the open sea, with waves before what floats."""
    height, palette = canvas.height, canvas.palette
    horizon, line = height * 0.56, height * 0.8
    tone = colour.mix(SEA[palette.hour], palette.sky[0], 0.3)
    back = sky.draw(canvas) + _far_shore(canvas, horizon) + _water(canvas, horizon, height + 5, tone)
    deep = colour.mix(tone, "#0c2a5a", 0.25)
    behind = _waves(canvas, height * 0.72, colour.mix(tone, "#ffffff", 0.16), 0.7)
    front = _waves(canvas, line, tone, 0.96) + _waves(canvas, height * 0.88, deep, 0.9)
    return Backdrop(back + behind, height * 0.84, horizon, front, waterline=line + canvas.unit * 3, hilly=False)


def _far_shore(canvas: Canvas, horizon: float) -> str:
    if canvas.rng.random() < 0.4:
        return ""
    x, half = canvas.width * canvas.between(0.1, 0.9), canvas.unit * canvas.between(16, 32)
    d = (
        f"M{x - half:.1f} {horizon + 2:.1f} Q{x - half * 0.4:.1f} {horizon - half * 0.45:.1f} {x:.1f}"
        f" {horizon - half * 0.3:.1f} T{x + half:.1f} {horizon + 2:.1f} Z"
    )
    return canvas.path(d, canvas.palette.layers[1])


def beach(canvas: Canvas) -> Backdrop:
    """Draw sand, foam and a strip of sea."""
    height, palette = canvas.height, canvas.palette
    horizon, shore = height * 0.5, height * 0.7
    sand = colour.mix("#f2d9a0", palette.near, 0.55 if palette.dark else 0.15 if palette.hour == "day" else 0.3)
    line = canvas.ridge(shore, height * 0.03, 0.7)
    foam = canvas.path(canvas.below([(x, y - canvas.unit * 1.3) for x, y in line]), "#ffffff", 0.75)
    land = canvas.sheet(canvas.below(line), sand, colour.mix(sand, "#c08a50", 0.3))
    dots = "".join(
        canvas.disc(canvas.between(0, canvas.width), height * canvas.between(0.8, 1), canvas.unit * 0.3, "#a87a4a", 0.5)
        for _ in range(36)
    )
    shells = "".join(_starfish(canvas) for _ in range(3))
    back = sky.draw(canvas) + _far_shore(canvas, horizon) + _water(canvas, horizon, height * 0.8)
    return Backdrop(back + foam + land + dots + shells, height * 0.91, horizon + 4, hilly=False)


def _starfish(canvas: Canvas) -> str:
    at = (canvas.between(0, canvas.width), canvas.height * canvas.between(0.86, 0.98))
    size = canvas.unit * canvas.between(1.2, 2)
    return canvas.path(star(5, size, size * 0.5, at), ("#f08a6a", "#f2b0a0", "#e8c080")[int(canvas.rng.random() * 3)])


def shore(canvas: Canvas) -> Backdrop:
    """Draw a cliff above the sea."""
    width, height, palette = canvas.width, canvas.height, canvas.palette
    horizon = height * 0.56
    back = sky.draw(canvas) + _far_shore(canvas, horizon) + _water(canvas, horizon, height + 5)
    edge = width * canvas.between(0.8, 0.92)
    rock = colour.mix(palette.near, "#6a6070", 0.35)
    top = height * 0.82
    cliff = (
        f"M-10 {top - 12:.1f} Q{width * 0.4:.1f} {top - height * 0.035:.1f} {edge:.1f} {top:.1f}"
        f" L{edge + width * 0.03:.1f} {height * 0.9:.1f} L{edge - width * 0.02:.1f} {height + 10} L-10"
        f" {height + 10} Z"
    )
    face = canvas.sheet(cliff, palette.near, rock)
    grass = ground.tufts(canvas, colour.mix(palette.near, palette.glow, 0.3), 0.87, 14)
    return Backdrop(back + face + grass, height * 0.87, horizon, hilly=False)


def lake(canvas: Canvas) -> Backdrop:
    """Draw a lake among hills, with reeds in one corner."""
    height, palette = canvas.height, canvas.palette
    parts = [sky.draw(canvas)]
    line = canvas.ridge(height * 0.5, height * 0.1, 1.2)
    parts.append(canvas.sheet(canvas.below(line), palette.layers[0]))
    second = canvas.ridge(height * 0.56, height * 0.05, 1.6)
    parts.append(canvas.sheet(canvas.below(second), palette.layers[1]))
    parts.append(
        ground.trees_along(canvas, second, colour.mix(palette.layers[2], palette.near, 0.5), 18, canvas.unit * 9)
    )
    top = height * 0.62
    parts.append(_water(canvas, top, height + 5))
    mirror = " L".join(f"{x:.1f} {2 * top - y + height * 0.03:.1f}" for x, y in line)
    parts.append(canvas.path(f"M-10 {top:.1f} L{mirror} L{canvas.width + 10} {top:.1f} Z", palette.layers[1], 0.3))
    bank = canvas.ridge(height * 0.84, height * 0.03, 0.8)
    grass = canvas.sheet(canvas.below(bank), palette.near) + ground.tufts(
        canvas, colour.mix(palette.near, palette.glow, 0.25), 0.87
    )
    return Backdrop("".join(parts) + grass, height * 0.92, height * 0.6, _reeds(canvas), waterline=height * 0.775)


def _reeds(canvas: Canvas) -> str:
    x0 = 0.0 if canvas.rng.random() < 0.5 else canvas.width - canvas.unit * 18
    tone = colour.mix(canvas.palette.near, "#142820", 0.4)
    parts = []
    for _ in range(9):
        x, size = x0 + canvas.between(0, canvas.unit * 18), canvas.unit * canvas.between(14, 28)
        lean = canvas.between(-2, 2) * canvas.unit
        parts.append(
            canvas.line(
                (
                    f"M{x:.1f} {canvas.height + 5} Q{x:.1f} {canvas.height - size / 2:.1f} {x + lean:.1f}"
                    f" {canvas.height - size:.1f}"
                ),
                tone,
                canvas.unit * 0.5,
            )
        )
        parts.append(
            canvas.rect(
                x + lean - canvas.unit * 0.6,
                canvas.height - size - canvas.unit * 2,
                canvas.unit * 1.2,
                canvas.unit * 4.5,
                "#7a4a30",
            )
        )
    return "".join(parts)
