"""Dates as people read them."""

from __future__ import annotations

from datetime import date

from botfeed.core.chat.context import RenderContext
from botfeed.core.language.i18n import L

DAYS = (L("Monday"), L("Tuesday"), L("Wednesday"), L("Thursday"), L("Friday"), L("Saturday"), L("Sunday"))
MONTHS = (
    *(L("January"), L("February"), L("March"), L("April"), L("May"), L("June")),
    *(L("July"), L("August"), L("September"), L("October"), L("November"), L("December")),
)


def in_words(ctx: RenderContext, day: date) -> str:
    """Return the weekday, the day and the month of a date that is near."""
    return ctx.s(
        L("{weekday} {day} {month}"),
        weekday=ctx.s(DAYS[day.weekday()]),
        day=day.day,
        month=ctx.s(MONTHS[day.month - 1]),
    )


def full(ctx: RenderContext, day: date) -> str:
    """Return the day, the month and the year."""
    return ctx.s(L("{day} {month} {year}"), day=day.day, month=ctx.s(MONTHS[day.month - 1]), year=day.year)
