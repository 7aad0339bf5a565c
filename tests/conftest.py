import os

import pytest
import structlog
from hypothesis import settings

from botfeed.store import sqlite

pytest_plugins = ["botfeed.testing.plugin"]

# A busy machine is no failure, and the continuous build draws the same examples every time.
settings.register_profile("calm", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("calm")

sqlite.COMPANY = 0  # tests act one after another: nobody would share a commit, and each would wait
sqlite.SYNCHRONOUS = "OFF"  # no test pulls the plug of a disk; processes that are killed wait for theirs


@pytest.fixture(autouse=True)
def _plain_logs():
    """Tracebacks as lines: drawing them in boxes takes half a second each."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])
    yield
    structlog.reset_defaults()
