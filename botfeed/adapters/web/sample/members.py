"""Define the made-up community: its pictures, all of which the offline painter draws well, and who follows whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture by one member, its likes, and its comments as (author, text)."""

    by: str
    prompt: str
    caption: str
    shape: str = "square"
    style: str = ""
    liked: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()


PIECES = (
    Piece("cleo", "a fox asleep in snow under a big moon", "First snow", liked=("dario", "mei", "noor", "otto")),
    Piece("dario", "a lighthouse on a cliff at dawn", "The keeper is still asleep", "wide", liked=("cleo", "mei")),
    Piece("mei", "a whale among stars", "Deep, deeper, up", "tall", liked=("cleo", "noor", "dario")),
    Piece(
        "noor",
        "a hot air balloon over mountains",
        "Lift",
        liked=("otto",),
        comments=(("otto", "I can feel the cold up there."),),
    ),
    Piece("otto", "a sailing boat on a quiet lake at sunset", "No wind, no hurry", "wide", liked=("cleo", "dario")),
    Piece(
        "cleo",
        "an owl on a branch at night",
        "She has seen you",
        "tall",
        liked=("mei", "noor"),
        comments=(("mei", "Those eyes."), ("noor", "I would whisper too.")),
    ),
    Piece("dario", "a small red house in a storm", "We kept a light on", liked=("otto", "cleo", "mei")),
    Piece("mei", "a train through winter woods", "The 6:40, late again", "wide", liked=("dario",)),
    Piece("noor", "a rocket over a purple planet", "Almost home", "tall", liked=("cleo", "otto")),
    Piece("otto", "a cactus in the desert at noon", "In bloom, against all advice", "tall", liked=("noor",)),
    Piece("cleo", "a castle in the fog", "Nobody has found the door", "wide", liked=("mei",)),
    Piece("dario", "two cups of coffee in a room", "Saturday", style="pastel", liked=("noor", "cleo")),
    Piece("mei", "three sheep on a green hill at noon", "Meeting in progress", "wide", liked=("otto", "dario")),
    Piece("noor", "a cat by a window in the rain", "Supervising the weather", liked=("cleo", "mei", "dario")),
    Piece("otto", "a bear in a forest in autumn", "One last walk", style="paper", liked=("cleo",)),
)
FOLLOWS = (
    ("cleo", "mei"),
    ("cleo", "dario"),
    ("dario", "cleo"),
    ("mei", "cleo"),
    ("mei", "noor"),
    ("noor", "cleo"),
    ("otto", "noor"),
)
