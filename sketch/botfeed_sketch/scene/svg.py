"""Turn a plan into SVG: the backdrop, the weather, the figures, and the layer over all."""

from __future__ import annotations

from random import Random

from botfeed_sketch.backdrops import PLACES, Backdrop, ground
from botfeed_sketch.drawing import colour, notation
from botfeed_sketch.drawing.canvas import Canvas
from botfeed_sketch.scene import figures, weather
from botfeed_sketch.scene.figures import Figure
from botfeed_sketch.scene.plan import Plan
from botfeed_sketch.subjects import Stance


def compose(plan: Plan, size: tuple[int, int], rng: Random) -> str:
    """Return the picture as SVG; `size` is its width and height in pixels."""
    width, height = size
    hidden = {"rain", "storm", "cloudy"} & set(plan.weather)
    own_light = not hidden and not any(mention.subject.name in ("sun", "moon") for mention in plan.mentions)
    canvas = Canvas(width, height, plan.palette, plan.style, rng, own_light)
    backdrop = PLACES[plan.place](canvas)
    vast, aloft, standing = figures.arrange(canvas, plan, backdrop)
    parts = [backdrop.back, weather.behind(canvas, plan.weather)]
    parts += [_drawn(canvas, figure) for figure in vast]
    parts.append(_foothills(canvas, backdrop) if vast and backdrop.hilly else "")
    parts += [_drawn(canvas, figure) for figure in [*aloft, *sorted(standing, key=lambda figure: figure.y)]]
    parts += [backdrop.front, weather.before(canvas, plan.weather), _finish(canvas)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"{''.join(parts)}</svg>"
    )


def _drawn(canvas: Canvas, figure: Figure) -> str:
    """Draw a figure with light behind it and its shadow below."""
    style, scale = canvas.style, figure.size / 200
    inks = notation.inks(figure.hue, figure.subject.accent)
    turn = -1 if figure.flipped else 1
    left, top = figure.x - 100 * scale * turn, figure.y - figure.feet * scale
    at = f"translate({left:.1f} {top:.1f}) scale({scale * turn:.4f} {scale:.4f})"
    edge = f' stroke="{style.line_colour}" stroke-width="{style.line / scale:.2f}"' if style.line else ""
    parts = []
    if figure.subject.stance is not Stance.VAST:
        middle = figure.y - (figure.feet - 105) * scale
        parts.append(canvas.glow(figure.x, middle, figure.size * 0.78, canvas.palette.glow, 0.5))
    if figure.shadow:
        parts.append(canvas.disc(figure.x, figure.y, figure.size * 0.36, "#140f28", 0.2, flat=0.13))
    if style.drop:
        cut = notation.to_svg(figure.subject.drawing, dict.fromkeys(inks, "#1a1020"), lambda _: "#1a1020")
        parts.append(f'<g transform="translate({style.drop} {style.drop}) {at}" opacity="0.22">{cut}</g>')
    parts.append(f'<g transform="{at}"{edge}>{notation.to_svg(figure.subject.drawing, inks, style.tint)}</g>')
    return "".join(parts)


def _foothills(canvas: Canvas, backdrop: Backdrop) -> str:
    """Draw land before the feet of vast things."""
    line = canvas.ridge(backdrop.horizon + canvas.unit * 2, canvas.height * 0.025, 1.3)
    near = canvas.ridge(backdrop.horizon + canvas.height * 0.14, canvas.height * 0.03, 1.0)
    woods = ground.trees_along(
        canvas, line, colour.mix(canvas.palette.layers[2], canvas.palette.near, 0.7), 16, canvas.unit * 8
    )
    far = canvas.sheet(canvas.below(line), canvas.palette.layers[2])
    grass = ground.tufts(canvas, colour.mix(canvas.palette.near, canvas.palette.glow, 0.22), 0.84)
    return far + woods + canvas.sheet(canvas.below(near), canvas.palette.near) + grass


def _finish(canvas: Canvas) -> str:
    """Draw what lies over all: the grid of a blueprint, the darker edge, the frame."""
    width, height, style, unit = canvas.width, canvas.height, canvas.style, canvas.unit
    parts = []
    if style.grid:
        step = unit * 5
        lines = "".join(f"M{k * step:.1f} 0 V{height} " for k in range(1, int(width / step) + 1))
        lines += "".join(f"M0 {k * step:.1f} H{width} " for k in range(1, int(height / step) + 1))
        parts.append(f'<path d="{lines}" stroke="{style.line_colour}" stroke-width="1" stroke-opacity="0.13"/>')
    parts.append(
        '<radialGradient id="edge" r="0.75"><stop offset="0.6" stop-color="#140f28" stop-opacity="0"/>'
        '<stop offset="1" stop-color="#140f28" stop-opacity="0.2"/></radialGradient>'
        f'<rect width="{width}" height="{height}" fill="url(#edge)"/>'
    )
    if style.frame:
        wide = unit * 5
        parts.append(
            f'<rect width="{width}" height="{height}" fill="none" stroke="{style.frame}" stroke-width="{wide:.1f}"/>'
        )
    return "".join(parts)
