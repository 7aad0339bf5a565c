"""Protocols of the models: painter, reviewer, language model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from botfeed.core.model import Shape


@dataclass(frozen=True, slots=True)
class Order:
    """Request to a painter. `person` is a keyed hash; `source` the picture to start from."""

    prompt: str
    style: str = ""
    shape: Shape = Shape.SQUARE
    count: int = 1
    seed: int | None = None
    source: bytes | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Painted:
    """Picture as the painter returned it: `data` is kept unchanged."""

    data: bytes
    mime: str
    model: str
    alt: str = ""
    seed: int | None = None
    ai: bool = True
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PainterInfo:
    """Capabilities of a painter; a missing one is not offered."""

    name: str
    model: str
    paid: bool
    ai: bool
    styles: tuple[str, ...]
    shapes: tuple[Shape, ...] = (Shape.SQUARE, Shape.WIDE, Shape.TALL)
    most: int = 4
    seeds: bool = False
    edits: bool = False  # can start from a picture
    seconds: float = 20.0  # an honest guess for one picture


class Painter(Protocol):
    @property
    def info(self) -> PainterInfo: ...

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        """Paint an order. Raises PaintRefused, PaintFailed or PaintUnknown, and no other error on purpose."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a review: `category` is empty when nothing was found; `sensitive` asks for a blur, not a refusal."""

    category: str = ""
    sensitive: bool = False


class Rules(Protocol):
    def check(self, text: str) -> Verdict:
        """Review text immediately, by word lists."""


class Reviewer(Protocol):
    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        """Review by a model. Raises ModelError when there is no judgement."""


class LanguageModel(Protocol):
    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        """Return an answer to a plain question; `partial` gets the text so far while it is written.
        Raises ModelError.
        """
