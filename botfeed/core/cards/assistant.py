"""Cards that answer plain words: the answer of a model, or the phrases that work without one."""

from __future__ import annotations

from collections.abc import Mapping

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.studio import painting
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L, Words
from botfeed.core.language.text import CommandLine, Text


def signed(say: Words, answer: str) -> Text:
    """Return the answer as plain text, never as markup, with a note that a model wrote it."""
    return text.join((answer.strip(), text.quiet(say.t(L("written by a language model; it can be wrong")))))


def answer(ctx: RenderContext, answer: str) -> Card:
    """Show a model's answer."""
    return text_card.words(signed(ctx.words, answer))


_NOT_COUNTED = L("This question was not counted.")
_COUNTED = L("This question counts, since the model was asked.")
_LATER = L("Ask again in a few minutes.")
# By the keys of `work/model_troubles.py`: what happened, and the next step.
_ENDS: Mapping[str, tuple[str, str]] = {
    "failed": (L("The language model did not answer."), _LATER),
    "busy": (L("The language model had too much to do."), _LATER),
    "unknown": (L("The language model broke off."), _LATER),
    "unusable": (
        L("The language model thought, and ended without an answer."),
        L("Ask something shorter or simpler."),
    ),
    "refused": (L("The language model won't answer that ({category})."), L("Ask in other words.")),
    "setup": (
        L("The language model takes no questions just now: its operator has to see to it."),
        L("The plain phrases in {help:c} work without it."),
    ),
    "long": (L("That question is too long for the language model."), L("Ask in fewer words.")),
}


def no_answer(ctx: RenderContext, why: str = "", category: str = "", *, counted: bool = False) -> Card:
    """Say that there is no answer and why, whether the question counts, and what works instead."""
    said, step = _ENDS.get(why, _ENDS["failed"])
    parts = (
        ctx.t(said, category=lines.category(ctx, category)),
        ctx.t(_COUNTED if counted else _NOT_COUNTED),
        ctx.t(step, help=CommandLine("/help")),
    )
    return text_card.words(text.join(parts, " "))


def reading(ctx: RenderContext) -> Card:
    """Say that the model was asked."""
    return text_card.words(ctx.t(L("One moment, I'm reading that.")))


def one_line(ctx: RenderContext) -> Card:
    """Say in one line what can be said here, where everybody reads it."""
    says = ctx.t(
        L("Say {paint:c} or {search:c} to me, and it is done. {help:c} shows all that I can do."),
        paint=ctx.s(L("paint a fox in snow")),
        search=ctx.s(L("search fox")),
        help=CommandLine("/help"),
    )
    return text_card.words(says)


def no_model(ctx: RenderContext, said: str) -> Card:
    """Say what is understood without a model, what a key would add, and offer to paint what they said."""
    says = ctx.t(
        L(
            "I know a few plain phrases, like {paint:c} or {feed:c}, and this was none of them. "
            "With a language model's key from the operator I could answer questions too."
        ),
        paint=ctx.s(L("paint a fox in snow")),
        feed=ctx.s(L("show my feed")),
    )
    paint = buttons.imagine(ctx, L("Paint"), said).primary()
    return text_card.words(
        says,
        *((paint,) if len(said) <= painting.ASKED_MOST else ()),
        buttons.help_(ctx, L("What I can do")),
        buttons.feed(ctx, L("Feed")),
    )
