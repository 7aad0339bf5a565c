"""Tests of the doctor's check of the bot's token at Discord."""

import aiohttp
import discord
import pytest

from botfeed.adapters.discord import checkup
from botfeed.checks import DISCORD_PERMISSIONS as NEEDED


async def test_a_valid_token_passes(adapter):
    well, says = await checkup.look(adapter.fake.token, NEEDED, connector=adapter.fake.connector())
    assert well
    assert says.endswith(" answers")


async def test_an_unknown_token_fails(adapter):
    well, says = await checkup.look("hello", connector=adapter.fake.connector())
    assert not well
    assert says.startswith("does not know DISCORD_TOKEN")


class Offline(aiohttp.TCPConnector):
    async def connect(self, *_args, **_more):
        raise aiohttp.ClientConnectionError("no network")


async def test_a_missing_network_is_reported(adapter):
    well, says = await checkup.look(adapter.fake.token, connector=Offline())
    assert (well, says) == (False, "does not answer (ClientConnectionError); check the network")


@pytest.mark.parametrize("name", [name for name, needed in discord.Permissions(NEEDED) if needed])
async def test_a_missing_permission_is_named_with_its_server(adapter, name):
    space = next(iter(adapter.fake.state.spaces.values()))
    space.bot_permissions = NEEDED & ~discord.Permissions(**{name: True}).value
    well, says = await checkup.look(adapter.fake.token, NEEDED, connector=adapter.fake.connector())
    assert not well
    assert says == f"{space.name} does not let the bot {name.replace('_', ' ')}; give its role these permissions there"


async def test_an_administrator_has_every_permission(adapter):
    next(iter(adapter.fake.state.spaces.values())).bot_permissions = discord.Permissions(administrator=True).value
    well, _ = await checkup.look(adapter.fake.token, NEEDED, connector=adapter.fake.connector())
    assert well
