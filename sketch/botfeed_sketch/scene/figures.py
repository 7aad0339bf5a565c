"""Place each subject in the scene, and decide its size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from botfeed_sketch.backdrops import Backdrop
from botfeed_sketch.drawing import colour
from botfeed_sketch.drawing.canvas import Canvas
from botfeed_sketch.reading.prompt import Mention
from botfeed_sketch.scene.plan import Plan, colour_of
from botfeed_sketch.subjects import Stance, Subject

MOST_FIGURES = 8  # in one row, on the horizon or in the air
FEET = 190  # the height of the ground in a drawing's box
KEEL = 170  # the height of the water in it


@dataclass(frozen=True, slots=True)
class Figure:
    """A subject in place: x and y of its feet and the side of its box, in pixels."""

    subject: Subject
    hue: str
    x: float
    y: float
    size: float
    flipped: bool = False
    shadow: bool = False
    feet: int = FEET


def arrange(canvas: Canvas, plan: Plan, backdrop: Backdrop) -> tuple[list[Figure], list[Figure], list[Figure]]:
    """Return the figures of the horizon, of the air and of the foreground."""
    by_stance = {
        stance: [mention for mention in plan.mentions if mention.subject.stance is stance] for stance in Stance
    }
    below = [mention for mention in plan.mentions if mention.subject.stance not in (Stance.SKY, Stance.VAST)]
    vast = _on_horizon(canvas, by_stance[Stance.VAST], backdrop, lone=not below)
    aloft = _in_the_air(canvas, by_stance[Stance.SKY], lone=not below and not vast)
    if plan.relation and len(below) >= 2:
        return vast, aloft, _related(canvas, plan.relation, below, backdrop)
    return vast, aloft, _in_a_row(canvas, below, backdrop)


def _on_horizon(canvas: Canvas, mentions: list[Mention], backdrop: Backdrop, *, lone: bool) -> list[Figure]:
    figures = []
    many = sum(mention.count for mention in mentions)
    base = (0.62 if lone else 0.44) * min(canvas.height, canvas.width * 1.1) / max(1.0, many * 0.6)
    for place, mention in enumerate([one for one in mentions for _ in range(one.count)]):
        x = canvas.width * ((place + 0.5) / many + canvas.between(-0.05, 0.05))
        size = min(base * mention.subject.size * canvas.between(0.92, 1.08), backdrop.horizon * 0.94)
        figures.append(Figure(mention.subject, colour_of(mention), x, backdrop.horizon + canvas.unit * 3, size))
    return figures[:MOST_FIGURES]


def _in_the_air(canvas: Canvas, mentions: list[Mention], *, lone: bool) -> list[Figure]:
    each = [mention for mention in mentions for _ in range(mention.count)][:MOST_FIGURES]
    side = 1 if canvas.rng.random() < 0.5 else -1
    figures = []
    for place, mention in enumerate(each):
        if lone:
            x = canvas.width * (place + 0.5) / len(each)
            y = canvas.height * (0.42 + (0.08 * (-1) ** place if len(each) > 1 else 0))
            size = min(0.56 * min(canvas.height, canvas.width), 1.1 * canvas.width / len(each))
        else:
            x = canvas.width * (0.5 + side * (-1) ** place * canvas.between(0.27, 0.33) / (1 + place // 2))
            y = canvas.height * canvas.between(0.19, 0.24)
            size = 0.3 * min(canvas.height, canvas.width)
        size *= max(0.75, mention.subject.size)
        figures.append(Figure(mention.subject, colour_of(mention), x, y, size, flipped=place % 2 == 1, feet=100))
    return figures


def _in_a_row(canvas: Canvas, mentions: list[Mention], backdrop: Backdrop) -> list[Figure]:
    each = [mention for mention in mentions for _ in range(mention.count)][:MOST_FIGURES]
    many = len(each)
    rows = max(1, -(-many // (4 if canvas.width > canvas.height else 3 if canvas.width == canvas.height else 2)))
    slots = max(1, -(-many // rows))
    figures = []
    for place, mention in enumerate(each):
        row, slot = divmod(place, slots)
        here = min(slots, many - row * slots)
        x = canvas.width * (0.06 + 0.88 * (slot + 0.5 + 0.25 * row) / (here + 0.25 * (rows - 1)))
        x += (
            canvas.width
            * canvas.between(-1, 1)
            * (0.05 / slots if many > 1 else 0.16 if canvas.width > canvas.height else 0.08)
        )
        size = _size(canvas, mention.subject, slots) * 0.86 ** (rows - 1 - row)
        size *= canvas.between(0.84, 1.08) if many == 1 else 1.0
        hue = colour_of(mention) if place == 0 else _varied(canvas, colour_of(mention))
        lift = canvas.height * (0.1 * (rows - 1 - row) + canvas.between(0, 0.02))
        flipped = canvas.rng.random() < 0.5 if many == 1 else slot >= here / 2
        figures.append(
            _placed(canvas, Figure(mention.subject, hue, x, backdrop.ground - lift, size, flipped), backdrop)
        )
    return figures


def _size(canvas: Canvas, subject: Subject, slots: int) -> float:
    factor = min(1.06, max(0.84, subject.size)) if slots == 1 else min(1.02, max(0.6, subject.size * 0.92))
    room = 0.8 * canvas.width if slots == 1 else 1.02 * canvas.width / slots
    share = 0.5 if slots > 1 else 0.66 if canvas.width > canvas.height else 0.6
    return min(canvas.height * share, room) * factor


def _placed(canvas: Canvas, figure: Figure, backdrop: Backdrop) -> Figure:
    """Move a figure into the water or onto the ground, as the subject is and the place allows."""
    stance = figure.subject.stance
    if backdrop.deep and stance in (Stance.DEEP, Stance.WATER):
        return replace(figure, y=canvas.height * canvas.between(0.42, 0.56), feet=100)
    if stance is Stance.WATER and backdrop.waterline is not None:
        return replace(figure, y=backdrop.waterline, feet=KEEL)
    return replace(figure, shadow=True)


def _related(canvas: Canvas, relation: str, mentions: list[Mention], backdrop: Backdrop) -> list[Figure]:
    """Place the first mention on or under the second, and the others beside them."""
    first, second, *others = mentions
    size = _size(canvas, second.subject, 1) * (0.9 if relation == "on" else 1.08)
    x = canvas.width / 2
    low = _placed(canvas, Figure(second.subject, colour_of(second), x, backdrop.ground, size), backdrop)
    scale = size / 200
    if relation == "on":
        seat_x, seat_y = second.subject.seat
        rider = Figure(first.subject, colour_of(first), x + (seat_x - 100) * scale, low.y, size * 0.52)
        lift = (low.feet - seat_y) * scale
        return [
            low,
            replace(rider, y=low.y + 0.1, feet=round(FEET + lift / rider.size * 200)),
            *_beside(canvas, others, backdrop),
        ]
    aside = 0.0 if second.subject.shelter else size * 0.16
    guest = Figure(first.subject, colour_of(first), x - aside, low.y + 1 + canvas.unit, size * 0.44, shadow=True)
    return [low, guest, *_beside(canvas, others, backdrop)]


def _beside(canvas: Canvas, mentions: list[Mention], backdrop: Backdrop) -> list[Figure]:
    figures = _in_a_row(canvas, mentions, backdrop)
    edges = (0.15, 0.85, 0.3, 0.7)
    return [
        replace(figure, x=canvas.width * edges[place % 4], size=min(figure.size, canvas.unit * 30), y=figure.y + 2)
        for place, figure in enumerate(figures)
    ]


def _varied(canvas: Canvas, hue: str) -> str:
    """Make a colour a little lighter or darker, so that no two figures are the same."""
    return colour.mix(hue, "#fff4e0" if canvas.rng.random() < 0.5 else "#3a2038", canvas.between(0.0, 0.16))
