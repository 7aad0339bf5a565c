import pytest_asyncio

from tests.adapters.discord.door import opened


@pytest_asyncio.fixture
async def closed_door(tmp_path):
    """Yield the adapter of a test with everything built and no client connected yet."""
    async with opened(tmp_path) as door:
        yield door


@pytest_asyncio.fixture
async def door(closed_door):
    async with closed_door.connected():
        yield closed_door
