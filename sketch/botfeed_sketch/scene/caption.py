"""The words for those who cannot see the picture, from the plan it was painted by."""

from __future__ import annotations

from botfeed_sketch.reading.parser import Actor
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


def of(plan: Plan) -> str:
    """One plain English sentence, such as "A red fox in a forest, in snow, at night: flat sketch"."""
    names = [_named(actor) for actor in plan.actors]
    if plan.relation and len(names) > 1:
        names[:2] = [f"{names[0]} {plan.relation} {names[1]}"]
    what = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "an abstract landscape"
    where = [PLACES[plan.place], *(WEATHER[kind] for kind in plan.weather)]
    if plan.place not in ("space", "table"):
        where += [HOURS[plan.palette.hour]] if plan.palette.hour in HOURS else []
    text = f"{what} {', '.join(where)}: {plan.style.name} sketch"
    return text[0].upper() + text[1:]


def _named(actor: Actor) -> str:
    described = f"{actor.colour} " if actor.colour else ""
    if actor.count > 1:
        return f"{COUNTS[actor.count]} {described}{actor.subject.plural}"
    noun = f"{described}{actor.subject.name}"
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
