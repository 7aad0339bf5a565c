"""The doctor asks Discord whether it knows the bot."""

import aiohttp

from botfeed.adapters.discord import checkup


async def test_a_token_that_discord_knows_is_well(door):
    well, says = await checkup.look(door.fake.token, door.fake.connector())
    assert well
    assert says.endswith(" answers")


async def test_a_token_of_nobody_had_a_tick(door):
    well, says = await checkup.look("hello", door.fake.connector())
    assert not well
    assert says.startswith("does not know DISCORD_TOKEN")


class Offline(aiohttp.TCPConnector):
    async def connect(self, *_args, **_more):
        raise aiohttp.ClientConnectionError("no network")


async def test_without_a_network_the_doctor_says_so(door):
    well, says = await checkup.look(door.fake.token, Offline())
    assert (well, says) == (False, "does not answer (ClientConnectionError); check the network")
