"""Cards around the export of somebody's data."""

from __future__ import annotations

from botfeed.core.cards import text_card
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine


def packing(ctx: RenderContext) -> Card:
    """Say that a job packs the data."""
    said = L("Packing all that is yours: pictures, words, and whom you follow. It comes to you alone.")
    return text_card.words(ctx.t(said))


def part(ctx: RenderContext, n: int, of: int) -> Card:
    """Announce the file that comes along, part `n` of `of`."""
    said = L("Your data, part {n} of {of}. We keep this file for seven days. README.txt says what is in it.")
    return text_card.words(ctx.t(said, n=n, of=of))


def too_large(ctx: RenderContext, n: int, of: int) -> Card:
    """Say what to do about a part that the platform does not take."""
    said = L(
        "Part {n} of {of} of your data holds a picture that is too large to be sent here. {export:c} on the page, "
        "or in another app that takes larger files, brings it. Nothing is lost."
    )
    return text_card.words(ctx.t(said, n=n, of=of, export=CommandLine("/me export")))


def unsent(ctx: RenderContext, n: int, of: int) -> Card:
    """Say that a part did not arrive, and how to get it."""
    said = L("Part {n} of {of} of your data did not arrive. {export:c} packs it anew.")
    return text_card.words(ctx.t(said, n=n, of=of, export=CommandLine("/me export")))


def unpacked(ctx: RenderContext) -> Card:
    """Say that the packing broke, and how to begin anew."""
    said = L("Something broke on our side, and your data is not packed. Nothing is lost: {export:c} begins anew.")
    return text_card.words(ctx.t(said, export=CommandLine("/me export")))
