import os

import pytest
import structlog
from hypothesis import settings

from botfeed.store import sqlite

pytest_plugins = ["botfeed.testing.plugin"]

# A busy machine is no failure, and the continuous build draws the same examples every time.
settings.register_profile("calm", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("calm")


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="run what is big (histories, mutations) whole, not small")


@pytest.fixture(scope="session")
def size(pytestconfig):
    """Return a function of two numbers: the small one, or the whole one under --soak."""
    is_soak = pytestconfig.getoption("--soak")
    return lambda small, whole: whole if is_soak else small


sqlite.COMPANY = 0  # tests act one after another: nobody would share a commit, and each would wait
sqlite.SYNCHRONOUS = "OFF"  # no test pulls the plug of a disk; processes that are killed wait for theirs


@pytest.fixture(autouse=True)
def _plain_logs():
    """Tracebacks as lines: drawing them in boxes takes half a second each."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])
    yield
    structlog.reset_defaults()
