"""Offline painter: no model, no network, no key. `botfeed_sketch` draws."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import botfeed_sketch
from botfeed.core.errors import PaintFailed
from botfeed.core.ports import Order, Painted, PainterInfo

NAME = "sketch"
INFO = PainterInfo(
    name=NAME, model=NAME, paid=False, ai=False, styles=botfeed_sketch.STYLES, most=4, seeds=True, seconds=0.5
)


class SketchPainter:
    """Painter that draws with `botfeed_sketch`; the same order gives the same bytes."""

    @property
    def info(self) -> PainterInfo:
        return INFO

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:  # noqa: ARG002 - a picture takes less than a look at half of it
        """Paint one to four pictures, one after another. Raises PaintFailed where one cannot be rendered."""
        first = order.seed if order.seed is not None else botfeed_sketch.seed_of(order.prompt)
        count = min(max(order.count, 1), INFO.most)
        return [await asyncio.to_thread(_picture, order, first + number) for number in range(count)]


def _picture(order: Order, seed: int) -> Painted:
    sketched = botfeed_sketch.Order(order.prompt, order.style, botfeed_sketch.Shape(order.shape))
    drawing = botfeed_sketch.draw_one(sketched, seed)
    try:
        data = botfeed_sketch.png(drawing.svg)
    except botfeed_sketch.RenderError as error:
        raise PaintFailed(str(error)) from error
    return Painted(
        data=data,
        mime="image/png",
        model=NAME,
        alt=drawing.description,
        seed=seed,
        ai=False,
        missing=drawing.missing,
    )
