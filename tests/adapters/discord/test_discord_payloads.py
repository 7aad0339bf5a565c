"""Interactions as Discord sends them, and malformed ones: the client survives and answers the next good one."""

import copy
from random import Random

import pytest
from structlog.testing import capture_logs

from tests.adapters.discord.door import opened
from tests.testing import discord_payloads
from tests.testing.malformed import mutated

BATCH = 100
EVENTS = ("INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_REACTION_ADD", "GUILD_CREATE", "CHANNEL_UPDATE")


def emit(door, event, payload):
    """Emit an event on the gateway, valid or not."""
    door.fake.state.emit(event, copy.deepcopy(payload))


async def good(door, number):
    """Send a valid request and check that it is answered."""
    asked = await door.zoe.slash("profile", {"who": f"nobody_{number}"}, channel=door.lounge)
    await door.says(asked, f"nobody_{number}")


@pytest.fixture
async def door(tmp_path):
    async with opened(tmp_path) as door, door.connected(working=False):
        door.zoe = door.fake.user("zoe")
        yield door


@pytest.mark.parametrize("name", [*discord_payloads.KINDS, *discord_payloads.recorded()])
async def test_every_shape_of_interaction_is_handled(door, name):
    payload = (await discord_payloads.interactions())[name]
    with capture_logs() as told:
        emit(door, "INTERACTION_CREATE", payload)
        await good(door, 1)
    assert not [line for line in told if line["log_level"] == "error"], told


async def test_events_of_other_shapes_are_harmless(door):
    for payload in await discord_payloads.others():
        for event in EVENTS:
            emit(door, event, payload)
    await good(door, 1)


async def test_the_client_still_answers_after_mutated_events(door, size):
    random = Random(20_000)
    known, rest = list((await discord_payloads.interactions()).values()), await discord_payloads.others()
    with capture_logs() as told:
        for number in range(size(300, 10_000) // BATCH):
            for _ in range(BATCH):
                payload = mutated(random.choice(known if random.random() < 0.8 else rest), random)
                emit(door, EVENTS[0] if random.random() < 0.8 else random.choice(EVENTS), payload)
            await good(door, number)
    assert not [line for line in told if line["event"] == "a request failed"]
    assert door.fake.identifies == 1  # the session went on: nothing of it made the client begin anew
    door.fake.state.violations.clear()  # answers to tokens and places that were never real
