"""Fixtures of the Discord fake's tests: the fake, a channel, and a person."""

import pytest

from .discord_client import opened


@pytest.fixture
async def fake():
    async with opened() as running_fake:
        yield running_fake


@pytest.fixture
def lounge(fake):
    return fake.guild("Lounge").channel("general")


@pytest.fixture
def ada(fake):
    return fake.user("ada", locale="it")
