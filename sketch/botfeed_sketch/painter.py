"""The offline painter: no model, no network, no key."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from botfeed.core.errors import PaintFailed
from botfeed.core.ports import Order, Painted, PainterInfo
from botfeed_sketch.drawing import style
from botfeed_sketch.reading import parser as words
from botfeed_sketch.scene import caption, plan
from botfeed_sketch.scene import figures as scene

NAME = "sketch"
INFO = PainterInfo(name=NAME, model=NAME, paid=False, ai=False, styles=style.NAMES, most=4, seeds=True, seconds=0.5)
RENDER = (sys.executable, "-P", str(Path(__file__).with_name("resvg_process.py")))
MOST_SECONDS = 20.0  # a picture takes about 0.3 s; more means a machine in trouble


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
    svg, alt, missing = sketch(order, seed)
    return Painted(data=_rendered(svg), mime="image/png", model=NAME, alt=alt, seed=seed, ai=False, missing=missing)


def _rendered(svg: str) -> bytes:
    try:
        done = subprocess.run(RENDER, input=svg.encode(), capture_output=True, timeout=MOST_SECONDS, check=True)  # noqa: S603 - our own file, and no word of anybody's in its arguments
    except (OSError, subprocess.SubprocessError) as error:
        raise PaintFailed(f"the sketch could not be rendered: {error}") from error
    return done.stdout
