"""Cards of the feed that show no picture: its end, and what follows "less like this"."""

from __future__ import annotations

from botfeed.core.cards import buttons, text_card
from botfeed.core.cards.choices import View
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language.i18n import L


def hidden(ctx: RenderContext) -> Card:
    """Confirm "less like this", and offer the next picture."""
    said = ctx.t(L("You will see less like this, and this one not again."))
    return text_card.words(said, buttons.next_(ctx, L("More"), view=View.FOR_YOU).primary())


def end(ctx: RenderContext, view: View, *, follows: bool) -> Card:
    """Build the card at the end of the feed: one sentence and one next step. `follows`: the reader follows somebody."""
    if view is View.NEW:
        words = ctx.t(L("You are caught up. Come back tomorrow, or paint something of your own."))
        return text_card.words(words, buttons.imagine(ctx, L("Paint")).primary())
    if view is View.FOLLOWING and not follows:
        words = ctx.t(L("You follow nobody yet. Look around in New, and follow whose pictures you like."))
    else:
        words = ctx.t(L("You are caught up. Come back tomorrow, or look around in New."))
    return text_card.words(words, buttons.next_(ctx, L("New"), view=View.NEW).primary())
