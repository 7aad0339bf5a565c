"""Permissions that are missing: nothing is promised that cannot be kept, and later is not never."""

from urllib.parse import parse_qs, urlsplit

import pytest

from botfeed.adapters.discord.api import invitation, permissions
from botfeed.core.model import Painting, Post
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY, components

MODERATOR = MANAGE_GUILD | ORDINARY


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


@pytest.mark.parametrize("missing", ["View Channel", "Send Messages"])
@pytest.mark.parametrize("use", ["showcase", "digest"])
async def test_setting_up_refuses_a_channel_where_the_bot_may_not_post(adapter, missing, use):
    art = adapter.guild.channel("art")
    (art.hide_from_bot if missing == "View Channel" else art.forbid_bot)()
    await adapter.says(await adapter.ada.slash("help", channel=adapter.lounge), "imagine")
    options = {use: art, **({"hour": "9"} if use == "digest" else {})}
    asked = await adapter.ada.slash("space setup", options, channel=adapter.lounge, permissions=MODERATOR)
    said = await adapter.says(asked, f"I can't post in #art yet: I lack the permission {missing} there")
    assert said.ephemeral
    (art.hide_from_bot if missing == "View Channel" else art.forbid_bot)(False)
    again = await adapter.ada.slash("space setup", options, channel=adapter.lounge, permissions=MODERATOR)
    await adapter.says(again, "#art")


async def test_a_digest_is_not_promised_where_the_bot_may_not_post(adapter):
    adapter.lounge.forbid_bot()
    asked = await adapter.ada.slash(
        "digest set", {"hour": 9, "where": "here"}, channel=adapter.lounge, permissions=MODERATOR
    )
    await adapter.says(asked, "I can't post in this channel yet: I lack the permission Send Messages here")


async def test_the_welcome_sets_up_by_a_button_and_links_the_invitations(adapter):
    await adapter.says(await adapter.ada.slash("help"), "imagine")  # the bot knows its servers
    new = adapter.fake.guild("Second", bot=False)
    hall = new.channel("hall")
    new.greets_in(hall)
    new.invite_bot()
    (welcome,) = await adapter.fake.posted(hall)
    assert welcome.buttons == ["Paint", "Set up", "Add to a server", "Add to my apps"]
    form = await adapter.ada.press(welcome, "Set up", permissions=MODERATOR)
    assert (await form.modal())["components"]
    urls = [
        part["url"] for part in components.of_kind(welcome.payload["components"], components.BUTTON) if "url" in part
    ]
    server, alone = ({key: value[0] for key, value in parse_qs(urlsplit(url).query).items()} for url in urls)
    assert server["client_id"] == alone["client_id"] == str(adapter.fake.state.bot.id)
    assert (server["scope"], server["integration_type"]) == ("bot applications.commands", "0")
    assert (alone["scope"], alone["integration_type"]) == ("applications.commands", "1")
    assert int(server["permissions"]) == invitation.PERMISSIONS
