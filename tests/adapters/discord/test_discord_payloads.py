"""Interactions as Discord sends them, and malformed ones: the client survives and answers the next good one."""

import copy
from random import Random

import pytest
from structlog.testing import capture_logs

from tests.adapters.discord.adapter import opened
from tests.testing import discord_payloads
from tests.testing.malformed import mutated

BATCH = 100
EVENTS = ("INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_REACTION_ADD", "GUILD_CREATE", "CHANNEL_UPDATE")


def emit(adapter, event, payload):
    """Emit an event on the gateway, valid or not."""
    adapter.fake.state.emit(event, copy.deepcopy(payload))


async def good(adapter, number):
    """Send a valid request and check that it is answered."""
    asked = await adapter.zoe.slash("profile", {"who": f"nobody_{number}"}, channel=adapter.lounge)
    await adapter.says(asked, f"nobody_{number}")


@pytest.fixture
async def adapter(tmp_path):
    async with opened(tmp_path) as adapter, adapter.connected(working=False):
        adapter.zoe = adapter.fake.user("zoe")
        yield adapter


@pytest.mark.parametrize("name", [*discord_payloads.KINDS, *discord_payloads.recorded()])
async def test_every_shape_of_interaction_is_handled(adapter, name):
    payload = (await discord_payloads.interactions())[name]
    with capture_logs() as told:
        emit(adapter, "INTERACTION_CREATE", payload)
        await good(adapter, 1)
    assert not [line for line in told if line["log_level"] == "error"], told


async def test_events_of_other_shapes_are_harmless(adapter):
    for payload in await discord_payloads.others():
        for event in EVENTS:
            emit(adapter, event, payload)
    await good(adapter, 1)


async def test_the_client_still_answers_after_mutated_events(adapter, size):
    random = Random(20_000)
    known, rest = list((await discord_payloads.interactions()).values()), await discord_payloads.others()
    with capture_logs() as told:
        for number in range(size(300, 10_000) // BATCH):
            for _ in range(BATCH):
                payload = mutated(random.choice(known if random.random() < 0.8 else rest), random)
                emit(adapter, EVENTS[0] if random.random() < 0.8 else random.choice(EVENTS), payload)
            await good(adapter, number)
    assert not [line for line in told if line["event"] == "a request failed"]
    assert adapter.fake.identifies == 1  # the session went on: nothing of it made the client begin anew
    adapter.fake.state.violations.clear()  # answers to tokens and places that were never real
