"""Fixtures: the page under test, and a visitor who has opened it."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from botfeed.adapters.web import server
from botfeed.core.chat.context import Services
from tests.adapters.web.web_visitor import Visitor


@pytest.fixture
def app(services: Services) -> Starlette:
    return server.build(services)


@pytest.fixture
async def visitor(app: Starlette, services: Services) -> Visitor:
    """Return a visitor on this machine who has opened the page."""
    one = Visitor(app, services)
    await one.open()
    return one
