"""Time zones by their IANA names."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from botfeed.core.chat.context import Context
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput

SHOWN = 25  # choices at most


@cache
def _names() -> dict[str, str]:
    """Every zone by its folded name; the machine's own (`localtime`) and old abbreviations are no answer."""
    return {name.casefold(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}


def read(typed: str) -> str:
    """Give the zone's own spelling; a city alone will do where it is the only one. Raises BadInput."""
    wanted = typed.strip().replace(" ", "_").casefold()
    if found := _names().get(wanted):
        return found
    cities = [name for folded, name in _names().items() if folded.rpartition("/")[2] == wanted]
    if len(cities) == 1:
        return cities[0]
    raise BadInput(
        L("{value:c} is no time zone I know. They look like {one:c} or {other:c}."),
        value=typed[:40],
        one="Europe/Rome",
        other="America/New_York",
    )


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def suggest(_: Context, typed: str) -> list[Choice]:
    """Complete what is typed: zones that start so first, then those with such a city."""
    wanted = typed.strip().replace(" ", "_").casefold()
    hits = [name for folded, name in _names().items() if wanted in folded]
    hits.sort(key=lambda name: (not name.casefold().rpartition("/")[2].startswith(wanted), name))
    return [Choice(name, name.replace("_", " ")) for name in hits[:SHOWN]]
