"""The colours of a whole scene: its light, its land, and what climate and weather do to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from botfeed_sketch.drawing import colour


@dataclass(frozen=True, slots=True)
class Palette:
    """`layers` run from the far land to the near; `glow` is the sun or the moon."""

    hour: str
    sky: tuple[str, str]
    glow: str
    layers: tuple[str, str, str, str]
    cloud: str = "#ffffff"

    @property
    def near(self) -> str:
        return self.layers[3]

    @property
    def dark(self) -> bool:
        return self.hour == "night"


ALL = (
    Palette("day", ("#7cc6ec", "#eaf7f6"), "#fff6d0", ("#a9d6c6", "#7fc09f", "#57a67c", "#3c8b62")),
    Palette("day", ("#f9cfae", "#fff3e2"), "#ff9b71", ("#f0bfa0", "#d9a085", "#a8b08a", "#6f9271")),
    Palette("day", ("#a9e2d2", "#f7fbef"), "#ffd66b", ("#b5dcc8", "#8cc7ae", "#5fab93", "#3d8577")),
    Palette("day", ("#ffe08a", "#fff8e1"), "#ff8c5a", ("#f4cf86", "#dfb067", "#a8b46a", "#6c9a5b")),
    Palette("day", ("#bfa6ea", "#fbe4ee"), "#fff1d0", ("#b9a5dc", "#9a86c6", "#7d79b4", "#5c6aa0")),
    Palette("day", ("#4aa3e0", "#d6f0fb"), "#fffbe0", ("#8cc4dd", "#5fa9c4", "#4b9c8d", "#2f7f6c")),
    Palette("day", ("#f2a7a0", "#fdeadf"), "#fff0c8", ("#e8b3a8", "#b7a5a8", "#7f9a9c", "#4f7f85")),
    Palette("dawn", ("#86b0e4", "#ffd9d0"), "#fff2cf", ("#c8b6d8", "#a497c8", "#7d83b4", "#5a6c9a"), "#fff0ee"),
    Palette("dawn", ("#f6b8c8", "#fff0d6"), "#fffbe6", ("#e6b9c0", "#c09ab0", "#8f8fa6", "#5f7f8f"), "#fff6f0"),
    Palette("dawn", ("#9fd4d8", "#ffe6c0"), "#fff6d8", ("#d6cfae", "#a9bd9f", "#78a38c", "#4b8274"), "#fff8ea"),
    Palette("sunset", ("#4b2a63", "#ff9a5a"), "#ffe08a", ("#b5506a", "#8a3e63", "#5e2f57", "#3a2146"), "#ffb08a"),
    Palette("sunset", ("#f2667a", "#ffd3a1"), "#fff0c2", ("#d9697e", "#a64d74", "#6f3d6b", "#432c54"), "#ffd8c8"),
    Palette("sunset", ("#ff8a4a", "#ffe2a0"), "#fff6d6", ("#e88a4c", "#bd6248", "#8a4650", "#553248"), "#ffe6c4"),
    Palette("night", ("#0d1538", "#4a5a9c"), "#fdf6d8", ("#3f4f8a", "#323f73", "#26305c", "#1a2346"), "#7a88c0"),
    Palette("night", ("#06222e", "#2a7480"), "#f3f6dd", ("#2c6a74", "#205860", "#17454e", "#10333c"), "#6aa0a8"),
    Palette("night", ("#1b0f38", "#7a4a98"), "#ffeedd", ("#5f3f86", "#4b326e", "#382656", "#271a40"), "#9a78b8"),
)

EARTH = {
    "desert": ("#f2cf98", "#e6b06e", "#d99252", "#c67a40"),
    "savanna": ("#ecd694", "#dcbb6a", "#c99f4a", "#b0853a"),
    "ice": ("#d6e8f4", "#c0dcee", "#e3f1f8", "#f6fbfe"),
    "autumn": ("#e0b078", "#cf8a4a", "#b0673a", "#8a4c30"),
}


def choose(rng: Random, hour: str, subject: str) -> Palette:
    """Draw a palette of this hour, or of any (day most often): of two, the one the subject's colour stands out from."""
    if not hour:
        hour = ("day", "day", "day", "day", "dawn", "dawn", "sunset", "sunset", "night")[int(rng.random() * 9)]
    fitting = [palette for palette in ALL if palette.hour == hour]
    draws = [fitting[int(rng.random() * len(fitting))] for _ in range(2)]
    return max(draws, key=lambda palette: contrast(palette, subject)) if subject else draws[0]


def contrast(palette: Palette, subject: str) -> float:
    """Return the least difference of a subject's colour from the land around it, 0 to about 1."""
    return min(colour.distance(subject, ground) for ground in palette.layers[1:3])


def tinted(palette: Palette, hue: str, share: float = 0.45) -> Palette:
    """Mix one colour into the whole scene; the light stays light."""
    return replace(
        palette,
        sky=(colour.mix(palette.sky[0], hue, share), colour.mix(palette.sky[1], hue, share * 0.5)),
        layers=_four(palette, hue, share),
    )


def earth(palette: Palette, kind: str) -> Palette:
    """Give the land the colours of a climate, a key of `EARTH`; the light stays."""
    share = 0.35 if palette.hour in ("night", "sunset") else 0.8
    pairs = zip(palette.layers, EARTH[kind], strict=True)
    a, b, c, d = (colour.mix(tone, other, share) for tone, other in pairs)
    return replace(palette, layers=(a, b, c, d))


def snowed(palette: Palette) -> Palette:
    """Cover the land with snow, the near land most."""
    white = "#8fa6d0" if palette.dark else "#f4f8fd"
    a, b, c, d = (
        colour.mix(tone, white, share) for tone, share in zip(palette.layers, (0.5, 0.6, 0.7, 0.82), strict=True)
    )
    return replace(palette, layers=(a, b, c, d))


def overcast(palette: Palette) -> Palette:
    """Turn sky, land and clouds grey."""
    grey = "#3a4256" if palette.dark else "#7d889c"
    sky = (colour.mix(palette.sky[0], grey, 0.6), colour.mix(palette.sky[1], grey, 0.35))
    return replace(palette, sky=sky, layers=_four(palette, grey, 0.25), cloud=colour.mix(grey, "#ffffff", 0.25))


def _four(palette: Palette, hue: str, share: float) -> tuple[str, str, str, str]:
    a, b, c, d = (colour.mix(layer, hue, share) for layer in palette.layers)
    return a, b, c, d
