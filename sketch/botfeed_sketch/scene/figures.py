"""A plan becomes a picture: where each figure stands, how large, and what lies over what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from botfeed.core.model import Shape
from botfeed_sketch.backdrops.ground import Backdrop, trees_along, tufts
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing import notation as pen
from botfeed_sketch.drawing.canvas import Stage
from botfeed_sketch.reading.parser import Actor
from botfeed_sketch.scene import weather
from botfeed_sketch.scene.plan import PLACES, Plan, colour_of
from botfeed_sketch.subjects import Stance, Subject

SIZES = {Shape.SQUARE: (768, 768), Shape.WIDE: (1024, 640), Shape.TALL: (640, 1024)}
MOST_FIGURES = 8
FEET = 190  # where the ground is in a drawing's box
KEEL = 170  # where the water is


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing in place: the pixel where its feet are, and the pixels of its box's side."""

    subject: Subject
    hue: str
    x: float
    y: float
    size: float
    flipped: bool = False
    shadow: bool = False
    feet: int = FEET


def compose(plan: Plan, shape: Shape, rng: Random) -> str:
    """The picture as SVG."""
    width, height = SIZES[shape]
    hidden = {"rain", "storm", "cloudy"} & set(plan.weather)
    own_light = not hidden and not any(actor.subject.name in ("sun", "moon") for actor in plan.actors)
    stage = Stage(width, height, plan.palette, plan.style, rng, own_light)
    backdrop = PLACES[plan.place](stage)
    vast, aloft, figures = cast(stage, plan, backdrop)
    parts = [backdrop.back, weather.behind(stage, plan.weather)]
    parts += [_drawn(stage, figure) for figure in vast]
    parts.append(_foothills(stage, backdrop) if vast and backdrop.hilly else "")
    parts += [_drawn(stage, figure) for figure in [*aloft, *sorted(figures, key=lambda figure: figure.y)]]
    parts += [backdrop.front, weather.before(stage, plan.weather), _finish(stage)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"{''.join(parts)}</svg>"
    )


def cast(stage: Stage, plan: Plan, backdrop: Backdrop) -> tuple[list[Figure], list[Figure], list[Figure]]:
    """The figures of the horizon, of the air and of the foreground."""
    by_stance = {stance: [actor for actor in plan.actors if actor.subject.stance is stance] for stance in Stance}
    below = [actor for actor in plan.actors if actor.subject.stance not in (Stance.SKY, Stance.VAST)]
    vast = _on_horizon(stage, by_stance[Stance.VAST], backdrop, lone=not below)
    aloft = _in_the_air(stage, by_stance[Stance.SKY], lone=not below and not vast)
    if plan.relation and len(below) >= 2:
        return vast, aloft, _related(stage, plan.relation, below, backdrop)
    return vast, aloft, _in_a_row(stage, below, backdrop)


def _on_horizon(stage: Stage, actors: list[Actor], backdrop: Backdrop, *, lone: bool) -> list[Figure]:
    figures = []
    many = sum(actor.count for actor in actors)
    base = (0.62 if lone else 0.44) * min(stage.height, stage.width * 1.1) / max(1.0, many * 0.6)
    for place, actor in enumerate([one for one in actors for _ in range(one.count)]):
        x = stage.width * ((place + 0.5) / many + stage.between(-0.05, 0.05))
        size = min(base * actor.subject.size * stage.between(0.92, 1.08), backdrop.horizon * 0.94)
        figures.append(Figure(actor.subject, colour_of(actor), x, backdrop.horizon + stage.unit * 3, size))
    return figures[:MOST_FIGURES]


def _in_the_air(stage: Stage, actors: list[Actor], *, lone: bool) -> list[Figure]:
    each = [actor for actor in actors for _ in range(actor.count)][:MOST_FIGURES]
    side = 1 if stage.rng.random() < 0.5 else -1
    figures = []
    for place, actor in enumerate(each):
        if lone:
            x = stage.width * (place + 0.5) / len(each)
            y = stage.height * (0.42 + (0.08 * (-1) ** place if len(each) > 1 else 0))
            size = min(0.56 * min(stage.height, stage.width), 1.1 * stage.width / len(each))
        else:
            x = stage.width * (0.5 + side * (-1) ** place * stage.between(0.27, 0.33) / (1 + place // 2))
            y = stage.height * stage.between(0.19, 0.24)
            size = 0.3 * min(stage.height, stage.width)
        size *= max(0.75, actor.subject.size)
        figures.append(Figure(actor.subject, colour_of(actor), x, y, size, flipped=place % 2 == 1, feet=100))
    return figures


def _in_a_row(stage: Stage, actors: list[Actor], backdrop: Backdrop) -> list[Figure]:
    each = [actor for actor in actors for _ in range(actor.count)][:MOST_FIGURES]
    many = len(each)
    rows = max(1, -(-many // (4 if stage.width > stage.height else 3 if stage.width == stage.height else 2)))
    slots = max(1, -(-many // rows))
    figures = []
    for place, actor in enumerate(each):
        row, slot = divmod(place, slots)
        here = min(slots, many - row * slots)
        x = stage.width * (0.06 + 0.88 * (slot + 0.5 + 0.25 * row) / (here + 0.25 * (rows - 1)))
        x += (
            stage.width
            * stage.between(-1, 1)
            * (0.05 / slots if many > 1 else 0.16 if stage.width > stage.height else 0.08)
        )
        size = _size(stage, actor.subject, slots) * 0.86 ** (rows - 1 - row)
        size *= stage.between(0.84, 1.08) if many == 1 else 1.0
        hue = colour_of(actor) if place == 0 else _varied(stage, colour_of(actor))
        lift = stage.height * (0.1 * (rows - 1 - row) + stage.between(0, 0.02))
        flipped = stage.rng.random() < 0.5 if many == 1 else slot >= here / 2
        figures.append(_placed(stage, Figure(actor.subject, hue, x, backdrop.ground - lift, size, flipped), backdrop))
    return figures


def _size(stage: Stage, subject: Subject, slots: int) -> float:
    own = min(1.06, max(0.84, subject.size)) if slots == 1 else min(1.02, max(0.6, subject.size * 0.92))
    room = 0.8 * stage.width if slots == 1 else 1.02 * stage.width / slots
    share = 0.5 if slots > 1 else 0.66 if stage.width > stage.height else 0.6
    return min(stage.height * share, room) * own


def _placed(stage: Stage, figure: Figure, backdrop: Backdrop) -> Figure:
    """In the water or on the ground, as the figure is and the place allows."""
    stance = figure.subject.stance
    if backdrop.deep and stance in (Stance.DEEP, Stance.WATER):
        return replace(figure, y=stage.height * stage.between(0.42, 0.56), feet=100)
    if stance is Stance.WATER and backdrop.waterline is not None:
        return replace(figure, y=backdrop.waterline, feet=KEEL)
    return replace(figure, shadow=True)


def _related(stage: Stage, relation: str, actors: list[Actor], backdrop: Backdrop) -> list[Figure]:
    """The first actor on or under the second; the others stand beside."""
    first, second, *others = actors
    size = _size(stage, second.subject, 1) * (0.9 if relation == "on" else 1.08)
    x = stage.width / 2
    low = _placed(stage, Figure(second.subject, colour_of(second), x, backdrop.ground, size), backdrop)
    scale = size / 200
    if relation == "on":
        seat_x, seat_y = second.subject.seat
        rider = Figure(first.subject, colour_of(first), x + (seat_x - 100) * scale, low.y, size * 0.52)
        lift = (low.feet - seat_y) * scale
        return [
            low,
            replace(rider, y=low.y + 0.1, feet=round(FEET + lift / rider.size * 200)),
            *_beside(stage, others, backdrop),
        ]
    aside = 0.0 if second.subject.shelter else size * 0.16
    guest = Figure(first.subject, colour_of(first), x - aside, low.y + 1 + stage.unit, size * 0.44, shadow=True)
    return [low, guest, *_beside(stage, others, backdrop)]


def _beside(stage: Stage, actors: list[Actor], backdrop: Backdrop) -> list[Figure]:
    figures = _in_a_row(stage, actors, backdrop)
    edges = (0.15, 0.85, 0.3, 0.7)
    return [
        replace(figure, x=stage.width * edges[place % 4], size=min(figure.size, stage.unit * 30), y=figure.y + 2)
        for place, figure in enumerate(figures)
    ]


def _varied(stage: Stage, hue: str) -> str:
    return colour.mix(hue, "#fff4e0" if stage.rng.random() < 0.5 else "#3a2038", stage.between(0.0, 0.16))


def _drawn(stage: Stage, figure: Figure) -> str:
    """A figure with the light behind it and the shadow below."""
    style, scale = stage.style, figure.size / 200
    inks = pen.inks(figure.hue, figure.subject.accent)
    turn = -1 if figure.flipped else 1
    left, top = figure.x - 100 * scale * turn, figure.y - figure.feet * scale
    at = f"translate({left:.1f} {top:.1f}) scale({scale * turn:.4f} {scale:.4f})"
    edge = f' stroke="{style.line_colour}" stroke-width="{style.line / scale:.2f}"' if style.line else ""
    parts = []
    if figure.subject.stance is not Stance.VAST:
        middle = figure.y - (figure.feet - 105) * scale
        parts.append(stage.glow(figure.x, middle, figure.size * 0.78, stage.palette.glow, 0.5))
    if figure.shadow:
        parts.append(stage.disc(figure.x, figure.y, figure.size * 0.36, "#140f28", 0.2, flat=0.13))
    if style.drop:
        cut = pen.draw(figure.subject.drawing, dict.fromkeys(inks, "#1a1020"), lambda _: "#1a1020")
        parts.append(f'<g transform="translate({style.drop} {style.drop}) {at}" opacity="0.22">{cut}</g>')
    parts.append(f'<g transform="{at}"{edge}>{pen.draw(figure.subject.drawing, inks, style.tint)}</g>')
    return "".join(parts)


def _foothills(stage: Stage, backdrop: Backdrop) -> str:
    """Land before the feet of vast things."""
    line = stage.ridge(backdrop.horizon + stage.unit * 2, stage.height * 0.025, 1.3)
    near = stage.ridge(backdrop.horizon + stage.height * 0.14, stage.height * 0.03, 1.0)
    woods = trees_along(stage, line, colour.mix(stage.palette.layers[2], stage.palette.near, 0.7), 16, stage.unit * 8)
    far = stage.sheet(stage.below(line), stage.palette.layers[2])
    grass = tufts(stage, colour.mix(stage.palette.near, stage.palette.glow, 0.22), 0.84)
    return far + woods + stage.sheet(stage.below(near), stage.palette.near) + grass


def _finish(stage: Stage) -> str:
    """The grid of a blueprint, the soft edge, the frame."""
    width, height, style, unit = stage.width, stage.height, stage.style, stage.unit
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
