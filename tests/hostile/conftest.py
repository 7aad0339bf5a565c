from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from botfeed.adapters.clock import SteppedClock
from botfeed.testing.plugin import Store
from tests import soak
from tests.hostile.community import Community, open_community


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the kill tests on one engine, and on both under --soak: starting the worker costs a second."""
    if metafunc.module.__name__.rpartition(".")[2] == "test_killed":
        soak.one_way(metafunc, "database_url", ("sqlite", "postgresql"))


@pytest_asyncio.fixture
async def community(store: Store, clock: SteppedClock) -> AsyncIterator[Community]:
    yield await open_community(store, clock)
