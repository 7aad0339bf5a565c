"""Growing ids, and sealed references that cannot be guessed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from botfeed.core import ids
from botfeed.core.ids import Sealer

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEALER = Sealer(b"house")


@given(st.integers(0, (1 << 63) - 1))
def test_references_round_trip(id):
    ref = SEALER.ref(id)
    assert len(ref) == ids.REF_LENGTH
    assert ref.isalnum()
    assert SEALER.id(ref) == id


@given(st.text(max_size=14))
def test_malformed_references_return_none(text):
    found = SEALER.id(text)
    assert found is None or SEALER.ref(found) == text


def test_another_secret_gives_other_references():
    assert Sealer(b"other").ref(42) != SEALER.ref(42)


def test_ids_grow_even_when_the_clock_does_not():
    make = ids.Maker(random=lambda _: 0)
    made = [make(NOW - timedelta(seconds=n)) for n in range(5)]
    assert made == sorted(set(made))
