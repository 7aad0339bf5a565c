"""Tests of the doctor's check of the bot's token at Discord."""

import aiohttp
import discord
import pytest

from botfeed.adapters.discord import checkup
from botfeed.adapters.findings import Finding
from botfeed.checks import DISCORD_PERMISSIONS as NEEDED


async def test_a_valid_token_passes(adapter):
    found = await checkup.look(adapter.fake.token, NEEDED, connector=adapter.fake.connector())
    assert found.well
    assert found.says.endswith(" answers")


async def test_an_unknown_token_fails(adapter):
    found = await checkup.look("hello", connector=adapter.fake.connector())
    assert not found.well
    assert found.says.startswith("does not know DISCORD_TOKEN")


class Offline(aiohttp.TCPConnector):
    async def connect(self, *_args, **_more):
        raise aiohttp.ClientConnectionError("no network")


async def test_a_missing_network_is_reported(adapter):
    found = await checkup.look(adapter.fake.token, connector=Offline())
    assert found == Finding(False, "does not answer (ClientConnectionError); check the network")


@pytest.mark.parametrize("name", [name for name, needed in discord.Permissions(NEEDED) if needed])
async def test_a_missing_permission_is_named_with_its_server(adapter, name):
    space = next(iter(adapter.fake.state.spaces.values()))
    space.bot_permissions = NEEDED & ~discord.Permissions(**{name: True}).value
    found = await checkup.look(adapter.fake.token, NEEDED, connector=adapter.fake.connector())
    assert not found.well
    assert (
        found.says
        == f"{space.name} does not let the bot {name.replace('_', ' ')}; give its role these permissions there"
    )


async def test_an_administrator_has_every_permission(adapter):
    next(iter(adapter.fake.state.spaces.values())).bot_permissions = discord.Permissions(administrator=True).value
    found = await checkup.look(adapter.fake.token, NEEDED, connector=adapter.fake.connector())
    assert found.well
