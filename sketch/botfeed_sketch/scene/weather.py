"""What falls and drifts over a scene. Everything is laid over the backdrop or, thinner, over the subjects."""

from __future__ import annotations

from botfeed_sketch.backdrops import ground as backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Stage
from botfeed_sketch.subjects.landscape import star


def behind(stage: Stage, weather: tuple[str, ...]) -> str:
    """Between the land and the subjects."""
    parts = []
    if "aurora" in weather:
        parts.append(_aurora(stage))
    if "stars" in weather:
        parts.append(backdrop.stars(stage, 60, 0.5) + _big_stars(stage))
    if "storm" in weather:
        parts.append(_bolt(stage))
    if {"storm", "rain", "cloudy"} & set(weather):
        parts.append(_ceiling(stage))
    if "fog" in weather:
        parts.append(_banks(stage, 0.4, 0.8, 0.55))
    if "snow" in weather:
        parts.append(_flakes(stage, 110, 0.25, 0.7))
    return "".join(parts)


def before(stage: Stage, weather: tuple[str, ...]) -> str:
    """In front of the subjects."""
    parts = []
    if {"rain", "storm"} & set(weather):
        parts.append(_rain(stage))
    if "snow" in weather:
        parts.append(_flakes(stage, 28, 0.5, 0.95))
    if "fog" in weather:
        parts.append(_banks(stage, 0.86, 1.0, 0.6))
    if "wind" in weather:
        parts.append(_gusts(stage))
    if "petals" in weather:
        parts.append(_drift(stage, ("#ffc6d8", "#ffe0ea", "#f7a8c4")))
    if "leaves" in weather:
        parts.append(_drift(stage, ("#e07a3a", "#c9502f", "#f0b040")))
    return "".join(parts)


def _flakes(stage: Stage, many: int, low: float, high: float) -> str:
    return "".join(
        stage.disc(
            stage.between(0, stage.width),
            stage.between(0, stage.height),
            stage.unit * stage.between(low, high),
            "#ffffff",
            0.9,
        )
        for _ in range(many)
    )


def _rain(stage: Stage) -> str:
    drops = []
    for _ in range(95):
        x, y, length = (
            stage.between(0, stage.width),
            stage.between(-20, stage.height),
            stage.unit * stage.between(2, 4.5),
        )
        drops.append(f"M{x:.1f} {y:.1f} l{-length * 0.3:.1f} {length:.1f} ")
    return stage.line("".join(drops), "#eef6ff", stage.unit * 0.3, 0.65)


def _ceiling(stage: Stage) -> str:
    """Heavy cloud along the upper edge."""
    own = colour.mix(stage.palette.cloud, "#4a5468", 0.45)
    parts = []
    for row, share in ((1, 0.0), (0, 0.3)):
        for slot in range(8):
            x = stage.width * (slot + stage.rng.random() * 0.6) / 7.5
            y = stage.height * (0.02 + 0.055 * row)
            size, lit = stage.unit * stage.between(9, 14), colour.mix(own, "#ffffff", share * 0.5)
            parts.append(stage.disc(x, y, size, lit, 0.95, flat=0.75))
    return "".join(parts)


def _bolt(stage: Stage) -> str:
    x, y, size = stage.width * stage.between(0.12, 0.88), stage.height * 0.08, stage.height * 0.4
    steps = ((0.06, 0.0), (-0.1, 0.5), (0.0, 0.5), (-0.12, 1.0), (0.16, 0.38), (0.06, 0.38), (0.2, 0.0))
    d = "M" + " L".join(f"{x + a * size:.1f} {y + b * size:.1f}" for a, b in steps) + " Z"
    return stage.glow(x, y + size / 2, size * 0.7, "#fff6c0", 0.5) + stage.path(d, "#fff0a0")


def _banks(stage: Stage, top: float, bottom: float, strength: float) -> str:
    own = colour.mix(stage.palette.sky[1], "#ffffff", 0.3)
    parts = []
    for _ in range(9):
        x, y = stage.between(0, stage.width), stage.height * stage.between(top, bottom)
        parts.append(stage.glow(x, y, stage.width * stage.between(0.35, 0.6), own, strength, flat=0.16))
    return "".join(parts)


def _gusts(stage: Stage) -> str:
    curls = []
    for _ in range(6):
        x, y, size = (
            stage.between(-0.1, 0.7) * stage.width,
            stage.between(0.1, 0.75) * stage.height,
            stage.unit * stage.between(16, 30),
        )
        curls.append(
            f"M{x:.1f} {y:.1f} q{size * 0.5:.1f} {-size * 0.12:.1f} {size:.1f} 0"
            f" c{size * 0.2:.1f} {size * 0.06:.1f} {size * 0.2:.1f} {-size * 0.22:.1f} {size * 0.02:.1f}"
            f" {-size * 0.16:.1f} "
        )
    return stage.line("".join(curls), "#ffffff", stage.unit * 0.6, 0.6)


def _drift(stage: Stage, hues: tuple[str, str, str]) -> str:
    parts = []
    for _ in range(40):
        x, y, size = stage.between(0, stage.width), stage.between(0, stage.height), stage.unit * stage.between(0.8, 1.6)
        turn = stage.between(0, 180)
        own = stage.ink(hues[int(stage.rng.random() * 3)])
        parts.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size:.1f}" ry="{size * 0.5:.1f}" fill="{own}"'
            f' transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )
    return "".join(parts)


def _aurora(stage: Stage) -> str:
    parts = []
    for own in ("#5ff0b0", "#60d0f0", "#b080f0"):
        line = stage.ridge(stage.height * stage.between(0.2, 0.36), stage.height * 0.1, 0.9)
        tall = stage.height * stage.between(0.12, 0.2)
        upper = " L".join(f"{x:.1f} {y - tall:.1f}" for x, y in line)
        lower = " L".join(f"{x:.1f} {y:.1f}" for x, y in reversed(line))
        parts.append(stage.path(f"M{upper} L{lower} Z", own, 0.25))
    return "".join(parts)


def _big_stars(stage: Stage) -> str:
    parts = []
    for _ in range(9):
        at = (stage.between(0, stage.width), stage.between(0, stage.height * 0.42))
        size = stage.unit * stage.between(0.9, 1.9)
        parts.append(stage.path(star(4, size, size * 0.3, at), "#fff6cf"))
    return "".join(parts)
