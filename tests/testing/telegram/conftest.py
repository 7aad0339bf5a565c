import asyncio
import os
from pathlib import Path

import pytest
import telegram

from botfeed.testing.telegram import FakeTelegram

SHARED = Path(os.environ.get("BOTFEED_SHARED", Path(__file__).resolve().parents[3] / ".." / "shared"))
CONTRACTS = SHARED / "contracts"


@pytest.fixture
def contracts():
    if not CONTRACTS.is_dir():
        pytest.skip("the contracts are not beside the repository")
    return CONTRACTS


@pytest.fixture
async def fake():
    """With the contracts at hand every call and every answer is checked by them."""
    async with asyncio.timeout(20), FakeTelegram(CONTRACTS if CONTRACTS.is_dir() else None) as fake:
        yield fake


@pytest.fixture
async def bot(fake):
    async with telegram.Bot(fake.token, base_url=fake.base_url, base_file_url=fake.base_file_url) as bot:
        yield bot


@pytest.fixture
def ada(fake):
    return fake.user("ada", language="it", started=True)
