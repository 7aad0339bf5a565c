"""A digest's settings as a card, with the next step."""

from __future__ import annotations

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.choices import Place
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Action, Card
from botfeed.core.digest import subscriptions, time_zones, weekdays
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Subscription
from botfeed.core.work import contactability


def card(ctx: Context, place: Place) -> Card:
    """Say what is set and what can be done about it; in a channel only its administrators get the buttons."""
    row = subscriptions.find(ctx, place)
    shared = subscriptions.shared(ctx, place)
    words = _none(ctx, shared=shared) if row is None or row.state == subscriptions.OFF else _some(ctx, row)
    return Card(words, actions=() if shared and ctx.keeps is False else _actions(ctx, row, place))


def _none(ctx: Context, *, shared: bool) -> Text:
    if shared:
        return ctx.t(L("There is no digest in this place. With one, the best pictures come here once a day."))
    return ctx.t(L("You have no digest yet. Choose an hour, and the best pictures come to you once a day."))


def _some(ctx: Context, row: Subscription) -> Text:
    values = {
        "days": weekdays.say(ctx, row.days),
        "time": f"{row.minute // 60:02}:{row.minute % 60:02}",
        "zone": lines.zone(row.zone),
        "n": row.size,
    }
    if row.account is None:
        what = ctx.t(L("Digest of this place: {days} at {time:b} ({zone}), up to {n} pictures."), **values)
    else:
        what = ctx.t(L("Your digest: {days} at {time:b} ({zone}), up to {n} pictures."), **values)
    return text.join((what, _state(ctx, row), _where(ctx, row), text.quiet(_utc(ctx, row))))


def _utc(ctx: Context, row: Subscription) -> Text:
    """Say how to have another clock, where nobody chose one."""
    if row.zone != "UTC":
        return Text()
    line = f"/digest set {row.minute // 60} --zone Europe/Rome"
    line += f" --minute {row.minute % 60}" if row.minute % 60 else ""
    line += " --where private" if row.account and not ctx.reads_at.private else ""
    return ctx.t(L("That is UTC time; for yours, write {set:c}."), set=CommandLine(line))


def _where(ctx: Context, row: Subscription) -> Text:
    """Say where it goes, to who can be met in several places."""
    homes = contactability.places(ctx.uow, row.account) if row.account is not None else []
    if len(homes) < 2:
        return Text()
    return ctx.t(L("It comes to you on {platform}."), platform=row.address.platform.capitalize())


def _state(ctx: Context, row: Subscription) -> Text:
    if row.state == subscriptions.PAUSED:
        return ctx.t(L("It is paused."))
    after = max(ctx.now, row.paused_until or ctx.now)
    day = weekdays.in_words(ctx, subscriptions.upcoming(row, after).astimezone(time_zones.zone(row.zone)).date())
    if row.paused_until and row.paused_until > ctx.now:
        return ctx.t(L("It is paused; the next one comes on {date}."), date=day)
    if row.weekly:
        return ctx.t(L("Once a week while you are away; the next one comes on {date}."), date=day)
    return ctx.t(L("The next one comes on {date}, if there is enough that you have not seen."), date=day)


def _actions(ctx: Context, row: Subscription | None, place: Place) -> tuple[Action, ...]:
    preview = buttons.digest_preview(ctx, L("Preview"), where=place)
    off = buttons.digest_off(ctx, L("Off"), where=place).danger()
    if row is None or row.state == subscriptions.OFF:
        return (buttons.digest_set(ctx, L("Choose an hour"), where=place).primary(), preview)
    change = buttons.digest_set(ctx, L("Change the hour"), where=place).primary()
    if not subscriptions.wanted(row, ctx.now):
        return (buttons.digest_resume(ctx, L("Resume"), where=place).primary(), preview, off)
    pause = buttons.digest_pause(ctx, L("Pause"), where=place)
    return (change, preview, *_elsewhere(ctx, row), pause, off)


def _elsewhere(ctx: Context, row: Subscription) -> tuple[Action, ...]:
    """Offer the other places where they can be met."""
    homes = contactability.places(ctx.uow, row.account) if row.account is not None else []
    others = [home.platform for home in homes if home.platform != row.address.platform]
    label = L("Send it to {platform}")
    return tuple(buttons.home(ctx, ctx.s(label, platform=name.capitalize()), name) for name in others[:1])
