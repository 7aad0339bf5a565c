"""Due times: a minute of the local day converted to UTC, correct across clock changes.
A minute that a clock change skips falls on the next existing one; a minute that occurs twice counts once, the
first time; a date that does not exist (30 December 2011 in Samoa) has no digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MASKS = 16  # days ahead in which any mask has its day, a lost one included
MINUTES = 24 * 60  # of a day
ALL = 127  # bit 0 is Monday
LATE = timedelta(hours=18)  # a digest that is later gives way to the next


def at(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """Return the UTC instant of a minute of a local date; None if that date has no such or later minute."""
    wanted = datetime.combine(day, time(minute // 60, minute % 60))
    first = wanted.replace(tzinfo=zone).astimezone(UTC)
    if _local(first, zone) == wanted:
        return first
    found = _jump(first, wanted.replace(tzinfo=zone, fold=1).astimezone(UTC), wanted, zone)
    return found if _local(found, zone).date() == day else None


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _jump(late: datetime, early: datetime, wanted: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment the clock jumped over `wanted`, to the second.
    It is after `early`, and at `late` at the latest.
    """
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        early, late = (early, middle) if _local(middle, zone) > wanted else (middle, late)
    return late


def next_due(after: datetime, minute: int, zone: ZoneInfo, days: int = ALL) -> datetime:
    """Return the first due instant strictly after `after`.
    `days` is a mask of weekdays, bit 0 Monday; raises ValueError for 0.
    """
    start = after.astimezone(zone).date() - DAY
    for day in _chosen(start, DAY, days):
        moment = at(day, minute, zone)
        if moment and moment > after:
            return moment
    raise ValueError(f"no weekday in the mask {days}")


def last_due(until: datetime, minute: int, zone: ZoneInfo, days: int = ALL) -> datetime:
    """Return the latest due instant that is not after `until`. Raises ValueError for an empty mask."""
    start = until.astimezone(zone).date() + DAY
    for day in _chosen(start, -DAY, days):
        moment = at(day, minute, zone)
        if moment and moment <= until:
            return moment
    raise ValueError(f"no weekday in the mask {days}")


def _chosen(start: date, step: timedelta, days: int) -> Iterator[date]:
    return (day for n in range(MASKS) if days >> (day := start + n * step).weekday() & 1)


def spread(name: str, window: timedelta) -> timedelta:
    """Return the offset of this name in the window after the chosen minute, in whole seconds.
    Spreads the load of popular minutes such as 09:00.
    """
    seconds = int(window.total_seconds())
    if seconds <= 0:
        return timedelta(0)
    number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    return timedelta(seconds=number % seconds)
