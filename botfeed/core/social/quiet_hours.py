"""Quiet hours of a person: a part of their day in which nothing is pushed."""

from __future__ import annotations

from datetime import datetime, timedelta

from botfeed.core.cards import lines
from botfeed.core.model import Account

LONGEST = timedelta(days=1)  # that a push may wait for the end of quiet hours
NIGHT = (22 * 60, 8 * 60)  # minutes of the day, where a person chose none


def of(who: Account, *, night: bool) -> tuple[int, int] | None:
    """Return the quiet hours as minutes of the day; None for none. `night`: the usual night where none are chosen."""
    if who.quiet_from is None or who.quiet_until is None:
        return NIGHT if night else None
    return None if who.quiet_from == who.quiet_until else (who.quiet_from, who.quiet_until)


def after(who: Account, at: datetime, *, night: bool) -> datetime:
    """Return the moment itself, or the end of the quiet hours that it lies in, by the person's zone."""
    hours = of(who, night=night)
    if hours is None:
        return at
    begin, end = hours
    local = at.astimezone(lines.zone_info(who.zone))
    minute = local.hour * 60 + local.minute
    if not (begin <= minute < end if begin < end else minute >= begin or minute < end):
        return at
    day = local.date() + timedelta(days=1) if minute >= end else local.date()
    morning = datetime(day.year, day.month, day.day, end // 60, end % 60, tzinfo=local.tzinfo)
    return max(at, morning.astimezone(at.tzinfo))
