"""The settings of a person, on one card."""

from __future__ import annotations

from botfeed.core.cards.choices import Place
from botfeed.core.cards.people import settings_overview as cards
from botfeed.core.chat.command import command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.commands import me
from botfeed.core.digest import subscriptions, weekdays
from botfeed.core.language.i18n import L
from botfeed.core.model import MutedWord


@command(reads=True, open=True, menu="me.settings")
def settings(ctx: Context) -> Reply:
    """See what you set for yourself, and change it."""
    row = subscriptions.find(ctx, Place.PRIVATE)
    if row is not None and row.state == subscriptions.OFF:
        row = None
    what = cards.Overview(
        ctx.actor,
        row,
        days=weekdays.say(ctx, row.days) if row else "",
        waits=row is not None and not subscriptions.wanted(row, ctx.now),
        muted=ctx.uow.count(MutedWord, account=ctx.actor.id),
    )
    language, learning = me.language.button(ctx, L("Language")), me.personal.button(ctx, L("What the feed learns"))
    return Reply(cards=(cards.overview(ctx, what, language, learning),))


COMMANDS = (settings,)
