"""The sky: its colours, sun or moon, stars and clouds."""

from __future__ import annotations

from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas


def draw(canvas: Canvas, *, disc: bool = True, clouds: bool = True) -> str:
    """Draw the air, the sun or moon where `disc` is set, and two to four clouds where `clouds` is."""
    palette, width, height, unit = canvas.palette, canvas.width, canvas.height, canvas.unit
    paint, defs = canvas.shade(*palette.sky)
    parts = [f'{defs}<rect width="{width}" height="{height}" fill="{paint}"/>']
    x = width * (canvas.between(0.12, 0.3) if canvas.rng.random() < 0.5 else canvas.between(0.7, 0.88))
    y = height * (canvas.between(0.34, 0.48) if palette.hour in ("sunset", "dawn") else canvas.between(0.13, 0.24))
    if palette.dark:
        parts.append(stars(canvas))
    if disc and canvas.own_light:
        parts.append(light(canvas, x, y))
    if clouds:
        spread = canvas.between(0, width)
        for number in range(2 + int(canvas.rng.random() * 3)):
            at = (spread + number * width * 0.37) % width
            parts.append(cloud(canvas, at, height * canvas.between(0.07, 0.32), unit * canvas.between(8, 15)))
    return "".join(parts)


def light(canvas: Canvas, x: float, y: float) -> str:
    """Draw the sun, or by night the moon, at a place in pixels."""
    unit, palette = canvas.unit, canvas.palette
    radius = unit * (canvas.between(9, 13) if palette.hour in ("sunset", "dawn") else canvas.between(6, 8.5))
    halo = canvas.glow(x, y, radius * 4.5, palette.glow, 0.65)
    disc = canvas.disc(x, y, radius, palette.glow)
    if not palette.dark:
        return halo + disc
    craters = ((-0.3, -0.2, 0.22), (0.35, 0.25, 0.16), (-0.1, 0.45, 0.13), (0.3, -0.4, 0.1))
    shade = colour.mix(palette.glow, palette.sky[1], 0.3)
    return (
        halo
        + disc
        + "".join(canvas.disc(x + a * radius, y + b * radius, c * radius, shade, 0.6) for a, b, c in craters)
    )


def stars(canvas: Canvas, many: int = 90, down: float = 0.6) -> str:
    """Scatter small stars over the upper part; `down` is its share of the height."""
    parts = []
    for _ in range(many):
        x, y = canvas.between(0, canvas.width), canvas.between(0, canvas.height * down)
        size = canvas.between(0.12, 0.42) * canvas.unit
        parts.append(canvas.disc(x, y, size, "#fffbe8", canvas.between(0.35, 1)))
    return "".join(parts)


def cloud(canvas: Canvas, x: float, y: float, size: float) -> str:
    """Draw a cloud of four heaps on a flat base; `size` is half its width in pixels."""
    heaps = ((-0.75, 0.12, 0.42), (-0.2, -0.16, 0.56), (0.42, 0.02, 0.46), (0.86, 0.2, 0.3))
    path = "".join(
        f"M{x + a * size - c * size:.1f} {y + b * size:.1f} a{c * size:.1f} {c * size:.1f} 0 1 1 {2 * c * size:.1f} 0"
        f" a{c * size:.1f} {c * size:.1f} 0 1 1 {-2 * c * size:.1f} 0 Z "
        for a, b, c in heaps
    )
    base = f"M{x - size:.1f} {y + 0.1 * size:.1f} h{2.1 * size:.1f} v{0.38 * size:.1f} h{-2.1 * size:.1f} Z"
    name = f"c{next(canvas.ids)}"
    box = f'<rect x="{x - 2 * size:.1f}" y="{y - size:.1f}" width="{4 * size:.1f}" height="{1.4 * size:.1f}"/>'
    heaped = canvas.path(path + base, canvas.palette.cloud, 0.62)
    return f'<clipPath id="{name}">{box}</clipPath><g clip-path="url(#{name})">{heaped}</g>'
