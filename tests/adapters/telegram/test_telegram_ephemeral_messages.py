"""Private answers as ephemeral messages in a group: BOTFEED_TELEGRAM_EPHEMERAL."""

import itertools

import pytest

from botfeed.adapters.telegram.api import addresses, ephemeral
from botfeed.core.errors import MessageGone, Unreachable
from botfeed.core.model import Address, Placement, Post, PostCopy
from botfeed.testing.telegram import Server
from tests.adapters.telegram.ephemeral_group import administered, asked, ephemeral_shown, pressed, said, stands, started


@pytest.fixture
def ephemeral_on():
    return True


@pytest.fixture
def lounge(adapter, ada):
    return administered(adapter, ada)


@pytest.mark.parametrize("server", [Server.V10_3, Server.V10_2])
async def test_a_private_answer_is_seen_by_the_asker_only(adapter, ada, ben, lounge, server):
    adapter.fake.become(server)
    await adapter.picture(ada)
    alone = len(adapter.fake.messages(ada))
    await ada.say("/mine", chat=lounge)
    shown = await ephemeral_shown(adapter, lounge, ada, "Your pictures", "1")
    assert shown.photo
    await adapter.confirmed()
    assert [m.text for m in adapter.fake.ephemeral(lounge, ada)][:1] == ["Only you see what I answer here."]
    assert said(adapter, lounge) == []
    assert adapter.fake.ephemeral(lounge, ben) == []
    assert len(adapter.fake.messages(ada)) == alone
    assert len(asked(adapter, "deleteEphemeralMessage")) == 1  # of nothing: whether it is there


async def test_the_probe_line_is_sent_once(adapter, ada, ben, lounge):
    await ada.say("/mine", chat=lounge)
    await ben.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ben, "You have no pictures yet.")
    await ephemeral_shown(adapter, lounge, ada, "You have no pictures yet.")
    opened = [
        m.text for who in (ada, ben) for m in adapter.fake.ephemeral(lounge, who) if "Only you see what" in m.text
    ]
    assert len(opened) == 1


@pytest.mark.parametrize("rich_on", [True])
async def test_ephemeral_text_stays_plain_with_rich_messages_on(adapter, ada, lounge):
    await ada.say("/help@botfeed_bot", chat=lounge)
    await ephemeral_shown(adapter, lounge, ada, "/imagine", "Privacy")
    await adapter.confirmed()
    assert said(adapter, lounge) == []
    assert asked(adapter, "sendRichMessage") == []


async def test_people_without_a_private_chat_get_an_ephemeral_answer(adapter, ada, ben, lounge):
    await adapter.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await ephemeral_shown(adapter, lounge, ben, "a fox in snow", "Like")
    assert card.photo
    assert said(adapter, lounge) == []


async def test_a_press_edits_an_ephemeral_message(adapter, ada, ben, lounge):
    await adapter.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await ephemeral_shown(adapter, lounge, ben, "a fox in snow", "Like")
    stood = len(adapter.fake.ephemeral(lounge, ben))
    tap = await ben.press(card, "Like")
    liked = await ephemeral_shown(adapter, lounge, ben, "a fox in snow", "1")
    await tap.answered()
    assert liked.raw["ephemeral_message_id"] == card.raw["ephemeral_message_id"]
    assert len(adapter.fake.ephemeral(lounge, ben)) == stood
    assert len(asked(adapter, "editEphemeralMessageMedia")) == 1
    assert said(adapter, lounge) == []


async def test_text_that_replaces_an_ephemeral_picture_is_a_new_message(adapter, ada, lounge):
    await adapter.picture(ada)
    await ada.say("/mine", chat=lounge)
    await ada.press(await ephemeral_shown(adapter, lounge, ada, "Your pictures", "1"), "1")
    card = await ephemeral_shown(adapter, lounge, ada, "a fox in snow", "Publish")
    sure = await pressed(adapter, ada, card, "Delete")
    assert not sure.photo
    assert not stands(adapter, card)
    kept = await pressed(adapter, ada, sure, "Keep it")
    assert kept.photo
    assert kept.raw["ephemeral_message_id"] == sure.raw["ephemeral_message_id"]
    assert said(adapter, lounge) == []


async def test_a_painting_goes_to_the_private_chat_with_an_ephemeral_pointer(adapter, ada, lounge):
    await started(adapter, ada)
    await ada.say("/imagine a fox", chat=lounge)
    await adapter.shown(ada, "Here it is", "Publish")
    line = await ephemeral_shown(adapter, lounge, ada, "I answered you in private.")
    assert line.buttons[0]["url"] == "https://t.me/botfeed_bot"
    assert said(adapter, lounge) == []


async def test_without_a_private_chat_a_painting_is_shown_by_a_tap(adapter, ben, lounge):
    await ben.say("/imagine a fox", chat=lounge)
    await ephemeral_shown(adapter, lounge, ben, "Open a chat with me first.")
    ready = await adapter.shown(lounge, "is ready", "Show")
    tap = await ben.press(ready, "Show")
    card = await ephemeral_shown(adapter, lounge, ben, "a fox", "Publish")
    assert "url" not in await tap.answered()
    assert card.photo
    assert not any(m.photo for m in adapter.fake.messages(lounge))


async def test_a_question_is_asked_in_the_private_chat(adapter, ada, lounge):
    await adapter.picture(ada)
    await ada.say("/publish", chat=lounge)
    await adapter.shown(ada, "Which picture?")
    await ephemeral_shown(adapter, lounge, ada, "I answered you in private.")


async def test_others_sensitive_pictures_are_shown_only_in_the_private_chat(adapter, ada, ben, lounge):
    await adapter.published(ada)
    (post,) = await adapter.rows(Post)
    await adapter.change(lambda uow: uow.update(post, sensitive=True))
    await started(adapter, ben)
    await ben.say(f"/open@botfeed_bot {adapter.services.sealer.ref(post.id)}", chat=lounge)
    card = await adapter.shown(ben, "a fox in snow", "Show")
    assert card.photo
    await ephemeral_shown(adapter, lounge, ben, "I answered you in private.")
    await ada.say("/mine", chat=lounge)  # one's own are seen by oneself
    assert (await ephemeral_shown(adapter, lounge, ada, "Your pictures")).photo


async def test_a_take_down_reaches_ephemeral_copies(adapter, ada, ben, lounge):
    published = await adapter.published(ada)
    await ben.say("/feed", chat=lounge)
    await ephemeral_shown(adapter, lounge, ben, "a fox in snow", "Like")
    await adapter.there(PostCopy)
    await ada.press(published, "Undo")
    await adapter.until(lambda: not any(m.photo for m in adapter.fake.ephemeral(lounge, ben)))
    await adapter.gone(Placement, account=None, gone=None)


async def test_a_vanished_ephemeral_message_is_dropped(adapter, ada, ben, lounge):
    published = await adapter.published(ada)
    await ben.say("/feed", chat=lounge)
    await ephemeral_shown(adapter, lounge, ben, "a fox in snow", "Like")
    (place,) = await adapter.there(Placement, surface="feed")
    adapter.fake.state.ephemeral.clear()
    await ada.press(published, "Undo")
    await adapter.gone(Placement, id=place.id, gone=None)
    (place,) = await adapter.rows(Placement, id=place.id)
    assert place.stuck is None


async def test_a_reused_ephemeral_id_means_the_newest_message(adapter, ada, ben, lounge):
    await adapter.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await ephemeral_shown(adapter, lounge, ben, "a fox in snow", "Like")
    (before,) = await adapter.there(Placement, surface="feed")
    adapter.fake.state.ephemeral.clear()
    adapter.fake.state._numbers = itertools.count(card.raw["ephemeral_message_id"])
    await ben.say("/saved", chat=lounge)
    await ephemeral_shown(adapter, lounge, ben, "Nothing is saved here")
    (now,) = await adapter.there(Placement, ref=before.ref, posts=[])
    assert now.id != before.id
    assert await adapter.rows(PostCopy, placement=before.id) == []


async def test_an_ephemeral_message_gets_an_ephemeral_answer(adapter, ada, ben, lounge):
    await adapter.published(ada)
    await ben.say("/mine", chat=lounge)
    await ephemeral_shown(adapter, lounge, ben, "You have no pictures yet.")
    lounge.demote_bot()
    await ben.say_ephemeral("search fox", lounge)
    assert (await ephemeral_shown(adapter, lounge, ben, "a fox in snow")).photo
    assert said(adapter, lounge) == []
    assert not adapter.fake.messages(ben)


def test_ephemeral_references_differ_between_people():
    there = ephemeral.address_of(Address("telegram", "-1005:7", "-1005", "Lounge", private=False), "42")
    ref = ephemeral.ref(-1005, 42, 9)
    assert ephemeral.parts(ref) == (-1005, 42, 9)
    assert ephemeral.is_ephemeral(ref)
    assert ephemeral.is_ephemeral(there.ref)
    assert not ephemeral.is_ephemeral("-1005/9")
    with pytest.raises(MessageGone):
        addresses.parts(ref)
    with pytest.raises(Unreachable):
        addresses.where(there)
