"""What is remembered of many: never more than so much, and what is in use stays."""

from botfeed.adapters.lru import Recent


def test_the_oldest_goes_and_what_is_written_again_is_new():
    kept = Recent[str, int](2)
    kept["a"] = 1
    kept["b"] = 2
    kept["a"] = 3
    kept["c"] = 4
    assert dict(kept) == {"a": 3, "c": 4}
    kept.move_to_end("a")
    kept["d"] = 5
    assert list(kept) == ["a", "d"]
