from collections.abc import AsyncIterator

import pytest_asyncio

from botfeed.adapters.clock import SteppedClock
from botfeed.testing.plugin import Store
from tests.hostile.crowd import Crowd, open_street


@pytest_asyncio.fixture
async def crowd(store: Store, clock: SteppedClock) -> AsyncIterator[Crowd]:
    yield await open_street(store, clock)
