"""Dates as people read them."""

from __future__ import annotations

from datetime import date

from botfeed.core.language.i18n import L, Words

DAYS = (L("Monday"), L("Tuesday"), L("Wednesday"), L("Thursday"), L("Friday"), L("Saturday"), L("Sunday"))
MONTHS = (
    *(L("January"), L("February"), L("March"), L("April"), L("May"), L("June")),
    *(L("July"), L("August"), L("September"), L("October"), L("November"), L("December")),
)


def in_words(reader: Words, day: date) -> str:
    """Return the weekday, the day and the month of a date that is near."""
    return reader.s(
        L("{weekday} {day} {month}"),
        weekday=reader.s(DAYS[day.weekday()]),
        day=day.day,
        month=reader.s(MONTHS[day.month - 1]),
    )


def full(reader: Words, day: date) -> str:
    """Return the day, the month and the year."""
    return reader.s(L("{day} {month} {year}"), day=day.day, month=reader.s(MONTHS[day.month - 1]), year=day.year)
