"""Weather, drawn partly between the backdrop and the subjects and partly before the subjects."""

from __future__ import annotations

from botfeed_sketch.backdrops import sky
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas
from botfeed_sketch.drawing.geometry import star


def behind(canvas: Canvas, weather: tuple[str, ...]) -> str:
    """Draw the weather between the land and the subjects."""
    parts = []
    if "aurora" in weather:
        parts.append(_aurora(canvas))
    if "stars" in weather:
        parts.append(sky.stars(canvas, 60, 0.5) + _big_stars(canvas))
    if "storm" in weather:
        parts.append(_bolt(canvas))
    if {"storm", "rain", "cloudy"} & set(weather):
        parts.append(_ceiling(canvas))
    if "fog" in weather:
        parts.append(_banks(canvas, 0.4, 0.8, 0.55))
    if "snow" in weather:
        parts.append(_flakes(canvas, 110, 0.25, 0.7))
    return "".join(parts)


def before(canvas: Canvas, weather: tuple[str, ...]) -> str:
    """Draw the weather before the subjects."""
    parts = []
    if {"rain", "storm"} & set(weather):
        parts.append(_rain(canvas))
    if "snow" in weather:
        parts.append(_flakes(canvas, 28, 0.5, 0.95))
    if "fog" in weather:
        parts.append(_banks(canvas, 0.86, 1.0, 0.6))
    if "wind" in weather:
        parts.append(_gusts(canvas))
    if "petals" in weather:
        parts.append(_drift(canvas, ("#ffc6d8", "#ffe0ea", "#f7a8c4")))
    if "leaves" in weather:
        parts.append(_drift(canvas, ("#e07a3a", "#c9502f", "#f0b040")))
    return "".join(parts)


def _flakes(canvas: Canvas, many: int, low: float, high: float) -> str:
    return "".join(
        canvas.disc(
            canvas.between(0, canvas.width),
            canvas.between(0, canvas.height),
            canvas.unit * canvas.between(low, high),
            "#ffffff",
            0.9,
        )
        for _ in range(many)
    )


def _rain(canvas: Canvas) -> str:
    drops = []
    for _ in range(95):
        x, y, length = (
            canvas.between(0, canvas.width),
            canvas.between(-20, canvas.height),
            canvas.unit * canvas.between(2, 4.5),
        )
        drops.append(f"M{x:.1f} {y:.1f} l{-length * 0.3:.1f} {length:.1f} ")
    return canvas.line("".join(drops), "#eef6ff", canvas.unit * 0.3, 0.65)


def _ceiling(canvas: Canvas) -> str:
    """Draw heavy clouds along the upper edge."""
    tone = colour.mix(canvas.palette.cloud, "#4a5468", 0.45)
    parts = []
    for row, share in ((1, 0.0), (0, 0.3)):
        for slot in range(8):
            x = canvas.width * (slot + canvas.rng.random() * 0.6) / 7.5
            y = canvas.height * (0.02 + 0.055 * row)
            size, lit = canvas.unit * canvas.between(9, 14), colour.mix(tone, "#ffffff", share * 0.5)
            parts.append(canvas.disc(x, y, size, lit, 0.95, flat=0.75))
    return "".join(parts)


def _bolt(canvas: Canvas) -> str:
    x, y, size = canvas.width * canvas.between(0.12, 0.88), canvas.height * 0.08, canvas.height * 0.4
    steps = ((0.06, 0.0), (-0.1, 0.5), (0.0, 0.5), (-0.12, 1.0), (0.16, 0.38), (0.06, 0.38), (0.2, 0.0))
    d = "M" + " L".join(f"{x + a * size:.1f} {y + b * size:.1f}" for a, b in steps) + " Z"
    return canvas.glow(x, y + size / 2, size * 0.7, "#fff6c0", 0.5) + canvas.path(d, "#fff0a0")


def _banks(canvas: Canvas, top: float, bottom: float, strength: float) -> str:
    tone = colour.mix(canvas.palette.sky[1], "#ffffff", 0.3)
    parts = []
    for _ in range(9):
        x, y = canvas.between(0, canvas.width), canvas.height * canvas.between(top, bottom)
        parts.append(canvas.glow(x, y, canvas.width * canvas.between(0.35, 0.6), tone, strength, flat=0.16))
    return "".join(parts)


def _gusts(canvas: Canvas) -> str:
    curls = []
    for _ in range(6):
        x, y, size = (
            canvas.between(-0.1, 0.7) * canvas.width,
            canvas.between(0.1, 0.75) * canvas.height,
            canvas.unit * canvas.between(16, 30),
        )
        curls.append(
            f"M{x:.1f} {y:.1f} q{size * 0.5:.1f} {-size * 0.12:.1f} {size:.1f} 0"
            f" c{size * 0.2:.1f} {size * 0.06:.1f} {size * 0.2:.1f} {-size * 0.22:.1f} {size * 0.02:.1f}"
            f" {-size * 0.16:.1f} "
        )
    return canvas.line("".join(curls), "#ffffff", canvas.unit * 0.6, 0.6)


def _drift(canvas: Canvas, hues: tuple[str, str, str]) -> str:
    parts = []
    for _ in range(40):
        x, y, size = (
            canvas.between(0, canvas.width),
            canvas.between(0, canvas.height),
            canvas.unit * canvas.between(0.8, 1.6),
        )
        turn = canvas.between(0, 180)
        tone = canvas.ink(hues[int(canvas.rng.random() * 3)])
        parts.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size:.1f}" ry="{size * 0.5:.1f}" fill="{tone}"'
            f' transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )
    return "".join(parts)


def _aurora(canvas: Canvas) -> str:
    parts = []
    for tone in ("#5ff0b0", "#60d0f0", "#b080f0"):
        line = canvas.ridge(canvas.height * canvas.between(0.2, 0.36), canvas.height * 0.1, 0.9)
        tall = canvas.height * canvas.between(0.12, 0.2)
        upper = " L".join(f"{x:.1f} {y - tall:.1f}" for x, y in line)
        lower = " L".join(f"{x:.1f} {y:.1f}" for x, y in reversed(line))
        parts.append(canvas.path(f"M{upper} L{lower} Z", tone, 0.25))
    return "".join(parts)


def _big_stars(canvas: Canvas) -> str:
    parts = []
    for _ in range(9):
        at = (canvas.between(0, canvas.width), canvas.between(0, canvas.height * 0.42))
        size = canvas.unit * canvas.between(0.9, 1.9)
        parts.append(canvas.path(star(4, size, size * 0.3, at), "#fff6cf"))
    return "".join(parts)
