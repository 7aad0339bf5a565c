"""Tests of the doctor's check of the bot's token at Discord."""

import aiohttp

from botfeed.adapters.discord import checkup


async def test_a_valid_token_passes(adapter):
    well, says = await checkup.look(adapter.fake.token, adapter.fake.connector())
    assert well
    assert says.endswith(" answers")


async def test_an_unknown_token_fails(adapter):
    well, says = await checkup.look("hello", adapter.fake.connector())
    assert not well
    assert says.startswith("does not know DISCORD_TOKEN")


class Offline(aiohttp.TCPConnector):
    async def connect(self, *_args, **_more):
        raise aiohttp.ClientConnectionError("no network")


async def test_a_missing_network_is_reported(adapter):
    well, says = await checkup.look(adapter.fake.token, Offline())
    assert (well, says) == (False, "does not answer (ClientConnectionError); check the network")
