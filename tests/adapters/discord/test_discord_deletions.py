"""Messages of the bot that a server's moderators delete: they are removed from there; its own deletions are not."""

import pytest

from botfeed.adapters.discord.api.circuit_breaker import CircuitBreaker
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core.copies import post_copies
from botfeed.core.errors import NotPermitted
from botfeed.core.model import Decision, Placement, Post, PostState
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY
from tests.adapters.discord.adapter import bare

DELETE = "DELETE /channels/{channel_id}/messages/{message_id}"
MODERATOR = MANAGE_GUILD | ORDINARY


def withdraw(uow, post):
    row = uow.get(Post, post)
    post_copies.refresh(uow, uow.update(row, state=PostState.REMOVED, revision=row.revision + 1))


async def shown(adapter, prompt="a fox"):
    asked = await adapter.ada.slash("imagine", {"prompt": prompt, "here": True}, channel=adapter.lounge)
    return await adapter.shows(asked, "Like")


async def decisions(adapter):
    return await adapter.services.store.read(lambda uow: uow.all(Decision))


@pytest.mark.parametrize("count", [1, 2], ids=["one", "in bulk"])
async def test_a_deleted_card_is_removed_from_the_server(adapter, count):
    log = adapter.guild.channel("log")
    await adapter.ben.slash("space more", {"log": log}, channel=adapter.lounge, permissions=MODERATOR)
    cards = [await shown(adapter, prompt) for prompt in ("a fox", "a hare")[:count]]
    await adapter.ben.delete(*cards)
    entries = await adapter.fake.posted(log, count)
    for entry in entries:
        await adapter.shows(entry, "Put it back")
        assert "a moderator took" in bare(entry.text)
    found = await adapter.ben.slash("search", {"words": "fox"}, channel=adapter.lounge)
    await adapter.fake.until(lambda: found.original)
    assert not found.original.pictures
    assert [(row.kind, row.by) for row in await decisions(adapter)] == [("away", "moderator")] * count
    back = await adapter.press(adapter.ben, entries[0], "Put it back", permissions=MODERATOR)
    await adapter.says(back, "It may be seen here again")


async def test_a_deleted_gallery_is_removed_picture_by_picture(adapter):
    log = adapter.guild.channel("log")
    await adapter.ben.slash("space more", {"log": log}, channel=adapter.lounge, permissions=MODERATOR)
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True, "count": 3}, channel=adapter.lounge)
    await adapter.ben.delete(await adapter.shows(asked, "1", "2", "3"))
    assert len(await adapter.fake.posted(log, 3)) == 3
    posts = await adapter.services.store.read(lambda uow: uow.all(Post))
    assert {row.post for row in await decisions(adapter)} == {post.id for post in posts}


async def test_deletions_of_our_own_do_not_count(adapter):
    card = await shown(adapter)
    post = await adapter.once(Post)
    await adapter.services.store.run(lambda uow: withdraw(uow, post.id))
    adapter.services.store.wake()
    await adapter.fake.until(lambda: card.deleted)
    await adapter.once(Placement, gone__ne=None)
    assert (await adapter.services.store.read(lambda uow: uow.get(Post, post.id))).state is not PostState.PUBLIC
    assert await decisions(adapter) == []


async def test_a_deletion_by_another_process_of_ours_does_not_count(adapter):
    card = await shown(adapter)
    await adapter.services.store.run(
        lambda uow: uow.compare_and_set(Post, {"id": uow.one(Post).id}, state=PostState.REMOVED)
    )
    await adapter.ben.delete(card)
    await adapter.once(Placement, gone__ne=None)
    assert await decisions(adapter) == []


async def deletes(adapter, client, card):
    """Delete a card as another process of ours does, which shares the database and no memory."""
    other = Messenger(adapter.services, client, CircuitBreaker(adapter.services.clock))
    place = await adapter.once(Placement, ref=f"{adapter.lounge.id}/{card.id}")
    await other.delete(place.address, place.ref)


async def test_a_deletion_of_a_visible_card_by_another_process_of_ours_does_not_count(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected() as client:
        card = await shown(adapter)
        await deletes(adapter, client, card)
        assert card.deleted
        await adapter.once(Placement, gone__ne=None)
    assert await decisions(adapter) == []


async def test_a_moderator_deletes_what_we_were_refused_to_delete(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected() as client:
        card = await shown(adapter)
        adapter.fake.fault("missing_permissions", route=DELETE)
        with pytest.raises(NotPermitted):
            await deletes(adapter, client, card)
        await adapter.ben.delete(card)
        await adapter.once(Decision, kind="away")


async def test_deleting_a_private_chats_message_removes_nothing(adapter):
    await adapter.published(adapter.ada)
    asked = await adapter.ben.slash("feed")
    card = await adapter.shows(asked, "Like")
    await adapter.ben.delete(card)
    await adapter.says(await adapter.ben.slash("help"), "imagine")
    assert await decisions(adapter) == []


async def test_an_unknown_message_that_is_deleted_changes_nothing(adapter):
    said = await adapter.ben.say("hello all", channel=adapter.lounge)
    await adapter.ben.delete(said)
    await adapter.says(await adapter.ben.slash("help"), "imagine")
    assert await decisions(adapter) == []
