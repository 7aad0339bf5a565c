"""Time zones by their IANA names."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from botfeed.core.cards import lines
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice
from botfeed.core.digest import cities
from botfeed.core.errors import BadInput
from botfeed.core.language.i18n import L

SHOWN = 25  # choices at most
NEAR = 0.8  # how alike a city is to the one that was meant
SHORTEST = 4  # letters of a city that may be mistyped
_OFFSET = re.compile(r"(?:gmt|utc)([+-])(\d{1,2})")


@cache
def _names() -> dict[str, str]:
    """Return all zones by folded name, without `localtime` and old abbreviations."""
    return {name.casefold(): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}


@cache
def _cities() -> dict[str, str]:
    """Return the zone of every folded city name that names exactly one zone or is listed in `cities`."""
    named: dict[str, list[str]] = {}
    for folded, name in _names().items():
        if not folded.startswith("etc/"):
            named.setdefault(folded.rpartition("/")[2], []).append(name)
    ours = {city: zone for city, zone in cities.zones().items() if zone.casefold() in _names()}
    return ours | {city: zones[0] for city, zones in named.items() if len(zones) == 1}


def read(typed: str) -> str:
    """Return the zone's official name; accepts `Area/City`, a unique city name and `UTC+2`.
    Raises BadInput.
    """
    wanted = _folded(typed)
    if found := _names().get(wanted) or _cities().get(wanted):
        return found
    city = wanted.rpartition("/")[2]
    like = [known for known in _cities() if known[:1] == city[:1] and len(city) >= SHORTEST]
    if near := get_close_matches(city, like, n=1, cutoff=NEAR):
        says = L("{value:c} is no time zone I know. Did you mean {near:c}?")
        raise BadInput(says, value=typed[:40], near=_cities()[near[0]])
    raise BadInput(
        L("{value:c} is no time zone I know. They look like {one:c} or {other:c}."),
        value=typed[:40],
        one="Europe/Rome",
        other="America/New_York",
    )


def _folded(typed: str) -> str:
    wanted = typed.strip().replace(" ", "_").casefold()
    if offset := _OFFSET.fullmatch(wanted):  # the database's names tell how far UTC is from there, people the reverse
        return f"etc/gmt{-int(offset[1] + offset[2]):+}"
    return wanted


def zone(name: str) -> ZoneInfo:
    """Return a zone; UTC in place of one that this machine does not know, see `is_known`."""
    return lines.zone_info(name)


def is_known(name: str) -> bool:
    """Return True if this machine has the zone: where another wrote the row, or an update took it away, it may not."""
    return zone(name).key == name


def suggest(_: Context, typed: str) -> list[Choice]:
    """Complete a time zone: zones that start with the typed text first, then zones of such cities."""
    wanted = _folded(typed)
    hits = [name for folded, name in _names().items() if wanted in folded]
    hits.sort(key=lambda name: (not name.casefold().rpartition("/")[2].startswith(wanted), name))
    others = [zone for city, zone in _cities().items() if wanted and city.startswith(wanted)]
    return [Choice(name, lines.zone(name).replace("_", " ")) for name in dict.fromkeys([*hits, *others])][:SHOWN]
