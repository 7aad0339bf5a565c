"""Permissions that are missing: nothing is promised that cannot be kept, and later is not never."""

import pytest

from botfeed.adapters.discord.api import permissions
from botfeed.core.model import Painting, Post


@pytest.mark.parametrize("missing", ["View Channel", "Send Messages"])
async def test_nothing_is_promised_for_a_channel_where_the_bot_may_not_post(adapter, missing):
    take = adapter.lounge.hide_from_bot if missing == "View Channel" else adapter.lounge.forbid_bot
    take()
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    said = await adapter.says(asked, f"I lack the permission {missing} here")
    assert said.ephemeral
    assert await adapter.services.store.read(lambda uow: (uow.count(Painting), uow.count(Post))) == (0, 0)
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    take(False)
    again = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    await adapter.shows(again, "Like")


async def test_a_channel_that_was_hidden_meanwhile_is_answered_by_the_token(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
        await adapter.says(asked, "Painting “a fox”")
        adapter.lounge.hide_from_bot()
        async with adapter.working():
            card = await adapter.shows(asked, "Like")
    assert len(card.pictures) == 1


async def test_a_thread_needs_its_own_permission(adapter):
    thread = adapter.lounge.thread("foxes")
    thread.forbid_bot()
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=thread)
    await adapter.says(asked, "Send Messages in Threads")


def test_every_needed_permission_is_a_permission_of_discord():
    import discord

    for field in {**permissions.NEEDED, **permissions.IN_THREADS}:
        assert field in discord.Permissions.VALID_FLAGS
