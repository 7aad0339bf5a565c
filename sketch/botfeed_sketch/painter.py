"""Turn an order into drawings. The same order gives the same SVG."""

from __future__ import annotations

import hashlib
from random import Random

from botfeed_sketch.order import SIZES, Drawing, Order
from botfeed_sketch.reading import parser
from botfeed_sketch.scene import caption, plan, svg


def draw(order: Order) -> list[Drawing]:
    """Draw each picture of an order; a count below 1 gives none."""
    first = seed_of(order.prompt) if order.seed is None else order.seed
    return [draw_one(order, first + number) for number in range(order.count)]


def draw_one(order: Order, seed: int) -> Drawing:
    """Draw one picture by this seed; the order's own seed and count are not looked at."""
    parsed = parser.parse(order.prompt)
    key = f"{seed}\0{order.style}\0{order.shape}\0{order.prompt}".encode(errors="replace")
    rng = Random(int.from_bytes(hashlib.sha256(key).digest()[:8], "big"))
    made = plan.make(parsed, order.style, rng)
    return Drawing(svg.compose(made, SIZES[order.shape], rng), caption.describe(made), seed, parsed.missing)


def seed_of(prompt: str) -> int:
    """Return the seed of a prompt that comes without one, 31 bits."""
    return int.from_bytes(hashlib.sha256(prompt.encode(errors="replace")).digest()[:4], "big") >> 1
