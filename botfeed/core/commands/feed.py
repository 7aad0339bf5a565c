"""Looking at pictures, one after another."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.choices import View
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.feed import page
from botfeed.core.language.i18n import L
from botfeed.core.social import surfaces

Which = Annotated[View, Param(says=L("Which pictures"), rest=True)]


@command(button=buttons.feed, reads=True)
def feed(ctx: Context, view: Which = View.FOR_YOU) -> Reply:
    """See one good picture after another."""
    return page.turn(ctx, view)


@command(button=buttons.next_, menu=False, tool="never", reads=True)
def next_(ctx: Context, view: Which = View.FOR_YOU) -> Reply:
    """See the next picture in the same message."""
    return page.turn(ctx, view, update=True)


@command(button=buttons.hide, tool="confirm", menu="post.hide")
def hide(
    ctx: Context,
    post: Annotated[int, Param(ref=True, says=L("The post"), asks=L("Which post?"), suggest=surfaces.shown)],
) -> Reply:
    """See less like this."""
    return page.hide(ctx, post)


COMMANDS = (feed, next_, hide)
