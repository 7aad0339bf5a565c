"""Answers to questions that the bot asked, one after another."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.errors import NotFound
from botfeed.core.language.i18n import L


@command(menu=False, tool="never", open=True)
def fill(ctx: Context, value: Annotated[str, Param(most=4000, rest=True)] = "") -> Reply:
    """Answer the question that is open. The way in fills it; here nothing was open."""
    raise NotFound(L("That question is closed. Start again from the card."))


COMMANDS = (fill,)
