"""Arithmetic on colours written as #rrggbb."""

from __future__ import annotations

import colorsys


def split(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def join(red: float, green: float, blue: float) -> str:
    """Return #rrggbb; each part is rounded and kept within 0 to 255."""
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in (red, green, blue))


def mix(one: str, other: str, share: float) -> str:
    """Blend two colours; `share` is how much of the other there is, 0 to 1."""
    pairs = zip(split(one), split(other), strict=True)
    return join(*(a + (b - a) * share for a, b in pairs))


def light(colour: str) -> float:
    """Return the perceived lightness, 0 to 1."""
    red, green, blue = split(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def distance(one: str, other: str) -> float:
    """Return the perceived difference of two colours, 0 to about 1 (the "redmean" approximation)."""
    (r1, g1, b1), (r2, g2, b2) = split(one), split(other)
    mean = (r1 + r2) / 2
    squared = (2 + mean / 256) * (r1 - r2) ** 2 + 4 * (g1 - g2) ** 2 + (2 + (255 - mean) / 256) * (b1 - b2) ** 2
    return float(squared**0.5 / 765)


def fade(colour: str, share: float) -> str:
    """Lower the saturation by `share`, 0 to 1, at the same hue and lightness."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in split(colour)))
    return join(*(part * 255 for part in colorsys.hls_to_rgb(hue, lightness, saturation * (1 - share))))


def ramp(stops: tuple[str, ...], at: float) -> str:
    """Return the colour at a place from 0 to 1 along evenly spaced stops."""
    place = min(1.0, max(0.0, at)) * (len(stops) - 1)
    first = min(int(place), len(stops) - 2)
    return mix(stops[first], stops[first + 1], place - first)
