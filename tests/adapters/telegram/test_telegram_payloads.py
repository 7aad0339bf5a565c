"""Updates as Telegram sends them, and malformed ones: the bot survives, confirms, and answers the next good one."""

import copy
from random import Random

import pytest
from structlog.testing import capture_logs

from botfeed.adapters.telegram.receive import polling
from tests.testing import updates
from tests.testing.malformed import mutated

BATCH = 100
# The recorded ones that a person's action caused, as `updates.ANSWERED` are of those that are built.
RECORDED = {
    "command_in_private",
    "deep_link_start",
    "command_in_group_with_mention",
    "callback_query_on_bot_message",
    "callback_query_on_inaccessible_message",
}


def brought(adapter, update):
    """Push an update unchanged, under the next number: Telegram's numbers only increase."""
    return adapter.fake.state.updates.push_raw({k: v for k, v in copy.deepcopy(update).items() if k != "update_id"})


def stranger(adapter):
    """Return a person whose number is in no payload: the others run into rate limits."""
    return [adapter.fake.user(name) for name in ("xena", "yara", "zoe")][-1]


async def test_every_kind_of_update_is_handled(adapter):
    for update in (*updates.built().values(), *updates.recorded().values()):
        brought(adapter, update)
    await adapter.confirmed()
    assert polling.PAUSE not in adapter.clock.slept


@pytest.mark.parametrize("name", [*updates.ANSWERED, *sorted(RECORDED & updates.recorded().keys())])
async def test_a_persons_actions_are_answered(adapter, name):
    before = len(adapter.fake.calls)
    brought(adapter, {**updates.built(), **updates.recorded()}[name])
    await adapter.confirmed()
    said = [call.method for call in adapter.fake.calls[before:]]
    assert {"sendMessage", "answerCallbackQuery"} & set(said), said


async def test_updates_of_other_shapes_are_harmless(adapter):
    zoe = stranger(adapter)
    for update in updates.others():
        brought(adapter, update)
    await zoe.say("/help")
    await adapter.shown(zoe, "/imagine")


async def test_the_receiver_still_answers_after_mutated_updates(adapter, size):
    zoe, random = stranger(adapter), Random(20_000)
    known = [*updates.built().values(), *updates.recorded().values(), *updates.others()]
    number = size(300, 10_000 if not adapter.hooked else 1_000)  # the same reading, by a slower road
    with capture_logs() as told:
        for round_ in range(number // BATCH):
            for _ in range(BATCH):
                brought(adapter, mutated(random.choice(known), random))
            await zoe.say(f"/profile nobody_{round_}")
            await adapter.shown(zoe, f"nobody_{round_}")
            await adapter.confirmed()
    assert not [line for line in told if line["event"] == "a request failed"]
    assert polling.PAUSE not in adapter.clock.slept  # the next good one had nothing to wait for
