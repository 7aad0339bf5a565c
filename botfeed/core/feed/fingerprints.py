"""Perceptual hashes of pictures (dHash): 64 bits kept as a signed integer, near for similar pictures."""

from __future__ import annotations

ALIKE = 6  # bits of 64: resized or recompressed copies stay below, other pictures seldom come near
_MASK = (1 << 64) - 1


def distance(a: int, b: int) -> int:
    """Return the number of bits in which two fingerprints differ (Hamming distance)."""
    return ((a ^ b) & _MASK).bit_count()


def alike(a: int, b: int) -> bool:
    """Return True if two pictures look the same. Fingerprint 0 means none, and matches nothing."""
    return bool(a and b) and distance(a, b) <= ALIKE
