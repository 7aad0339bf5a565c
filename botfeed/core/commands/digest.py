"""The daily digest: when, how much, where."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from botfeed.core.cards import buttons, digest_settings
from botfeed.core.cards.choices import Place
from botfeed.core.chat.command import ASKED, Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.digest import digest_message, preview, settings, subscriptions, time_zones, usual_times, weekdays
from botfeed.core.language.i18n import L
from botfeed.core.parsing import hours
from botfeed.core.social import surfaces

Where = Annotated[Place, Param(says=L("Here, or to you in private"))]
_ZONE = Param(says=L("Time zone"), most=64, suggest=time_zones.suggest, reads=time_zones.meant)


@command(button=buttons.digest_show, reads=True)
def show(ctx: Context, where: Where = Place.HERE) -> Reply:
    """See when your digest comes."""
    return Reply(cards=(settings.card(ctx, where),))


@command(button=buttons.digest_back, menu=False, tool="never", reads=True)
def back(ctx: Context) -> Reply:
    """Go back from an opened picture to the digest it stood on."""
    return replace(digest_message.again(ctx, surfaces.digest(ctx)), update=True)


@command(button=buttons.digest_set, tool="confirm")
def set_(
    ctx: Context,
    hour: Annotated[
        int,
        Param(
            says=L("Hour of the day, 0 to 23"),
            asks=L("At what hour? 0 to 23"),
            least=0,
            most=23,
            reads=hours.read,
            like="21:30",
            usual=usual_times.hours,
        ),
    ] = ASKED,
    zone: Annotated[
        str,
        replace(_ZONE, beside=lambda ctx: str(ctx.actor.zone)),
    ] = "",
    days: Annotated[
        str,
        Param(says=L("daily, weekdays, weekends or mon,wed"), most=80, suggest=weekdays.suggest, reads=weekdays.meant),
    ] = "",
    size: Annotated[int | None, Param(says=L("How many pictures at most"), least=1, most=8)] = None,
    where: Where = Place.HERE,
    minute: Annotated[int, Param(says=L("Minute, 0 to 59"), least=0, most=59)] = 0,
) -> Reply:
    """Get the best pictures once a day, at your hour."""
    subscriptions.choose(ctx, hour=hour, minute=minute, zone=zone, days=days, size=size, place=where)
    return Reply(cards=(settings.card(ctx, where),))


@command(button=buttons.digest_zone, tool="confirm")
def zone_(
    ctx: Context,
    zone: Annotated[
        str,
        replace(_ZONE, asks=L("Where are you? A city, or a time zone"), like="New York", usual=usual_times.zones),
    ] = ASKED,
    where: Where = Place.HERE,
) -> Reply:
    """Choose the time zone of your digest and your quiet hours."""
    subscriptions.move_zone(ctx, where, zone)
    return Reply(cards=(settings.card(ctx, where),))


@command(button=buttons.digest_preview, reads=True)
def preview_(ctx: Context, where: Where = Place.HERE) -> Reply:
    """See what your digest would bring now."""
    return preview.show(ctx, where)


@command(button=buttons.digest_mine, menu=False, tool="never", reads=True)
def mine(ctx: Context) -> Reply:
    """See your own digest, made for you alone."""
    return preview.mine(ctx)


@command(button=buttons.digest_pause, tool="confirm")
def pause(
    ctx: Context,
    days: Annotated[int, Param(says=L("For how many days; 0 until you resume"), least=0, most=365)] = 0,
    where: Where = Place.HERE,
) -> Reply:
    """Stop your digest for a while."""
    subscriptions.pause(ctx, where, days)
    return Reply(cards=(settings.card(ctx, where),))


@command(button=buttons.digest_resume, tool="confirm")
def resume(ctx: Context, where: Where = Place.HERE) -> Reply:
    """Get your digest again."""
    subscriptions.resume(ctx, where)
    return Reply(cards=(settings.card(ctx, where),))


@command(button=buttons.digest_read, menu=False, tool="never", reads=True)
def read(ctx: Context, edition: Annotated[int, Param(ref=True, says=L("the digest"))]) -> Reply:
    """Read a digest that could not be brought to you."""
    return digest_message.read(ctx, edition)


@command(button=buttons.digest_off, tool="confirm")
def off(ctx: Context, where: Where = Place.HERE) -> Reply:
    """End your digest."""
    subscriptions.stop(ctx, where)
    return Reply(cards=(digest_settings.ended(ctx),))


COMMANDS = (show, back, set_, zone_, preview_, mine, pause, resume, read, off)
