"""Time zones by their IANA names."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from botfeed.core.chat.context import Context
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Choice
from botfeed.core.errors import BadInput

SHOWN = 25  # choices at most
NEAR = 0.72  # how alike a city is to the one that was meant: Roma is Rome
SHORTEST = 4  # letters of a city that may be mistyped: CET is no Ceuta
_OFFSET = re.compile(r"(?:gmt|utc)([+-])(\d{1,2})")


@cache
def _names() -> dict[str, str]:
    """Every zone by its folded name; the machine's own (`localtime`) and old abbreviations are no answer."""
    return {name.casefold(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}


def read(typed: str) -> str:
    """Give the zone's own spelling; a city alone will do where it is the only one, and `UTC+2`. Raises BadInput."""
    wanted = typed.strip().replace(" ", "_").casefold()
    if offset := _OFFSET.fullmatch(wanted):  # the database's names tell how far UTC is from there, people the reverse
        wanted = f"etc/gmt{-int(offset[1] + offset[2]):+}"
    if found := _names().get(wanted):
        return found
    cities = [name for folded, name in _names().items() if _city(folded) == wanted]
    if len(cities) == 1:
        return cities[0]
    if near := cities or [name for folded, name in _names().items() if _city(folded) in _like(_city(wanted))]:
        says = L("{value:c} is no time zone I know. Did you mean {near:c}?")
        raise BadInput(says, value=typed[:40], near=near[0])
    raise BadInput(
        L("{value:c} is no time zone I know. They look like {one:c} or {other:c}."),
        value=typed[:40],
        one="Europe/Rome",
        other="America/New_York",
    )


def _city(folded: str) -> str:
    return folded.rpartition("/")[2]


def _like(wanted: str) -> list[str]:
    cities = {_city(folded) for folded in _names() if not folded.startswith("etc/")}
    return get_close_matches(wanted, cities, n=1, cutoff=NEAR) if len(wanted) >= SHORTEST else []


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def suggest(_: Context, typed: str) -> list[Choice]:
    """Complete what is typed: zones that start so first, then those with such a city."""
    wanted = typed.strip().replace(" ", "_").casefold()
    hits = [name for folded, name in _names().items() if wanted in folded]
    hits.sort(key=lambda name: (not name.casefold().rpartition("/")[2].startswith(wanted), name))
    return [Choice(name, name.replace("_", " ")) for name in hits[:SHOWN]]
