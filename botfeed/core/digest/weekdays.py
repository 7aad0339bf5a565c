"""Weekdays and dates, parsed from and written for people."""

from __future__ import annotations

import re
from datetime import date

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput
from botfeed.core.language.i18n import L

DAILY, WEEKDAYS, WEEKENDS = 127, 31, 96  # bit 0 is Monday
_SETS = {"daily": DAILY, "weekdays": WEEKDAYS, "weekends": WEEKENDS}
_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = (L("Monday"), L("Tuesday"), L("Wednesday"), L("Thursday"), L("Friday"), L("Saturday"), L("Sunday"))
_MONTHS = (
    *(L("January"), L("February"), L("March"), L("April"), L("May"), L("June")),
    *(L("July"), L("August"), L("September"), L("October"), L("November"), L("December")),
)


def read(typed: str) -> int:
    """Parse `daily`, `weekdays`, `weekends` or `mon,wed` into a mask. Raises BadInput."""
    mask = 0
    for word in re.findall(r"[^\s,;+]+", typed.casefold()) or [typed]:
        day = next((n for n, short in enumerate(_SHORT) if word.startswith(short)), None)
        mask |= _SETS.get(word, 0) if day is None else 1 << day
        if day is None and word not in _SETS:
            raise BadInput(
                L("{value:c} is no day here. Say {daily:c}, {weekdays:c}, {weekends:c} or days like {some:c}."),
                value=word[:20],
                daily="daily",
                weekdays="weekdays",
                weekends="weekends",
                some="mon,wed",
            )
    return mask


def say(ctx: RenderContext, mask: int) -> str:
    """Return a mask as text: every day, on weekdays, at weekends, or the days by name."""
    known = {DAILY: L("every day"), WEEKDAYS: L("Monday to Friday"), WEEKENDS: L("Saturday and Sunday")}
    if mask in known:
        return ctx.s(known[mask])
    return ", ".join(ctx.s(day) for n, day in enumerate(_DAYS) if mask >> n & 1)


def in_words(ctx: RenderContext, day: date) -> str:
    return ctx.s(
        L("{weekday} {day} {month}"),
        weekday=ctx.s(_DAYS[day.weekday()]),
        day=day.day,
        month=ctx.s(_MONTHS[day.month - 1]),
    )


def suggest(ctx: Context, typed: str) -> list[Choice]:
    return [Choice(word, say(ctx, mask)) for word, mask in _SETS.items() if word.startswith(typed.strip().casefold())]
