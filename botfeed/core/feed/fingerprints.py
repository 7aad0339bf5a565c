"""Fingerprints of pictures: 64 bits kept as a signed integer (dHash), near for pictures that look alike."""

from __future__ import annotations

ALIKE = 6  # bits of 64: resized or recompressed copies stay below, other pictures seldom come near
_MASK = (1 << 64) - 1


def distance(a: int, b: int) -> int:
    """Count the bits in which two fingerprints differ (Hamming distance)."""
    return ((a ^ b) & _MASK).bit_count()


def alike(a: int, b: int) -> bool:
    """Whether two pictures look the same. 0 stands for a picture without a fingerprint and is like none."""
    return bool(a and b) and distance(a, b) <= ALIKE
