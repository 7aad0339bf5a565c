"""Interactions as Discord sends them, and 10,000 as it never would: the client lives and answers the next good one."""

import copy
from random import Random

import pytest
from structlog.testing import capture_logs

from tests.adapters.discord.door import opened
from tests.testing.discord_client import CONTRACTS
from tests.testing.mutating import loaded, mutated

PAYLOADS = CONTRACTS / "payloads" / "discord"
pytestmark = pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the shared payloads are not beside this checkout")
MUTATED = 10_000
BATCH = 500
EVENTS = ("INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_REACTION_ADD", "GUILD_CREATE", "CHANNEL_UPDATE")


def emit(door, event, payload):
    """As the gateway says it, whether it fits or not."""
    door.fake.world.emit(event, copy.deepcopy(payload))


def interactions():
    return loaded(PAYLOADS / "normalised")


def others():
    found = [what for folder in ("docs", "hikari", "twilight") for what in loaded(PAYLOADS / folder).values()]
    return [what for what in found if isinstance(what, dict)]


async def good(door, number):
    """Somebody asks something; it must be answered."""
    asked = await door.zoe.slash("profile", {"who": f"nobody_{number}"}, channel=door.lounge)
    await door.says(asked, f"nobody_{number}")


@pytest.fixture
async def door(tmp_path):
    async with opened(tmp_path) as door, door.connected(working=False):
        door.zoe = door.fake.user("zoe")
        yield door


@pytest.mark.parametrize("name", sorted(interactions()) if PAYLOADS.is_dir() else [])
async def test_an_interaction_of_every_shape_is_taken(door, name):
    with capture_logs() as told:
        emit(door, "INTERACTION_CREATE", interactions()[name])
        await good(door, 1)
    assert not [line for line in told if line["log_level"] == "error"], told


async def test_events_of_other_shapes_stop_nothing(door):
    for payload in others():
        for event in EVENTS:
            emit(door, event, payload)
    await good(door, 1)


async def test_ten_thousand_mutated_events_leave_a_client_that_answers(door):
    random = Random(20_000)
    known, rest = list(interactions().values()), others()
    with capture_logs() as told:
        for number in range(MUTATED // BATCH):
            for _ in range(BATCH):
                payload = mutated(random.choice(known if random.random() < 0.8 else rest), random)
                emit(door, EVENTS[0] if random.random() < 0.8 else random.choice(EVENTS), payload)
            await good(door, number)
    assert not [line for line in told if line["event"] == "a request failed"]
    assert door.fake.identifies == 1  # the session went on: nothing of it made the client begin anew
    door.fake.world.violations.clear()  # answers to tokens and places that were never real
