import pytest
import pytest_asyncio
import structlog

from tests.adapters.discord.door import opened


@pytest.fixture(autouse=True)
def _plain_logs():
    """Tracebacks as lines: drawing them in boxes takes half a second each."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])
    yield
    structlog.reset_defaults()


@pytest_asyncio.fixture
async def closed_door(tmp_path):
    """Everything is there, nobody is connected yet."""
    async with opened(tmp_path) as door:
        yield door


@pytest_asyncio.fixture
async def door(closed_door):
    async with closed_door.connected():
        yield closed_door
