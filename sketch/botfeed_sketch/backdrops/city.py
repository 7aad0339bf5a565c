"""Streets."""

from __future__ import annotations

from botfeed_sketch.backdrops import sky
from botfeed_sketch.backdrops.backdrop import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas


def streets(canvas: Canvas) -> Backdrop:
    """Draw three rows of houses behind a road; windows are lit at sunset and by night."""
    height, palette = canvas.height, canvas.palette
    lit = palette.hour in ("night", "sunset")
    parts = [sky.draw(canvas)]
    for number in range(3):
        tone = colour.mix(palette.layers[number], "#454a70", 0.25)
        x = -canvas.unit * canvas.between(0, 10)
        while x < canvas.width:
            wide, tall = canvas.unit * canvas.between(9, 17), height * canvas.between(0.2, 0.5 - 0.08 * number)
            parts.append(_block(canvas, x, height * 0.82, wide, tall, tone=tone, lit=lit))
            x += wide + canvas.unit * canvas.between(0, 2.5)
    street = colour.mix(palette.near, "#4a4a58", 0.5)
    parts.append(canvas.sheet(f"M-10 {height * 0.8:.1f} H{canvas.width + 10} V{height + 10} H-10 Z", street))
    parts += [
        canvas.rect(
            canvas.width * (k + 0.25) / 7, height * 0.955, canvas.width * 0.075, canvas.unit, "#f6ead0", opacity=0.7
        )
        for k in range(-1, 8)
    ]
    return Backdrop("".join(parts), height * 0.91, height * 0.8, hilly=False)


def _block(canvas: Canvas, x: float, base: float, wide: float, tall: float, *, tone: str, lit: bool) -> str:
    d = f"M{x:.1f} {base:.1f} V{base - tall:.1f} H{x + wide:.1f} V{base:.1f} Z"
    parts = [canvas.sheet(d, tone, colour.mix(tone, canvas.palette.sky[1], 0.3))]
    window = "#ffe08a" if lit else colour.mix(tone, "#ffffff", 0.35)
    pitch = canvas.unit * 2.7
    for row in range(1, int(tall / pitch)):
        for column in range(1, int(wide / pitch)):
            if canvas.rng.random() < (0.4 if lit else 0.6):
                left, top = x + (column - 0.15) * pitch, base - tall + (row - 0.4) * pitch
                parts.append(canvas.rect(left, top, pitch * 0.42, pitch * 0.56, window, opacity=0.85))
    return "".join(parts)
