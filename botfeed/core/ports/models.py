"""Painters, reviewers and language models."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from botfeed.core.model import Shape


@dataclass(frozen=True, slots=True)
class Order:
    """A request to a painter. `person` is a keyed hash; `source` the picture to start from."""

    prompt: str
    style: str = ""
    shape: Shape = Shape.SQUARE
    count: int = 1
    seed: int | None = None
    source: bytes | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture as the painter gave it: `data` is kept untouched."""

    data: bytes
    mime: str
    model: str
    alt: str = ""
    seed: int | None = None
    ai: bool = True
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PainterInfo:
    """The abilities of a painter; what it cannot do is not offered."""

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
        """Raise PaintRefused, PaintFailed or PaintUnknown; nothing else on purpose."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`category` is empty when nothing was found; `sensitive` asks for a blur, not a refusal."""

    category: str = ""
    sensitive: bool = False


class Rules(Protocol):
    def check(self, text: str) -> Verdict:
        """Judge at once, by word lists."""


class Reviewer(Protocol):
    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        """Judge by a model. Raises ModelError when no judgement can be had."""


class LanguageModel(Protocol):
    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        """Answer a plain question; `partial` gets the text so far while it is written. Raises ModelError."""
