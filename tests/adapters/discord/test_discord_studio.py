"""Painting on Discord: visibility, timing and follow-up of each answer."""

import pytest

from botfeed.core.errors import PaintRefused
from botfeed.core.model import Account, Placement, Post
from tests.adapters.discord.adapter import bare, plain


async def test_a_picture_replaces_the_ephemeral_answer(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
        answer = await asked.response()
        waiting = await adapter.says(asked, "Painting “a fox”")
        assert answer.data["flags"] & 64
        assert waiting.buttons == ["Cancel"]
        async with adapter.working():
            card = await adapter.shows(asked, "Publish")
    assert card is waiting
    assert card.ephemeral
    assert card.v2
    assert [p["description"] for p in card.pictures] == ["A picture of a fox"]
    assert adapter.fake.messages(adapter.lounge) == []
    assert adapter.fake.messages(adapter.lounge, seen_by=adapter.ben) == []
    assert "-# made with AI" in card.text


async def test_cancel_ends_a_painting_in_the_same_message(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
        await adapter.shows(asked, "Cancel")
        await adapter.ada.press(asked, "Cancel")
        card = await adapter.says(asked, "Cancelled “a fox”")
        assert card.buttons == ["Again"]


async def test_four_pictures_are_one_gallery_with_a_choice(adapter):
    asked = await adapter.painted(adapter.ada, channel=adapter.lounge, count=4)
    card = asked.original
    assert len(card.pictures) == 4
    assert card.buttons[:4] == ["1", "2", "3", "4"]
    await adapter.ada.press(asked, "3")
    card = await adapter.says(asked, "The buttons act on number 3 of 4.")
    assert len(card.pictures) == 4
    form = await adapter.ada.press(asked, "Publish")
    sent = await adapter.ada.submit(form, {"Who sees it?": "Everyone"})
    published = await adapter.says(sent, "Published.")
    assert len(published.pictures) == 1


async def test_a_refused_prompt_is_explained_privately_and_not_painted(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "something forbidden"}, channel=adapter.lounge)
    card = await adapter.says(asked, "can't be painted here (violence)")
    assert card.ephemeral
    assert adapter.services.painters[0].orders == []


async def test_a_painters_refusal_is_shown_in_the_same_message(adapter):
    adapter.services.painters[0].raises = [PaintRefused("hate")]
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    card = await adapter.says(asked, "can't be painted here (hate)")
    form = await adapter.press(adapter.ada, asked, "Other words")
    fields = [c["component"] for c in (await form.modal())["components"] if "component" in c]
    assert [field["custom_id"] for field in fields] == ["prompt"]
    again = await adapter.ada.submit(form, {"prompt": "a hare"})
    await adapter.shows(again, "Publish")
    assert card.ephemeral


async def test_four_pictures_painted_here_are_one_gallery(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True, "count": 4}, channel=adapter.lounge)
    card = await adapter.shows(asked, "1", "2", "3", "4")
    assert adapter.fake.messages(adapter.lounge) == [card]
    assert len(card.pictures) == 4
    assert card.buttons == ["1", "2", "3", "4"]
    assert (await adapter.once(Placement, account=None)).ref == f"{adapter.lounge.id}/{card.id}"
    opened = await adapter.shows(await adapter.ben.press(card, "3"), "Like")
    assert opened.ephemeral
    await adapter.press(adapter.ben, opened, "Like")
    posts = await adapter.services.store.read(lambda uow: uow.all(Post))
    assert (await adapter.once(Post, likes=1)).id == posts[2].id


@pytest.mark.parametrize("refused", [1, 2], ids=["the pictures", "the words, too"])
async def test_a_refused_gallery_ends_in_words_or_is_gone(adapter, refused):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True, "count": 4}, channel=adapter.lounge)
    adapter.fake.fault("invalid_form", route="PATCH /channels/{id}/messages/{message}", times=refused)
    waiting = await adapter.fake.until(lambda: asked.original)
    said = await adapter.fake.until(lambda: _told(adapter))
    assert (said is waiting) is (refused == 1)
    assert [m for m in adapter.fake.messages(adapter.lounge) if not m.deleted] == [said]


def _told(adapter):
    there = [m for m in adapter.fake.messages(adapter.lounge) if not m.deleted]
    return next((m for m in there if "Discord does not take them" in bare(m.text)), None)


async def test_here_publishes_in_the_channel(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    (card,) = await adapter.fake.posted(adapter.lounge)
    await adapter.shows(card, "Like", "Comment", "Remix")
    assert not card.ephemeral
    assert asked.original is card
    assert len(card.pictures) == 1


@pytest.mark.parametrize(("nsfw", "published"), [(True, True), (False, False)])
async def test_sensitive_pictures_are_shown_only_in_age_restricted_channels(adapter, nsfw, published):
    room = adapter.guild.channel("cellar", nsfw=nsfw)
    asked = await adapter.ada.slash("imagine", {"prompt": "a spicy fox", "here": True}, channel=room)
    if published:
        card = await adapter.shows(asked, "Like")
        gallery = card.payload["components"][0]["components"][0]
        assert gallery["items"][0]["spoiler"]
        return
    await adapter.fake.until(lambda: asked.original and "Painting" not in bare(asked.original.text))
    assert not asked.original.pictures


async def test_vary_and_again_send_new_answers(adapter):
    asked = await adapter.painted(adapter.ada, channel=adapter.lounge)
    for verb in ("Vary", "Again"):
        more = await adapter.press(adapter.ada, asked, verb)
        card = await adapter.shows(more, "Publish")
        assert card is not asked.original
        assert card.ephemeral


async def test_a_library_is_paged_in_place(adapter):
    for n in range(5):
        await adapter.painted(adapter.ada, f"fox {n}", channel=adapter.lounge)
    asked = await adapter.ada.slash("mine", channel=adapter.lounge)
    card = await adapter.shows(asked, "Older")
    assert len(card.pictures) == 4
    await adapter.press(adapter.ada, asked, "Older")
    card = await adapter.says(asked, "fox 0")
    assert plain(card.buttons) == ["1", "newer"]


async def test_deleting_a_picture_needs_a_second_press(adapter):
    asked = await adapter.painted(adapter.ada, channel=adapter.lounge)
    await adapter.press(adapter.ada, asked, "Delete")
    await adapter.says(asked, "for good")
    await adapter.press(adapter.ada, asked, "Delete for good")
    card = await adapter.says(asked, "Deleted “a fox”")
    assert card.pictures == []
    assert card.attached == []


async def test_the_menu_is_italian_for_italian_readers(adapter):
    carla = adapter.fake.user("carla", locale="it")
    carla.join(adapter.guild)
    asked = await carla.slash("me language", {}, channel=adapter.lounge)
    card = await asked.message()
    assert card.ephemeral
    account = await adapter.services.store.read(lambda uow: uow.one(Account, handle="carla"))
    assert account.language == "it"


async def test_styles_complete_while_typing(adapter):
    offered = await adapter.ada.autocomplete("imagine", {"prompt": "a fox", "style": "pa"}, channel=adapter.lounge)
    assert [c["value"] for c in offered] == ["pastel"]


async def test_references_complete_by_their_prompts(adapter):
    await adapter.published(adapter.ada, "a fox", adapter.lounge)
    offered = await adapter.ada.autocomplete("picture unpublish", {"post": "fox"}, channel=adapter.lounge)
    assert [c["name"] for c in offered] == ["a fox, published"]
    assert await adapter.ben.autocomplete("picture unpublish", {"post": "fox"}, channel=adapter.lounge) == []


@pytest.mark.parametrize("told", [True, False], ids=["takes messages", "takes none"])
@pytest.mark.parametrize("refusal", ["hate", "violence", "sexual"])
async def test_why_nothing_was_painted_here_is_not_said_to_everybody(adapter, refusal, told):
    if told:
        await adapter.tells(adapter.ada)
    adapter.services.painters[0].raises = [PaintRefused(refusal)]
    asked = await adapter.ada.slash("imagine", {"prompt": "a secret", "here": True}, channel=adapter.lounge)
    note = await adapter.says(asked, "your picture was not painted")
    assert not note.ephemeral
    for message in adapter.fake.messages(adapter.lounge):
        assert refusal not in message.text
        assert "secret" not in message.text
    if told:
        said = await adapter.fake.posted(adapter.ada, 1)
        assert refusal in bare(said[-1].text)
