"""Tests of the doctor's check of the bot's token at Discord."""

import aiohttp

from botfeed.adapters.discord import checkup


async def test_a_valid_token_passes(door):
    well, says = await checkup.look(door.fake.token, door.fake.connector())
    assert well
    assert says.endswith(" answers")


async def test_an_unknown_token_fails(door):
    well, says = await checkup.look("hello", door.fake.connector())
    assert not well
    assert says.startswith("does not know DISCORD_TOKEN")


class Offline(aiohttp.TCPConnector):
    async def connect(self, *_args, **_more):
        raise aiohttp.ClientConnectionError("no network")


async def test_a_missing_network_is_reported(door):
    well, says = await checkup.look(door.fake.token, Offline())
    assert (well, says) == (False, "does not answer (ClientConnectionError); check the network")
