"""The offline painter: no model, no network, no key."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

import resvg_py

from botfeed.adapters.models.sketch import caption, plan, scene, style, words
from botfeed.core.errors import PaintFailed
from botfeed.core.ports import Order, Painted, PainterInfo

NAME = "sketch"
INFO = PainterInfo(name=NAME, model=NAME, paid=False, ai=False, styles=style.NAMES, most=4, seeds=True, seconds=0.5)


class SketchPainter:
    """Paints what `subjects` can draw; the same order gives the same bytes."""

    @property
    def info(self) -> PainterInfo:
        return INFO

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:  # noqa: ARG002 - a picture takes less than a look at half of it
        first = order.seed if order.seed is not None else seed_of(order.prompt)
        count = min(max(order.count, 1), INFO.most)
        return [await asyncio.to_thread(_picture, order, first + number) for number in range(count)]


def seed_of(prompt: str) -> int:
    """A 31-bit seed for those who gave none."""
    return int.from_bytes(hashlib.sha256(prompt.encode(errors="replace")).digest()[:4], "big") >> 1


def sketch(order: Order, seed: int) -> tuple[str, str, tuple[str, ...]]:
    """The picture as SVG, its description, and the nouns it could not draw."""
    idea = words.read(order.prompt)
    key = f"{seed}\0{order.style}\0{order.shape}\0{order.prompt}".encode(errors="replace")
    rng = Random(int.from_bytes(hashlib.sha256(key).digest()[:8], "big"))
    made = plan.make(idea, order.style, rng)
    return scene.compose(made, order.shape, rng), caption.of(made), idea.missing


def _picture(order: Order, seed: int) -> Painted:
    svg, alt, missing = sketch(replace(order, source=None), seed)
    try:
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    except ValueError as error:
        raise PaintFailed(f"the sketch could not be rendered: {error}", again_after=None) from error
    return Painted(data=png, mime="image/png", model=NAME, alt=alt, seed=seed, ai=False, missing=missing)
