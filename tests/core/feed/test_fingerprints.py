"""Distances between fingerprints."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.feed import fingerprints

SIGNED = st.integers(-(2**63), 2**63 - 1)


@given(SIGNED, SIGNED)
def test_distance_is_symmetric_and_at_most_64(a: int, b: int) -> None:
    assert fingerprints.distance(a, a) == 0
    assert fingerprints.distance(a, b) == fingerprints.distance(b, a) <= 64


def test_the_sign_counts_as_one_bit() -> None:
    assert fingerprints.distance(-1, 0) == 64
    assert fingerprints.distance(-(2**63), 0) == 1
    assert fingerprints.distance(0b1011, 0b0001) == 2
