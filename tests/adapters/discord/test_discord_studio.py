"""Painting on Discord: visibility, timing and follow-up of each answer."""

import pytest

from botfeed.core.errors import PaintRefused
from botfeed.core.model import Account
from tests.adapters.discord.door import bare, plain


async def test_a_picture_replaces_the_ephemeral_answer(closed_door):
    door = closed_door
    async with door.connected(working=False):
        asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
        answer = await asked.response()
        waiting = await door.says(asked, "Painting “a fox”")
        assert answer.data["flags"] & 64
        assert waiting.buttons == ["Cancel"]
        async with door.working():
            card = await door.shows(asked, "Publish")
    assert card is waiting
    assert card.ephemeral
    assert card.v2
    assert [p["description"] for p in card.pictures] == ["A picture of a fox"]
    assert door.fake.messages(door.lounge) == []
    assert door.fake.messages(door.lounge, seen_by=door.ben) == []
    assert "-# made with AI" in card.text


async def test_cancel_ends_a_painting_in_the_same_message(closed_door):
    door = closed_door
    async with door.connected(working=False):
        asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
        await door.shows(asked, "Cancel")
        await door.ada.press(asked, "Cancel")
        card = await door.says(asked, "Cancelled “a fox”")
        assert card.buttons == ["Again"]


async def test_four_pictures_are_one_gallery_with_a_choice(door):
    asked = await door.painted(door.ada, channel=door.lounge, count=4)
    card = asked.original
    assert len(card.pictures) == 4
    assert card.buttons[:4] == ["1", "2", "3", "4"]
    await door.ada.press(asked, "3")
    card = await door.says(asked, "The buttons act on number 3 of 4.")
    assert len(card.pictures) == 4
    form = await door.ada.press(asked, "Publish")
    sent = await door.ada.submit(form, {"Who sees it?": "Everyone"})
    published = await door.says(sent, "Published.")
    assert len(published.pictures) == 1


async def test_a_refused_prompt_is_explained_privately_and_not_painted(door):
    asked = await door.ada.slash("imagine", {"prompt": "something forbidden"}, channel=door.lounge)
    card = await door.says(asked, "can't be painted here (violence)")
    assert card.ephemeral
    assert door.services.painters[0].orders == []


async def test_a_painters_refusal_is_shown_in_the_same_message(door):
    door.services.painters[0].raises = [PaintRefused("hate")]
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    card = await door.says(asked, "can't be painted here (hate)")
    form = await door.press(door.ada, asked, "Other words")
    assert [c["component"]["custom_id"] for c in (await form.modal())["components"]] == ["prompt"]
    again = await door.ada.submit(form, {"prompt": "a hare"})
    await door.shows(again, "Publish")
    assert card.ephemeral


async def test_here_publishes_in_the_channel(door):
    asked = await door.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=door.lounge)
    (card,) = await door.fake.posted(door.lounge)
    await door.shows(card, "Like", "Comment", "Remix")
    assert not card.ephemeral
    assert asked.original is card
    assert len(card.pictures) == 1


@pytest.mark.parametrize(("nsfw", "published"), [(True, True), (False, False)])
async def test_sensitive_pictures_are_shown_only_in_age_restricted_channels(door, nsfw, published):
    room = door.guild.channel("cellar", nsfw=nsfw)
    asked = await door.ada.slash("imagine", {"prompt": "a spicy fox", "here": True}, channel=room)
    if published:
        card = await door.shows(asked, "Like")
        gallery = card.payload["components"][0]["components"][0]
        assert gallery["items"][0]["spoiler"]
        return
    await door.fake.until(lambda: asked.original and "Painting" not in bare(asked.original.text))
    assert not asked.original.pictures


async def test_vary_and_again_send_new_answers(door):
    asked = await door.painted(door.ada, channel=door.lounge)
    for verb in ("Vary", "Again"):
        more = await door.press(door.ada, asked, verb)
        card = await door.shows(more, "Publish")
        assert card is not asked.original
        assert card.ephemeral


async def test_a_library_is_paged_in_place(door):
    for n in range(5):
        await door.painted(door.ada, f"fox {n}", channel=door.lounge)
    asked = await door.ada.slash("mine", channel=door.lounge)
    card = await door.shows(asked, "Older")
    assert len(card.pictures) == 4
    await door.press(door.ada, asked, "Older")
    card = await door.says(asked, "page 2")
    assert plain(card.buttons) == ["1", "newer"]
    assert "fox 0" in card.text


async def test_deleting_a_picture_needs_a_second_press(door):
    asked = await door.painted(door.ada, channel=door.lounge)
    await door.press(door.ada, asked, "Delete")
    await door.says(asked, "for good")
    await door.press(door.ada, asked, "Delete for good")
    card = await door.says(asked, "Deleted “a fox”")
    assert card.pictures == []
    assert card.payload["attachments"] == []


async def test_the_menu_is_italian_for_italian_readers(door):
    carla = door.fake.user("carla", locale="it")
    carla.join(door.guild)
    asked = await carla.slash("language", {}, channel=door.lounge)
    card = await asked.message()
    assert card.ephemeral
    account = await door.services.store.read(lambda uow: uow.one(Account, handle="carla"))
    assert account.language == "it"


async def test_styles_complete_while_typing(door):
    offered = await door.ada.autocomplete("imagine", {"prompt": "a fox", "style": "pa"}, channel=door.lounge)
    assert [c["value"] for c in offered] == ["pastel"]


async def test_references_complete_by_their_prompts(door):
    await door.published(door.ada, "a fox", door.lounge)
    offered = await door.ada.autocomplete("unpublish", {"post": "fox"}, channel=door.lounge)
    assert [c["name"] for c in offered] == ["a fox, published"]
    assert await door.ben.autocomplete("unpublish", {"post": "fox"}, channel=door.lounge) == []
