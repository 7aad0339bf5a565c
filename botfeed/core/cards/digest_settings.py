"""A digest's settings as a card, with the next step."""

from __future__ import annotations

from dataclasses import dataclass

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.choices import Place
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Subscription


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest that is not off. `days` and `next`, the date of the next one, are in the reader's language.

    `waits`: it is paused now, for good or until a date. `homes`: the platforms where its person can be written to.
    """

    row: Subscription
    days: str
    next: str
    waits: bool
    homes: tuple[str, ...]


def settings(ctx: Context, place: Place, schedule: Schedule | None, *, shared: bool) -> Card:
    """Build the settings card. In a shared place, who is known not to administer it is led to one of their own."""
    words = _none(ctx, shared=shared) if schedule is None else _some(ctx, schedule)
    return text_card.words(words, *(_own(ctx) if shared and ctx.keeps is False else _actions(ctx, schedule, place)))


def _own(ctx: RenderContext) -> tuple[Action, ...]:
    """Return what people who may not set up a shared place can have: a digest of their own."""
    return (buttons.digest_show(ctx, L("Your own digest"), where=Place.PRIVATE),)


def _none(ctx: RenderContext, *, shared: bool) -> Text:
    if shared:
        return ctx.t(L("There is no digest in this place. With one, the best pictures come here once a day."))
    return ctx.t(L("You have no digest yet. Choose an hour, and the best pictures come to you once a day."))


def _some(ctx: Context, schedule: Schedule) -> Text:
    row = schedule.row
    values = {
        "days": schedule.days,
        "time": lines.time_of_day(row.minute),
        "zone": lines.zone(row.zone),
        "n": row.size,
    }
    if row.account is None:
        what = ctx.t(L("Digest of this place: {days} at {time:b} ({zone}), up to {n} pictures."), **values)
    else:
        what = ctx.t(L("Your digest: {days} at {time:b} ({zone}), up to {n} pictures."), **values)
    return text.join((what, _state(ctx, schedule), _where(ctx, schedule), text.quiet(_utc(ctx, row))))


def _utc(ctx: Context, row: Subscription) -> Text:
    """Return a hint on how to set a time zone, if it is still UTC; empty otherwise."""
    if row.zone != "UTC":
        return Text()
    line = f"/digest set {row.minute // 60} --zone Europe/Rome"
    line += f" --minute {row.minute % 60}" if row.minute % 60 else ""
    line += " --where private" if row.account and not ctx.reads_at.private else ""
    return ctx.t(L("That is UTC time; for yours, write {set:c}."), set=CommandLine(line))


def _where(ctx: RenderContext, schedule: Schedule) -> Text:
    """Return the line that names its platform to people reachable on several; empty otherwise."""
    if len(schedule.homes) < 2:
        return Text()
    return ctx.t(L("It comes to you on {platform}."), platform=schedule.row.address.platform.capitalize())


def _state(ctx: RenderContext, schedule: Schedule) -> Text:
    row = schedule.row
    if row.state == "paused":
        return ctx.t(L("It is paused."))
    if row.paused_until and row.paused_until > ctx.now:
        return ctx.t(L("It is paused; the next one comes on {date}."), date=schedule.next)
    if row.weekly:
        return ctx.t(L("Once a week while you are away; the next one comes on {date}."), date=schedule.next)
    return ctx.t(L("The next one comes on {date}, if there is enough that you have not seen."), date=schedule.next)


def _actions(ctx: Context, schedule: Schedule | None, place: Place) -> tuple[Action, ...]:
    preview = buttons.digest_preview(ctx, L("Preview"), where=place)
    off = buttons.digest_off(ctx, L("Off"), where=place).danger()
    if schedule is None:
        return (buttons.digest_set(ctx, L("Choose an hour"), where=place).primary(), preview)
    if schedule.waits:
        return (buttons.digest_resume(ctx, L("Resume"), where=place).primary(), preview, off)
    change = buttons.digest_set(ctx, L("Change the hour"), where=place).primary()
    pause = buttons.digest_pause(ctx, L("Pause"), where=place)
    zone = () if ctx.request.forms else (buttons.digest_zone(ctx, L("Time zone"), where=place),)
    return (change, *zone, preview, *_elsewhere(ctx, schedule), pause, off)


def _elsewhere(ctx: RenderContext, schedule: Schedule) -> tuple[Action, ...]:
    """Return the button that moves the digest to another platform the person is reachable on."""
    others = [home for home in schedule.homes if home != schedule.row.address.platform]
    label = L("Send it to {platform}")
    return tuple(buttons.home(ctx, ctx.s(label, platform=name.capitalize()), name) for name in others[:1])


def ended(ctx: RenderContext) -> Card:
    """Confirm that a digest is off."""
    said = L("The digest is off, also what was on its way. {set:c} brings it back.")
    return text_card.words(ctx.t(said, set=CommandLine("/digest set 9")))
