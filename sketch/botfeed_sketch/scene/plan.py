"""Decisions before a line is drawn: where, in which light, by which style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from botfeed_sketch.backdrops import indoors as elsewhere
from botfeed_sketch.backdrops import land, water
from botfeed_sketch.backdrops.ground import Backdrop
from botfeed_sketch.drawing import palette, style
from botfeed_sketch.drawing.canvas import Stage
from botfeed_sketch.drawing.palette import Palette
from botfeed_sketch.drawing.style import Style
from botfeed_sketch.reading.parser import Actor, Idea
from botfeed_sketch.reading.vocabulary import COLOUR_HEX
from botfeed_sketch.subjects import Stance

PLACES: dict[str, Callable[[Stage], Backdrop]] = {
    "hills": land.hills,
    "meadow": land.meadow,
    "forest": land.forest,
    "mountains": land.mountains,
    "desert": land.desert,
    "field": land.field,
    "savanna": land.savanna,
    "village": land.village,
    "ice": land.ice,
    "sea": water.sea,
    "sea_shore": water.shore,
    "beach": water.beach,
    "lake": water.lake,
    "underwater": water.underwater,
    "city": elsewhere.city,
    "space": elsewhere.space,
    "sky": elsewhere.air,
    "table": elsewhere.table,
    "poster": elsewhere.poster,
}
OUTDOORS = ("hills", "meadow", "forest", "mountains", "lake", "poster", "village", "field", "meadow", "hills")
OPEN = ("hills", "mountains", "lake", "sea", "desert", "meadow", "village", "field")
# Where those who live elsewhere can be met too.
SHARED = {"sea": "beach", "underwater": "", "table": "", "sky": ""}
CLIMATES = {"desert": "desert", "savanna": "savanna", "ice": "ice"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be painted. The caption is made from it, so it says no more than is there."""

    actors: tuple[Actor, ...]
    relation: str
    place: str
    weather: tuple[str, ...]
    palette: Palette
    style: Style


def make(idea: Idea, style_name: str, rng: Random) -> Plan:
    manner = style.named(style_name)
    actors = tuple(_settled(actor, rng) for actor in idea.actors)
    place = _place(idea, actors, rng)
    hour = manner.hour or idea.hour or _implied_hour(idea, place) or manner.usual
    chosen = palette.choose(rng, hour, _hue(actors))
    return Plan(actors, idea.relation, place, idea.weather, _coloured(chosen, idea, place), manner)


def colour_of(actor: Actor) -> str:
    return COLOUR_HEX.get(actor.colour, actor.hue or actor.subject.colour)


def _settled(actor: Actor, rng: Random) -> Actor:
    """With a number where a plural had none, and one of its coats."""
    coats = actor.subject.coats or (actor.subject.colour,)
    few, coat = 2 + int(rng.random() * 2), coats[int(rng.random() * len(coats))]
    return replace(actor, count=actor.count or few, hue=coat)


def _hue(actors: tuple[Actor, ...]) -> str:
    standing = [actor for actor in actors if actor.subject.stance is not Stance.SKY]
    return colour_of(standing[0]) if standing else ""


def _place(idea: Idea, actors: tuple[Actor, ...], rng: Random) -> str:
    stances = {actor.subject.stance for actor in actors}
    if idea.place in ("sea", "lake") and stances == {Stance.DEEP}:
        return "underwater"
    if idea.place == "sea" and Stance.GROUND in stances and not (idea.relation and Stance.WATER in stances):
        return "beach"
    if idea.place:
        return idea.place
    if not actors:
        return OPEN[int(rng.random() * len(OPEN))]
    home = _home(actors, idea)
    if home == "table" and rng.random() < 0.35:
        return "poster"
    return home or OUTDOORS[int(rng.random() * len(OUTDOORS))]


def _home(actors: tuple[Actor, ...], idea: Idea) -> str:
    """Where the first that is at home somewhere lives; nothing for outdoors."""
    homes = [actor.subject.home for actor in actors if actor.subject.stance not in (Stance.SKY, Stance.VAST)]
    homes = homes or [actor.subject.home for actor in actors]
    home = next((home for home in homes if home), "")
    if home == "table" and idea.weather:
        return ""
    return SHARED.get(home, home) if len(set(homes)) > 1 else home


def _implied_hour(idea: Idea, place: str) -> str:
    names = {actor.subject.name for actor in idea.actors}
    if names & {"moon", "star"} or {"stars", "aurora"} & set(idea.weather):
        return "night"
    if idea.mood == "dark" or "ghost" in names:
        return "night"
    if names & {"sun", "rainbow"} or idea.mood == "bright" or place == "table":
        return "day"
    return ""


def _coloured(chosen: Palette, idea: Idea, place: str) -> Palette:
    if place in CLIMATES:
        chosen = palette.earth(chosen, CLIMATES[place])
    if "leaves" in idea.weather:
        chosen = palette.earth(chosen, "autumn")
    if "snow" in idea.weather:
        chosen = palette.snowed(chosen)
    if {"rain", "storm", "cloudy", "fog"} & set(idea.weather):
        chosen = palette.overcast(chosen)
    return palette.tinted(chosen, COLOUR_HEX[idea.tint]) if idea.tint else chosen
