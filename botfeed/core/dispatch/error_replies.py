"""Turn an error that a person caused into a reply."""

from __future__ import annotations

from botfeed.core.cards import text_card
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.chat.values import Option
from botfeed.core.errors import UserError
from botfeed.core.language.text import Text
from botfeed.core.parsing import command_names


def reply_to(ctx: Context, error: UserError) -> Reply:
    """Report an error: as a toast for a press, and not at all for a reaction, which asked for nothing."""
    if ctx.request.command == "react":
        return Reply()
    text = text_of(ctx, error)
    return Reply(notice=str(text)) if ctx.request.pressed else Reply(cards=(text_card.words(text),))


def text_of(ctx: Context, error: UserError) -> Text:
    """Return an error's text, with the names of options in the person's language (`hour:`)."""
    language = ctx.words.language
    names = {name: command_names.option(v, language) for name, v in error.values.items() if isinstance(v, Option)}
    return ctx.t(error.message, **{**error.values, **names})
