"""Buttons that turn the pages of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action
from botfeed.core.language.i18n import L
from botfeed.core.listing.pages import Page


def both(
    ctx: RenderContext,
    what: Page[Any],
    turn: Callable[[str, str], Action],
    *,
    before: str = L("Newer"),
    after: str = L("Older"),
    arrows: bool = True,
) -> tuple[Action, ...]:
    """Return the buttons to the neighbouring pages that there are. `turn` makes one from its label and its cursor."""
    left, right = ("◀ ", " ▶") if arrows else ("", "")
    back = (turn(left + ctx.s(before), what.before),) if what.before else ()
    return back + ((turn(ctx.s(after) + right, what.after),) if what.after else ())
