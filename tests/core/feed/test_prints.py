"""Distances between fingerprints."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.feed import fingerprints

SIGNED = st.integers(-(2**63), 2**63 - 1)


@given(SIGNED, SIGNED)
def test_it_is_a_distance(a: int, b: int) -> None:
    assert fingerprints.distance(a, a) == 0
    assert fingerprints.distance(a, b) == fingerprints.distance(b, a) <= 64


def test_the_sign_is_a_bit_like_another() -> None:
    assert fingerprints.distance(-1, 0) == 64
    assert fingerprints.distance(-(2**63), 0) == 1
    assert fingerprints.distance(0b1011, 0b0001) == 2
