"""Fixtures of the studio tests."""

import pytest

from botfeed.testing.stage import Stage, TinyPainter


@pytest.fixture
def painter(stage: Stage) -> TinyPainter:
    return stage.services.painters[0]
