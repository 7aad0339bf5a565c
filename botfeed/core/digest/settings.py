"""Gather what a digest's settings card shows."""

from __future__ import annotations

from botfeed.core.cards import digest_settings as cards
from botfeed.core.cards import lines
from botfeed.core.cards.choices import Place
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Card
from botfeed.core.digest import inactivity, subscriptions, weekdays
from botfeed.core.language import dates
from botfeed.core.model import Subscription
from botfeed.core.work import contactability


def card(ctx: Context, place: Place) -> Card:
    """Build the settings card. In a channel, people known not to administer it get no buttons."""
    row = subscriptions.find(ctx, place)
    row = row and inactivity.welcome_back(ctx, row)
    schedule = None if row is None or row.state == subscriptions.OFF else _schedule(ctx, row)
    return cards.settings(ctx, place, schedule, shared=subscriptions.shared(ctx, place))


def _schedule(ctx: Context, row: Subscription) -> cards.Schedule:
    homes = contactability.places(ctx.uow, row.account) if row.account is not None else []
    return cards.Schedule(
        row,
        days=weekdays.say(ctx, row.days),
        next=_next(ctx, row),
        waits=not subscriptions.wanted(row, ctx.now),
        homes=tuple(home.platform for home in homes),
    )


def _next(ctx: Context, row: Subscription) -> str:
    """Return the local date of the next digest in words."""
    after = max(ctx.now, row.paused_until or ctx.now)
    return dates.in_words(ctx.words, subscriptions.upcoming(row, after).astimezone(lines.zone_info(row.zone)).date())
