"""The types of a prompt that was read."""

from __future__ import annotations

from dataclasses import dataclass

from botfeed_sketch.subjects import Subject


@dataclass(frozen=True, slots=True)
class Mention:
    """A subject that a prompt names; a `count` of 0 means a plural without a number."""

    subject: Subject
    count: int = 1
    colour: str = ""  # a key of `vocabulary.COLOUR_HEX`
    hue: str = ""  # #rrggbb, chosen by the plan where no colour was asked for


@dataclass(frozen=True, slots=True)
class ParsedPrompt:
    """The subjects, place, weather and light of a prompt. Empty strings stand for what it does not name."""

    mentions: tuple[Mention, ...] = ()
    relation: str = ""  # of the first mention to the second: "on" or "under"
    place: str = ""
    weather: tuple[str, ...] = ()
    hour: str = ""
    mood: str = ""
    tint: str = ""  # a colour for the whole scene
    missing: tuple[str, ...] = ()  # nouns that no subject has
