"""Times of day as people write them, in English and Italian: `9:30`, `9pm`, `alle nove e mezza`, `half past nine`."""

from __future__ import annotations

import re

from botfeed.core.language.folding import fold
from botfeed.core.language.number_words import NUMBERS

_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,2}}|{_WORDS})"
_FIXED = {"noon": (12, 0), "midday": (12, 0), "mezzogiorno": (12, 0), "midnight": (0, 0), "mezzanotte": (0, 0)}

_LEAD = r"(?:(?:at|to|for|by|alle ore|alle|all|alla|per le|per l|verso le|dalle|le ore|le|l|la|ore|h) )?"
_AM = r"am|a m|di mattina|del mattino|della mattina|in the morning|antimeridiane"
_PM = (
    r"pm|p m|di sera|della sera|in the evening|del pomeriggio|di pomeriggio|in the afternoon|at night|pomeridiane|"
    r"di notte|della notte"
)
_HALF = rf"(?: ?(?:(?P<am>{_AM})|(?P<pm>{_PM})))?"
_PARTS = {"quarter": 15, "un quarto": 15, "a quarter": 15, "half": 30, "mezza": 30, "mezzo": 30, "tre quarti": 45}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_END = r"(?: (?:o clock|oclock|in punto|sharp|h|hours|uur))?"
_CLOCK = re.compile(
    rf"{_LEAD}(?P<hour>{_NUMBER})(?: ?[h:] ?(?P<digits>\d\d)?| (?:e|and) (?P<part>{_PART}|{_NUMBER})"
    rf"| (?P<spoken>{_WORDS})| meno (?P<less>{_PART}|{_NUMBER}))?(?: (?:minuti|minutes))?{_END}{_HALF}{_END}"
)
_PAST = re.compile(
    rf"{_LEAD}(?P<part>{_PART}|{_NUMBER}) (?:(?P<past>past|after)|(?P<to>to|before)) (?P<hour>{_NUMBER}){_HALF}"
)
_NAMED = re.compile(rf"{_LEAD}(?P<name>{'|'.join(_FIXED)})(?: e (?P<part>{_PART}|{_NUMBER}))?")
_SIGNED = re.compile(r"[-+−]\s*\d")
NIGHT = ("di notte", "della notte", "at night")


def read(typed: str) -> dict[str, str] | None:
    """Return the time that a text says, as the arguments `hour` and `minute` on the 24-hour clock; `minute` only where
    it is said. None if the text is no time of day.
    """
    found = None if _SIGNED.match(typed.strip()) else _clock(_plain(typed))
    if found is None:
        return None
    hour, minute = found
    return {"hour": str(hour), **({} if minute is None else {"minute": str(minute)})}


def _plain(typed: str) -> str:
    """Return the text, folded, with a colon between hour and minute and spaces for all other signs."""
    flat = re.sub(r"(?<=\d)\s*[.,:：]\s*(?=\d\d(?!\d))", ":", fold(typed))
    return " ".join(re.sub(r"[^\w:]+|_", " ", flat).split())


def _clock(text: str) -> tuple[int, int | None] | None:
    if found := _NAMED.fullmatch(text):
        hour, minute = _FIXED[found["name"]]
        return hour, (_minutes(found["part"]) if found["part"] else minute)
    if found := _PAST.fullmatch(text):
        hour, away = _number(found["hour"]), _minutes(found["part"])
        return _checked(found, hour, away) if found["past"] else _checked(found, *_before(hour, away))
    if found := _CLOCK.fullmatch(text):
        if found["less"]:
            return _checked(found, *_before(_number(found["hour"]), _minutes(found["less"])))
        return _checked(found, _number(found["hour"]), _after(found))
    return None


def _after(found: re.Match[str]) -> int | None:
    said = found["digits"] or found["spoken"]
    if said:
        return _number(said)
    return _minutes(found["part"]) if found["part"] else None


def _before(hour: int, away: int) -> tuple[int, int]:
    return (hour - 1) % 24, 60 - away


def _number(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS[said]


def _minutes(said: str) -> int:
    return _PARTS[said] if said in _PARTS else _number(said)


def _checked(found: re.Match[str], hour: int, minute: int | None) -> tuple[int, int | None] | None:
    """Return the time on the 24-hour clock; None if there is no such time."""
    if found["pm"] and hour < 12 and not (found["pm"] in NIGHT and hour < 6):
        hour += 12
    elif (found["am"] or found["pm"] in NIGHT) and hour == 12:
        hour = 0
    return (hour, minute) if hour < 24 and (minute is None or minute < 60) else None
