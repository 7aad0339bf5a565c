import asyncio
import os
from pathlib import Path

import pytest

from botfeed.testing.openai_fake import FakeOpenAI

SHARED = Path(os.environ.get("BOTFEED_SHARED", Path(__file__).resolve().parents[3] / ".." / "shared"))


@pytest.fixture
def contracts():
    folder = SHARED / "contracts"
    if not folder.is_dir():
        pytest.skip("the contracts are not beside the repository")
    return folder


@pytest.fixture
async def fake():
    folder = SHARED / "contracts"
    async with asyncio.timeout(30), FakeOpenAI(folder if folder.is_dir() else None) as fake:
        yield fake
