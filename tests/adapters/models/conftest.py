import asyncio

import pytest

from botfeed.testing.openai import FakeOpenAI
from tests.official import CONTRACTS


@pytest.fixture
async def fake():
    async with asyncio.timeout(30), FakeOpenAI(CONTRACTS) as fake:
        yield fake
