"""The description of a picture for people who cannot see it."""

from __future__ import annotations

from botfeed_sketch.reading.prompt import Mention
from botfeed_sketch.scene.plan import Plan

COUNTS = ("no", "a", "two", "three", "four", "five", "six", "seven")
PLACES = {
    "hills": "among hills",
    "meadow": "in a meadow",
    "forest": "in a forest",
    "mountains": "before mountains",
    "desert": "in a desert",
    "field": "in a field",
    "savanna": "in a savanna",
    "village": "near a village",
    "ice": "on ice",
    "sea": "at sea",
    "sea_shore": "on a cliff by the sea",
    "beach": "on a beach",
    "lake": "by a lake",
    "underwater": "under water",
    "city": "in a city",
    "space": "in space",
    "sky": "above the clouds",
    "table": "in a room",
    "poster": "before a large disc of light",
}
WEATHER = {
    "snow": "in snow",
    "rain": "in rain",
    "fog": "in fog",
    "storm": "in a storm",
    "wind": "in the wind",
    "cloudy": "under clouds",
    "stars": "under stars",
    "aurora": "under northern lights",
    "petals": "among falling petals",
    "leaves": "among falling leaves",
}
HOURS = {"night": "at night", "sunset": "at sunset", "dawn": "at dawn"}


def describe(plan: Plan) -> str:
    """Describe a plan in English: "A red fox in a forest, in snow, at night: flat sketch"."""
    names = [_named(mention) for mention in plan.mentions]
    if plan.relation and len(names) > 1:
        names[:2] = [f"{names[0]} {plan.relation} {names[1]}"]
    what = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "an abstract landscape"
    where = [PLACES[plan.place], *(WEATHER[kind] for kind in plan.weather)]
    if plan.place not in ("space", "table"):
        where += [HOURS[plan.palette.hour]] if plan.palette.hour in HOURS else []
    text = f"{what} {', '.join(where)}: {plan.style.name} sketch"
    return text[0].upper() + text[1:]


def _named(mention: Mention) -> str:
    described = f"{mention.colour} " if mention.colour else ""
    if mention.count > 1:
        return f"{COUNTS[mention.count]} {described}{mention.subject.plural}"
    noun = f"{described}{mention.subject.name}"
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
