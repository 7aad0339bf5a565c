"""Sets of weekdays, parsed from and written for people."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput
from botfeed.core.language import dates
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L

DAILY, WEEKDAYS, WEEKENDS = 127, 31, 96  # bit 0 is Monday
_SETS = {"daily": DAILY, "weekdays": WEEKDAYS, "weekends": WEEKENDS}
_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


_ALSO = {
    "daily": "every day|everyday|each day|all days|ogni giorno|tutti i giorni|sempre|quotidiano|giornaliero",
    "weekdays": "weekday|workdays|working days|feriali|giorni feriali|nei giorni feriali|lavorativi|giorni lavorativi",
    "weekends": "weekend|week end|festivi|fine settimana|nel fine settimana|nel weekend|al weekend",
}
_NAMED = {fold(name): _SETS[word] for word, names in _ALSO.items() for name in (word, *names.split("|"))}
_ITALIAN = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_LINKS = frozenset(["on", "the", "and", "every", "each", "di", "il", "la", "i", "e", "ed", "ogni", "del"])
_WHOLE = tuple(
    zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"),
        strict=True,
    )
)


def read(typed: str) -> int:
    """Parse `daily`, `feriali`, `mon,wed` or `lunedì e venerdì` into a mask. Raises BadInput."""
    mask = _mask(typed)
    if mask is None:
        raise BadInput(
            L("{value:c} is no day here. Say {daily:c}, {weekdays:c}, {weekends:c} or days like {some:c}."),
            value=typed[:20],
            daily="daily",
            weekdays="weekdays",
            weekends="weekends",
            some="mon,wed",
        )
    return mask


def meant(typed: str) -> dict[str, str] | None:
    """Return the days that a text names, as the argument `days`; None if it names none."""
    return {"days": typed} if _mask(typed) is not None else None


def _mask(typed: str) -> int | None:
    """Return the days that are named in any language, None if a word names none."""
    flat = " ".join(re.findall(r"[^\s,;+&/]+", fold(typed)))
    if flat in _NAMED:
        return _NAMED[flat]
    days = [_days(word) for word in flat.split() if word not in _LINKS]
    return reduce(or_, days, 0) if days and all(days) else None


def _days(word: str) -> int:
    """Return the days that one word names; 0 for none."""
    short = next((n for n in range(7) if word.startswith((_SHORT[n], _ITALIAN[n]))), None)
    if short is None or not any(name.startswith(word.rstrip("s")) for name in _WHOLE[short]):
        return _NAMED.get(word, 0)
    return 1 << short


def say(ctx: RenderContext, mask: int) -> str:
    """Return a mask as text: every day, on weekdays, at weekends, or the days by name."""
    known = {DAILY: L("every day"), WEEKDAYS: L("Monday to Friday"), WEEKENDS: L("Saturday and Sunday")}
    if mask in known:
        return ctx.s(known[mask])
    return ", ".join(ctx.s(day) for n, day in enumerate(dates.DAYS) if mask >> n & 1)


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete a set of days by its name in any language."""
    stem = fold(typed.strip())
    named = {word: any(fold(name).startswith(stem) for name in (word, *_ALSO[word].split("|"))) for word in _SETS}
    return [Choice(word, say(ctx, mask)) for word, mask in _SETS.items() if named[word]]
