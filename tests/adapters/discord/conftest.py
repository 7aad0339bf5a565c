import pytest_asyncio

from tests.adapters.discord.adapter import opened


@pytest_asyncio.fixture
async def disconnected_adapter(tmp_path):
    """Yield the adapter of a test with everything built and no client connected yet."""
    async with opened(tmp_path) as adapter:
        yield adapter


@pytest_asyncio.fixture
async def adapter(disconnected_adapter):
    async with disconnected_adapter.connected():
        yield disconnected_adapter
