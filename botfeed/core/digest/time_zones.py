"""Time zones by their IANA names."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from botfeed.core.cards import lines
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice
from botfeed.core.digest import cities
from botfeed.core.errors import BadInput
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L

SHOWN = 25  # choices at most
NEAR = 0.8  # how alike a city is to the one that was meant
SHORTEST = 4  # letters of a city that may be mistyped
_OFFSET = re.compile(r"(?:gmt|utc|ora_di_greenwich)?_?([+-])_?(\d{1,2})(?:[:.]?(\d\d))?")
_UNEVEN = {  # zones without summer time for offsets of no whole hour; with one where there is no other
    "+03:30": "Asia/Tehran",
    "+04:30": "Asia/Kabul",
    "+05:30": "Asia/Kolkata",
    "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon",
    "+08:45": "Australia/Eucla",
    "+09:30": "Australia/Darwin",
    "+10:30": "Australia/Lord_Howe",
    "+12:45": "Pacific/Chatham",
    "-02:30": "America/St_Johns",
    "-03:30": "America/St_Johns",
    "-09:30": "Pacific/Marquesas",
}


@cache
def _names() -> dict[str, str]:
    """Return all zones by folded name, without `localtime` and old abbreviations."""
    return {key(name): name for name in sorted(available_timezones()) if "/" in name or name == "UTC"}


@cache
def _cities() -> dict[str, str]:
    """Return the zone of every folded city name that names exactly one zone or is listed in `cities`."""
    named: dict[str, list[str]] = {}
    for folded, name in _names().items():
        if not folded.startswith("etc/"):
            named.setdefault(folded.rpartition("/")[2], []).append(name)
    ours = {key(city): zone for city, zone in cities.zones().items() if key(zone) in _names()}
    return {city: zones[0] for city, zones in named.items() if len(zones) == 1} | ours


def key(name: str) -> str:
    """Return the name of a zone or city as it is compared: folded, its words joined by one underscore."""
    return re.sub(r"(?:[\s_‐‑–—]|-(?!\d))+", "_", re.sub(r"['’`.]", "", fold(name))).strip("_,")


def meant(typed: str) -> dict[str, str] | None:
    """Return the zone that a text names, as the argument `zone`; None if it names none."""
    found = _found(typed)
    return {"zone": found} if found else None


def _found(typed: str) -> str | None:
    """Return the official name for a zone, a city (`New York`, `Roma, Italia`), or an hour from UTC (`UTC+5:30`)."""
    if offset := _OFFSET.fullmatch(re.sub(r"\s+", "_", fold(typed).strip().replace("−", "-"))):
        return _at_offset(*offset.groups())
    for name in (typed, typed.partition(",")[0]):
        if found := _names().get(key(name)) or _cities().get(key(name)):
            return found
    return None


def _at_offset(sign: str, hours: str, minutes: str | None) -> str | None:
    """Return the zone of an offset. The database's names tell how far UTC is from there, people the reverse."""
    if minutes and int(minutes):
        return _UNEVEN.get(f"{sign}{int(hours):02}:{minutes}")
    return _names().get(key(f"etc/gmt{-int(sign + hours):+}"))


def read(typed: str) -> str:
    """Return the zone's official name; accepts `Area/City`, a unique city name and `UTC+2`.
    Raises BadInput.
    """
    if found := _found(typed):
        return found
    city = key(typed).rpartition("/")[2]
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


def is_known(name: str) -> bool:
    """Return True if this machine has the zone: where another wrote the row, or an update took it away, it may not."""
    return lines.zone_info(name).key == name


def suggest(_: Context, typed: str) -> list[Choice]:
    """Complete a time zone: zones that start with the typed text first, then zones of such cities."""
    wanted = key(typed)
    hits = [name for folded, name in _names().items() if wanted in folded]
    hits.sort(key=lambda name: (not key(name).rpartition("/")[2].startswith(wanted), name))
    others = [zone for city, zone in _cities().items() if wanted and city.startswith(wanted)]
    exact = [found] if (found := _found(typed)) else []
    shown = dict.fromkeys([*exact, *hits, *others])
    return [Choice(name, lines.zone(name).replace("_", " ")) for name in shown][:SHOWN]
