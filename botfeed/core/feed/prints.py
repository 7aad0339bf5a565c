"""Fingerprints of pictures: 64 bits kept as a signed integer, near for pictures that look alike."""

from __future__ import annotations

MASK = (1 << 64) - 1


def distance(a: int, b: int) -> int:
    """In how many of 64 bits two prints differ; up to about 6 is the same picture to the eye."""
    return ((a ^ b) & MASK).bit_count()
