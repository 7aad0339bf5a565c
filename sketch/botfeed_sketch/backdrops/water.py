"""Backdrops with water."""

from __future__ import annotations

from botfeed_sketch.backdrops import ground as backdrop
from botfeed_sketch.backdrops.ground import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Stage
from botfeed_sketch.subjects.landscape import star

SEA = {"day": "#2f8fbf", "dawn": "#6f8fc0", "sunset": "#8a4a7a", "night": "#16305f"}


def _water(stage: Stage, top: float, bottom: float, hue: str = "") -> str:
    """Water between two heights: the sky's light far away, its own colour near."""
    own = hue or colour.mix(SEA[stage.palette.hour], stage.palette.sky[0], 0.3)
    paint, defs = stage.shade(colour.mix(own, stage.palette.sky[1], 0.5), own)
    body = f'{defs}<rect x="-5" y="{top:.1f}" width="{stage.width + 10}" height="{bottom - top:.1f}" fill="{paint}"/>'
    return body + _glints(stage, top, bottom)


def _glints(stage: Stage, top: float, bottom: float) -> str:
    strokes = []
    for _ in range(34):
        depth = stage.rng.random() ** 1.3
        x, y = stage.between(0, stage.width), top + 5 + (bottom - top - 8) * depth
        length = stage.unit * (1.5 + 7 * depth)
        strokes.append(f"M{x:.1f} {y:.1f} q{length / 2:.1f} {-length * 0.09:.1f} {length:.1f} 0 ")
    return stage.line("".join(strokes), colour.mix(stage.palette.glow, "#ffffff", 0.4), stage.unit * 0.32, 0.5)


def _waves(stage: Stage, y: float, own: str, opacity: float) -> str:
    """A band of rounded waves from height y to the lower edge."""
    step = stage.unit * stage.between(11, 15)
    start = -step * stage.rng.random() - step
    arcs = "".join(f"q{step / 2:.1f} {-step * 0.2:.1f} {step:.1f} 0 " for _ in range(int(stage.width / step) + 4))
    return stage.path(f"M{start:.1f} {y:.1f} {arcs} V{stage.height + 10} H{start:.1f} Z", own, opacity)


def sea(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    horizon, line = height * 0.56, height * 0.8
    own = colour.mix(SEA[palette.hour], palette.sky[0], 0.3)
    back = backdrop.sky(stage) + _far_shore(stage, horizon) + _water(stage, horizon, height + 5, own)
    deep = colour.mix(own, "#0c2a5a", 0.25)
    behind = _waves(stage, height * 0.72, colour.mix(own, "#ffffff", 0.16), 0.7)
    front = _waves(stage, line, own, 0.96) + _waves(stage, height * 0.88, deep, 0.9)
    return Backdrop(back + behind, height * 0.84, horizon, front, waterline=line + stage.unit * 3, hilly=False)


def _far_shore(stage: Stage, horizon: float) -> str:
    if stage.rng.random() < 0.4:
        return ""
    x, half = stage.width * stage.between(0.1, 0.9), stage.unit * stage.between(16, 32)
    d = (
        f"M{x - half:.1f} {horizon + 2:.1f} Q{x - half * 0.4:.1f} {horizon - half * 0.45:.1f} {x:.1f}"
        f" {horizon - half * 0.3:.1f} T{x + half:.1f} {horizon + 2:.1f} Z"
    )
    return stage.path(d, stage.palette.layers[1])


def beach(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    horizon, shore = height * 0.5, height * 0.7
    sand = colour.mix("#f2d9a0", palette.near, 0.55 if palette.dark else 0.15 if palette.hour == "day" else 0.3)
    line = stage.ridge(shore, height * 0.03, 0.7)
    foam = stage.path(stage.below([(x, y - stage.unit * 1.3) for x, y in line]), "#ffffff", 0.75)
    land = stage.sheet(stage.below(line), sand, colour.mix(sand, "#c08a50", 0.3))
    dots = "".join(
        stage.disc(stage.between(0, stage.width), height * stage.between(0.8, 1), stage.unit * 0.3, "#a87a4a", 0.5)
        for _ in range(36)
    )
    shells = "".join(_starfish(stage) for _ in range(3))
    back = backdrop.sky(stage) + _far_shore(stage, horizon) + _water(stage, horizon, height * 0.8)
    return Backdrop(back + foam + land + dots + shells, height * 0.91, horizon + 4, hilly=False)


def _starfish(stage: Stage) -> str:
    at = (stage.between(0, stage.width), stage.height * stage.between(0.86, 0.98))
    size = stage.unit * stage.between(1.2, 2)
    return stage.path(star(5, size, size * 0.5, at), ("#f08a6a", "#f2b0a0", "#e8c080")[int(stage.rng.random() * 3)])


def shore(stage: Stage) -> Backdrop:
    """A cliff above the sea."""
    width, height, palette = stage.width, stage.height, stage.palette
    horizon = height * 0.56
    back = backdrop.sky(stage) + _far_shore(stage, horizon) + _water(stage, horizon, height + 5)
    edge = width * stage.between(0.8, 0.92)
    rock = colour.mix(palette.near, "#6a6070", 0.35)
    top = height * 0.82
    cliff = (
        f"M-10 {top - 12:.1f} Q{width * 0.4:.1f} {top - height * 0.035:.1f} {edge:.1f} {top:.1f}"
        f" L{edge + width * 0.03:.1f} {height * 0.9:.1f} L{edge - width * 0.02:.1f} {height + 10} L-10"
        f" {height + 10} Z"
    )
    face = stage.sheet(cliff, palette.near, rock)
    grass = backdrop.tufts(stage, colour.mix(palette.near, palette.glow, 0.3), 0.87, 14)
    return Backdrop(back + face + grass, height * 0.87, horizon, hilly=False)


def lake(stage: Stage) -> Backdrop:
    height, palette = stage.height, stage.palette
    parts = [backdrop.sky(stage)]
    line = stage.ridge(height * 0.5, height * 0.1, 1.2)
    parts.append(stage.sheet(stage.below(line), palette.layers[0]))
    second = stage.ridge(height * 0.56, height * 0.05, 1.6)
    parts.append(stage.sheet(stage.below(second), palette.layers[1]))
    parts.append(
        backdrop.trees_along(stage, second, colour.mix(palette.layers[2], palette.near, 0.5), 18, stage.unit * 9)
    )
    top = height * 0.62
    parts.append(_water(stage, top, height + 5))
    mirror = " L".join(f"{x:.1f} {2 * top - y + height * 0.03:.1f}" for x, y in line)
    parts.append(stage.path(f"M-10 {top:.1f} L{mirror} L{stage.width + 10} {top:.1f} Z", palette.layers[1], 0.3))
    bank = stage.ridge(height * 0.84, height * 0.03, 0.8)
    ground = stage.sheet(stage.below(bank), palette.near) + backdrop.tufts(
        stage, colour.mix(palette.near, palette.glow, 0.25), 0.87
    )
    return Backdrop("".join(parts) + ground, height * 0.92, height * 0.6, _reeds(stage), waterline=height * 0.775)


def _reeds(stage: Stage) -> str:
    x0 = 0.0 if stage.rng.random() < 0.5 else stage.width - stage.unit * 18
    own = colour.mix(stage.palette.near, "#142820", 0.4)
    parts = []
    for _ in range(9):
        x, size = x0 + stage.between(0, stage.unit * 18), stage.unit * stage.between(14, 28)
        lean = stage.between(-2, 2) * stage.unit
        parts.append(
            stage.line(
                (
                    f"M{x:.1f} {stage.height + 5} Q{x:.1f} {stage.height - size / 2:.1f} {x + lean:.1f}"
                    f" {stage.height - size:.1f}"
                ),
                own,
                stage.unit * 0.5,
            )
        )
        parts.append(
            stage.rect(
                x + lean - stage.unit * 0.6,
                stage.height - size - stage.unit * 2,
                stage.unit * 1.2,
                stage.unit * 4.5,
                "#7a4a30",
            )
        )
    return "".join(parts)


def underwater(stage: Stage) -> Backdrop:
    width, height, unit = stage.width, stage.height, stage.unit
    blues = (("#8fe3e0", "#15648c"), ("#6fd0ee", "#1b3f8a"), ("#a6e8c8", "#0f6a78"), ("#7fb8f0", "#2a3a90"))
    top, bottom = blues[int(stage.rng.random() * 4)]
    if stage.palette.dark:
        top, bottom = colour.mix(top, "#0a1440", 0.6), colour.mix(bottom, "#060a28", 0.6)
    paint, defs = stage.shade(top, bottom)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    for _ in range(5):
        x, spread = stage.between(0, width), stage.between(4, 12) * unit
        d = (
            f"M{x:.1f} -5 L{x + spread * 0.6:.1f} -5 L{x + spread * 2.2:.1f} {height * 0.85:.1f}"
            f" L{x + spread * 0.4:.1f} {height * 0.85:.1f} Z"
        )
        parts.append(stage.path(d, "#ffffff", 0.08))
    for number, share in enumerate((0.35, 0.6)):
        line = stage.ridge(height * (0.78 + 0.06 * number), height * 0.06, 1.4)
        parts.append(stage.sheet(stage.below(line), colour.mix(bottom, "#0a2a4a", share * 0.5), bottom))
    sand = colour.mix("#ecd6a0", bottom, 0.35)
    parts.append(stage.sheet(stage.below(stage.ridge(height * 0.9, height * 0.02)), sand))
    parts += [_weed(stage) for _ in range(9)] + [_bubble(stage) for _ in range(22)] + [_coral(stage) for _ in range(3)]
    return Backdrop("".join(parts), height * 0.93, height * 0.8, deep=True, hilly=False)


def _weed(stage: Stage) -> str:
    x, size = (
        stage.width * (stage.between(0, 0.3) if stage.rng.random() < 0.5 else stage.between(0.7, 1)),
        stage.unit * stage.between(14, 34),
    )
    sway, y = stage.unit * stage.between(-5, 5), stage.height * 0.95
    d = f"M{x:.1f} {y:.1f} q{sway:.1f} {-size / 3:.1f} 0 {-size / 2:.1f} t0 {-size / 2:.1f}"
    return stage.line(
        d, ("#2f9a6a", "#5fb04a", "#1f7a6a")[int(stage.rng.random() * 3)], stage.unit * stage.between(1, 1.8)
    )


def _coral(stage: Stage) -> str:
    x, y, size = stage.between(0, stage.width), stage.height * 0.95, stage.unit * stage.between(5, 9)
    own = ("#f0708a", "#f59a5a", "#b57ae0")[int(stage.rng.random() * 3)]
    d = "".join(
        f"M{x:.1f} {y:.1f} q{lean * size * 0.2:.1f} {-size * 0.6:.1f} {lean * size:.1f} {-size * reach:.1f} "
        for lean, reach in ((-0.8, 0.8), (-0.3, 1.2), (0.3, 1.1), (0.8, 0.7))
    )
    return stage.line(d, own, size * 0.2)


def _bubble(stage: Stage) -> str:
    x, y, size = (
        stage.between(0, stage.width),
        stage.between(0, stage.height * 0.9),
        stage.unit * stage.between(0.4, 1.6),
    )
    return stage.disc(x, y, size, "#ffffff", 0.28) + stage.disc(
        x - size * 0.3, y - size * 0.3, size * 0.3, "#ffffff", 0.7
    )
