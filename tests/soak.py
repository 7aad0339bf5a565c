"""Sizes of tests, small normally and whole under --soak, for places where the fixture `size` comes too late."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Sequence


def examples(small: int, whole: int) -> int:
    """Return `small` normally, `whole` under --soak; for decorators, which run before there are fixtures."""
    return whole if settings.get_current_profile_name() == "soak" else small


def one_way(metafunc: pytest.Metafunc, fixture: str, params: Sequence[str]) -> None:
    """Run a test with one param of a fixture normally, always the same one, and with all of them under --soak.
    Call it from a hook `pytest_generate_tests` with `tryfirst`. Tests that parametrize it are left alone.
    """
    named = any(fixture in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if fixture in metafunc.fixturenames and not named and not examples(0, 1):
        one = zlib.crc32(metafunc.function.__name__.encode()) % len(params)
        metafunc.definition.add_marker(pytest.mark.parametrize(fixture, params[one : one + 1], indirect=True))
