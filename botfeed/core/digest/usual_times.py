"""Offer usual hours and likely time zones as answers, where each question is asked by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice
from botfeed.core.digest import time_zones
from botfeed.core.language.folding import fold

HOURS = (7, 8, 9, 12, 18, 19, 20, 21)
ZONES = 6  # choices at most
_BY_LANGUAGE: Mapping[str, tuple[str, ...]] = {  # where most who speak it live; a region says more than a language
    "it": ("Europe/Rome",),
    "en": ("Europe/London", "America/New_York", "America/Los_Angeles"),
    "en-gb": ("Europe/London",),
    "en-us": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "en-au": ("Australia/Sydney", "Australia/Perth"),
    "en-in": ("Asia/Kolkata",),
    "de": ("Europe/Berlin", "Europe/Zurich", "Europe/Vienna"),
    "fr": ("Europe/Paris", "America/Toronto"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"),
    "pt": ("Europe/Lisbon", "America/Sao_Paulo"),
    "pt-br": ("America/Sao_Paulo", "America/Manaus"),
    "nl": ("Europe/Amsterdam",),
    "pl": ("Europe/Warsaw",),
    "sv": ("Europe/Stockholm",),
    "ro": ("Europe/Bucharest",),
    "el": ("Europe/Athens",),
    "tr": ("Europe/Istanbul",),
    "uk": ("Europe/Kyiv",),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Almaty"),
    "ar": ("Africa/Cairo", "Asia/Riyadh"),
    "fa": ("Asia/Tehran",),
    "hi": ("Asia/Kolkata",),
    "id": ("Asia/Jakarta",),
    "zh": ("Asia/Shanghai", "Asia/Taipei"),
    "ja": ("Asia/Tokyo",),
    "ko": ("Asia/Seoul",),
}
_ELSEWHERE = (  # spread around the world
    "Europe/London",
    "Europe/Rome",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
)


def hours(_ctx: Context, _typed: str) -> list[Choice]:
    """Return the hours at which most people want a digest."""
    return [Choice(str(hour), f"{hour:02}:00") for hour in HOURS]


def zones(ctx: Context, _typed: str) -> list[Choice]:
    """Return likely time zones with the time there: one's own, those of one's language, some others."""
    likely = dict.fromkeys((ctx.actor.zone, *_spoken(ctx), *_ELSEWHERE))
    known = [name for name in likely if name != "UTC" and time_zones.is_known(name)]
    return [Choice(name, f"{_city(name)} {_clock(ctx, name)}") for name in known[:ZONES]]


def _spoken(ctx: Context) -> Iterator[str]:
    locale = fold(ctx.request.locale).replace("_", "-")
    for code in (locale, locale.partition("-")[0], ctx.words.language):
        yield from _BY_LANGUAGE.get(code, ())


def _city(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")


def _clock(ctx: Context, name: str) -> str:
    return f"{ctx.now.astimezone(time_zones.zone(name)):%H:%M}"
