"""Decide everything that the prompt left open: the place, the light, the colours, the numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from botfeed_sketch.drawing import palette, style
from botfeed_sketch.drawing.palette import Palette
from botfeed_sketch.drawing.style import Style
from botfeed_sketch.reading.prompt import Mention, ParsedPrompt
from botfeed_sketch.reading.vocabulary import COLOUR_HEX
from botfeed_sketch.subjects import Stance

# Places are keys of `backdrops.PLACES`; the more often one stands here, the more often it is drawn.
OUTDOORS = ("hills", "meadow", "forest", "mountains", "lake", "poster", "village", "field", "meadow", "hills")
OPEN = ("hills", "mountains", "lake", "sea", "desert", "meadow", "village", "field")
# The place for subjects of different homes, by the home of the first; nothing means outdoors.
SHARED = {"sea": "beach", "underwater": "", "table": "", "sky": ""}
CLIMATES = {"desert": "desert", "savanna": "savanna", "ice": "ice"}


@dataclass(frozen=True, slots=True)
class Plan:
    """The scene to draw. Its description is made from this too, so it names nothing that is not drawn."""

    mentions: tuple[Mention, ...]
    relation: str
    place: str
    weather: tuple[str, ...]
    palette: Palette
    style: Style


def make(parsed: ParsedPrompt, style_name: str, rng: Random) -> Plan:
    """Decide the scene for a prompt; an unknown style is the first one."""
    manner = style.named(style_name)
    mentions = tuple(_settled(mention, rng) for mention in parsed.mentions)
    place = _place(parsed, mentions, rng)
    hour = manner.hour or parsed.hour or _implied_hour(parsed, place) or manner.usual
    chosen = palette.choose(rng, hour, _hue(mentions))
    return Plan(mentions, parsed.relation, place, parsed.weather, _coloured(chosen, parsed, place), manner)


def colour_of(mention: Mention) -> str:
    """Return the colour that was asked for, else one of the subject's own, as #rrggbb."""
    return COLOUR_HEX.get(mention.colour, mention.hue or mention.subject.colour)


def _settled(mention: Mention, rng: Random) -> Mention:
    """Set a mention's number where a plural had none, and one of its subject's colours."""
    coats = mention.subject.coats or (mention.subject.colour,)
    few, coat = 2 + int(rng.random() * 2), coats[int(rng.random() * len(coats))]
    return replace(mention, count=mention.count or few, hue=coat)


def _hue(mentions: tuple[Mention, ...]) -> str:
    standing = [mention for mention in mentions if mention.subject.stance is not Stance.SKY]
    return colour_of(standing[0]) if standing else ""


def _place(parsed: ParsedPrompt, mentions: tuple[Mention, ...], rng: Random) -> str:
    stances = {mention.subject.stance for mention in mentions}
    if parsed.place in ("sea", "lake") and stances == {Stance.DEEP}:
        return "underwater"
    if parsed.place == "sea" and Stance.GROUND in stances and not (parsed.relation and Stance.WATER in stances):
        return "beach"
    if parsed.place:
        return parsed.place
    if not mentions:
        return OPEN[int(rng.random() * len(OPEN))]
    home = _home(mentions, parsed)
    if home == "table" and rng.random() < 0.35:
        return "poster"
    return home or OUTDOORS[int(rng.random() * len(OUTDOORS))]


def _home(mentions: tuple[Mention, ...], parsed: ParsedPrompt) -> str:
    """Return the home of the first mention that has one, or nothing for outdoors."""
    homes = [mention.subject.home for mention in mentions if mention.subject.stance not in (Stance.SKY, Stance.VAST)]
    homes = homes or [mention.subject.home for mention in mentions]
    home = next((home for home in homes if home), "")
    if home == "table" and parsed.weather:
        return ""
    return SHARED.get(home, home) if len(set(homes)) > 1 else home


def _implied_hour(parsed: ParsedPrompt, place: str) -> str:
    names = {mention.subject.name for mention in parsed.mentions}
    if names & {"moon", "star"} or {"stars", "aurora"} & set(parsed.weather):
        return "night"
    if parsed.mood == "dark" or "ghost" in names:
        return "night"
    if names & {"sun", "rainbow"} or parsed.mood == "bright" or place == "table":
        return "day"
    return ""


def _coloured(chosen: Palette, parsed: ParsedPrompt, place: str) -> Palette:
    if place in CLIMATES:
        chosen = palette.earth(chosen, CLIMATES[place])
    if "leaves" in parsed.weather:
        chosen = palette.earth(chosen, "autumn")
    if "snow" in parsed.weather:
        chosen = palette.snowed(chosen)
    if {"rain", "storm", "cloudy", "fog"} & set(parsed.weather):
        chosen = palette.overcast(chosen)
    return palette.tinted(chosen, COLOUR_HEX[parsed.tint]) if parsed.tint else chosen
