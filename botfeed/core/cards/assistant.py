"""Cards that answer plain words: the answer of a model, or the phrases that work without one."""

from __future__ import annotations

from botfeed.core.cards import buttons, text_card
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L, Words
from botfeed.core.language.text import CommandLine, Text

PROMPT_MOST = 1000  # characters that `imagine` takes


def signed(say: Words, answer: str) -> Text:
    """Return the answer as plain text, never as markup, with a note that a model wrote it."""
    return text.join((answer.strip(), text.quiet(say.t(L("written by a language model; it can be wrong")))))


def answer(ctx: RenderContext, answer: str) -> Card:
    """Show a model's answer."""
    return text_card.words(signed(ctx.words, answer))


def no_answer(ctx: RenderContext) -> Card:
    """Say that the model did not answer."""
    sorry = L("The language model did not answer, and this question was not counted. Ask again in a few minutes.")
    return text_card.words(ctx.t(sorry))


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
        *((paint,) if len(said) <= PROMPT_MOST else ()),
        buttons.help_(ctx, L("What I can do")),
        buttons.feed(ctx, L("Feed")),
    )
