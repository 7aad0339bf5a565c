"""Fixtures: a picture store in memory, then one on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from botfeed.adapters.media import Pictures, in_memory, on_disk


@pytest.fixture(params=["memory", "disk"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    return in_memory() if request.param == "memory" else on_disk(tmp_path / "pictures")
