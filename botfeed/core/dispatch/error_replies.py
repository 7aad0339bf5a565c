"""Turn an error that a person caused into a reply."""

from __future__ import annotations

from botfeed.core.cards import text_card
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.chat.values import Asks, Option
from botfeed.core.dispatch import next_steps
from botfeed.core.errors import UserError
from botfeed.core.language import text
from botfeed.core.language.text import Text
from botfeed.core.parsing import command_names


def reply_to(ctx: Context, error: UserError) -> Reply:
    """Report an error with its next step: as a toast for a press, as a card with a button for what was typed, and not
    at all for a reaction, which asked for nothing.
    """
    if ctx.request.command == "react":
        return Reply()
    said, step = text_of(ctx, error), next_steps.of(ctx, error)
    if ctx.request.pressed:
        return Reply(notice=str(text.join((said, step.says), " ") if step else said))
    return Reply(cards=(text_card.words(said, *((step.action,) if step else ())),))


def text_of(ctx: Context, error: UserError) -> Text:
    """Return an error's text, with the names of options (`hour:`) and questions in the person's language."""
    language = ctx.words.language
    names = {name: command_names.option(v, language) for name, v in error.values.items() if isinstance(v, Option)}
    asks = {name: ctx.s(v) for name, v in error.values.items() if isinstance(v, Asks)}
    return ctx.t(error.message, **{**error.values, **names, **asks})
