import asyncio

import pytest
import telegram

from botfeed.testing.telegram import FakeTelegram
from tests.official import CONTRACTS


@pytest.fixture
async def fake():
    async with asyncio.timeout(20), FakeTelegram(CONTRACTS) as fake:
        yield fake


@pytest.fixture
async def bot(fake):
    async with telegram.Bot(fake.token, base_url=fake.base_url, base_file_url=fake.base_file_url) as bot:
        yield bot


@pytest.fixture
def ada(fake):
    return fake.user("ada", language="it", started=True)
