"""Deliberate errors in commands and buttons: `test_faults` expects mypy to refuse each marked line, and no other."""

from botfeed.core.cards import buttons
from botfeed.core.cards.choices import View
from botfeed.core.chat.command import command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Action, Reply
from botfeed.core.commands import feed, reactions
from botfeed.core.language.i18n import L


def pressed(ctx: Context, post: int) -> list[Action]:
    return [
        buttons.like(ctx, L("Like"), post, wanted=True),
        feed.feed.button(ctx, L("New"), view=View.NEW).primary(),
        buttons.like(ctx, L("Like"), post, wnated=True),  # error
        buttons.like(ctx, L("Like"), ctx.ref(post)),  # error
        buttons.like(ctx, L("Like")),  # error
        feed.feed.button(ctx, L("New"), view="new"),  # error
        buttons.lick(ctx, L("Like"), post),  # error
    ]


def called(ctx: Context, post: int) -> Reply:
    reactions.like(ctx, post=str(post))  # error
    return reactions.like(ctx, post)


@command(button=buttons.mute)
def mute(ctx: Context, who: str, hours: int = 0) -> Reply:
    """Bind a button that fills in less than the command takes."""
    return Reply()


@command(button=buttons.block)  # error
def block(ctx: Context, whom: str) -> Reply:
    """Bind a button that names its parameter otherwise."""
    return Reply()


@command(button=buttons.unblock)  # error
def unblock(ctx: Context, who: str, reason: str) -> Reply:
    """Bind a button that leaves out what the command needs."""
    return Reply()
