import io
import re
import zlib

import pytest
import structlog
from hypothesis import settings
from PIL import Image

import botfeed_sketch
from botfeed.settings import names
from botfeed.store import sqlite

PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")

pytest_plugins = ["botfeed.testing.plugin"]

# A busy machine is no failure. The normal run draws the same few examples every time; a soak draws many new ones.
settings.register_profile("normal", deadline=None, max_examples=30, derandomize=True, database=None)
settings.register_profile("soak", deadline=None, max_examples=1000, database=None, print_blob=True)


sqlite.COMPANY = 0  # tests act one after another: nobody would share a commit, and each would wait
sqlite.SYNCHRONOUS = "OFF"  # no test pulls the plug of a disk; processes that are killed wait for theirs


def pytest_addoption(parser):
    parser.addoption(
        "--soak", action="store_true", help="run the big tests in full: mutations, histories, communities, kills"
    )


def pytest_configure(config):
    settings.load_profile("soak" if config.getoption("--soak") else "normal")


@pytest.fixture(scope="session")
def size(pytestconfig):
    """Return a function that picks the small size normally and the whole size under --soak."""
    soak = pytestconfig.getoption("--soak")

    def chosen(small: int, whole: int) -> int:
        return whole if soak else small

    return chosen


@pytest.fixture
def quick_sketches(monkeypatch):
    """Replace the sketch painter's rasteriser by a plain image of 64 px, without a process for each picture."""

    def rendered(svg: str) -> bytes:
        out = io.BytesIO()
        width, height = (float(side) for side in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
        size = tuple(round(64 * side / max(width, height)) for side in (width, height))
        Image.new("RGB", size, f"#{zlib.crc32(svg.encode()) & 0xFFFFFF:06x}").save(out, "PNG")
        return out.getvalue()

    monkeypatch.setattr(botfeed_sketch, "png", rendered)


@pytest.fixture(autouse=True)
def _plain_logs():
    """Log tracebacks as plain lines: drawing them in boxes takes half a second each."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])
    yield
    structlog.reset_defaults()


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Return a monkeypatch in a folder of its own, where no setting and no proxy is set before or after the test."""
    monkeypatch.chdir(tmp_path)
    for name in (*names(), *PROXIES, *(name.lower() for name in PROXIES)):
        monkeypatch.setenv(name, "")  # set, so that what the test sets is taken back whatever was there
        monkeypatch.delenv(name)
    return monkeypatch
