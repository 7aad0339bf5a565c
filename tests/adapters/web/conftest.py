"""The page under test, and somebody who has opened it."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from tests.adapters.web.web_visitor import Visitor

from botfeed.adapters.web import server
from botfeed.core.chat.context import House


@pytest.fixture
def app(house: House) -> Starlette:
    return server.build(house)


@pytest.fixture
async def visitor(app: Starlette, house: House) -> Visitor:
    """Somebody on this machine who has opened the page."""
    one = Visitor(app, house)
    await one.open()
    return one
