"""Fixtures: a picture store in memory, one on disk, one in a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from botfeed.adapters.media import Pictures, in_memory, in_s3, on_disk
from botfeed.testing.s3 import FakeS3


@pytest.fixture
def fake_s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeS3("pictures") as fake:
        yield fake


@pytest.fixture(params=["memory", "disk", "s3"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    if request.param == "s3":
        return in_s3(request.getfixturevalue("fake_s3").bucket("pictures", "feed/one"))
    return in_memory() if request.param == "memory" else on_disk(tmp_path / "pictures")
