"""Private answers as ephemeral messages in a group: BOTFEED_TELEGRAM_EPHEMERAL."""

import itertools

import pytest

from botfeed.adapters.telegram.api import addresses, ephemeral
from botfeed.core.errors import MessageGone, Unreachable
from botfeed.core.model import Address, Placement, Post, PostCopy
from botfeed.testing.telegram import Server
from tests.adapters.telegram.ephemeral_group import administered, asked, pressed, said, stands, started, whispered


@pytest.fixture
def whispers():
    return True


@pytest.fixture
def lounge(door, ada):
    return administered(door, ada)


@pytest.mark.parametrize("server", [Server.V10_3, Server.V10_2])
async def test_a_private_answer_is_seen_by_the_asker_only(door, ada, ben, lounge, server):
    door.fake.become(server)
    await door.picture(ada)
    alone = len(door.fake.messages(ada))
    await ada.say("/mine", chat=lounge)
    shown = await whispered(door, lounge, ada, "Your pictures", "1")
    assert shown.photo
    await door.confirmed()
    assert [m.text for m in door.fake.ephemeral(lounge, ada)][:1] == ["Only you see what I answer here."]
    assert said(door, lounge) == []
    assert door.fake.ephemeral(lounge, ben) == []
    assert len(door.fake.messages(ada)) == alone
    assert len(asked(door, "deleteEphemeralMessage")) == 1  # of nothing: whether it is there


async def test_the_probe_line_is_sent_once(door, ada, ben, lounge):
    await ada.say("/mine", chat=lounge)
    await ben.say("/mine", chat=lounge)
    await whispered(door, lounge, ben, "You have no pictures yet.")
    await whispered(door, lounge, ada, "You have no pictures yet.")
    opened = [m.text for who in (ada, ben) for m in door.fake.ephemeral(lounge, who) if "Only you see what" in m.text]
    assert len(opened) == 1


@pytest.mark.parametrize("richly", [True])
async def test_ephemeral_text_stays_plain_with_rich_messages_on(door, ada, lounge):
    await ada.say("/help", chat=lounge)
    await whispered(door, lounge, ada, "/imagine", "Privacy")
    await door.confirmed()
    assert said(door, lounge) == []
    assert asked(door, "sendRichMessage") == []


async def test_people_without_a_private_chat_get_an_ephemeral_answer(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await whispered(door, lounge, ben, "a fox in snow", "Like")
    assert card.photo
    assert said(door, lounge) == []


async def test_a_press_edits_an_ephemeral_message(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await whispered(door, lounge, ben, "a fox in snow", "Like")
    stood = len(door.fake.ephemeral(lounge, ben))
    tap = await ben.press(card, "Like")
    liked = await whispered(door, lounge, ben, "a fox in snow", "1")
    await tap.answered()
    assert liked.raw["ephemeral_message_id"] == card.raw["ephemeral_message_id"]
    assert len(door.fake.ephemeral(lounge, ben)) == stood
    assert len(asked(door, "editEphemeralMessageMedia")) == 1
    assert said(door, lounge) == []


async def test_text_that_replaces_an_ephemeral_picture_is_a_new_message(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await ada.press(await whispered(door, lounge, ada, "Your pictures", "1"), "1")
    card = await whispered(door, lounge, ada, "a fox in snow", "Publish")
    sure = await pressed(door, ada, card, "Delete")
    assert not sure.photo
    assert not stands(door, card)
    kept = await pressed(door, ada, sure, "Keep it")
    assert kept.photo
    assert kept.raw["ephemeral_message_id"] == sure.raw["ephemeral_message_id"]
    assert said(door, lounge) == []


async def test_a_painting_goes_to_the_private_chat_with_an_ephemeral_pointer(door, ada, lounge):
    await started(door, ada)
    await ada.say("/imagine a fox", chat=lounge)
    await door.shown(ada, "Here it is", "Publish")
    line = await whispered(door, lounge, ada, "I answered you in private.")
    assert line.buttons[0]["url"] == "https://t.me/botfeed_bot"
    assert said(door, lounge) == []


async def test_without_a_private_chat_a_painting_is_shown_by_a_tap(door, ben, lounge):
    await ben.say("/imagine a fox", chat=lounge)
    await whispered(door, lounge, ben, "Open a chat with me first.")
    ready = await door.shown(lounge, "is ready", "Show")
    tap = await ben.press(ready, "Show")
    card = await whispered(door, lounge, ben, "a fox", "Publish")
    assert "url" not in await tap.answered()
    assert card.photo
    assert not any(m.photo for m in door.fake.messages(lounge))


async def test_a_question_is_asked_in_the_private_chat(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/publish", chat=lounge)
    await door.shown(ada, "Which picture?")
    await whispered(door, lounge, ada, "I answered you in private.")


async def test_others_sensitive_pictures_are_shown_only_in_the_private_chat(door, ada, ben, lounge):
    await door.published(ada)
    (post,) = await door.rows(Post)
    await door.change(lambda uow: uow.update(post, sensitive=True))
    await started(door, ben)
    await ben.say(f"/open {door.services.sealer.ref(post.id)}", chat=lounge)
    card = await door.shown(ben, "a fox in snow", "Show")
    assert card.photo
    await whispered(door, lounge, ben, "I answered you in private.")
    await ada.say("/mine", chat=lounge)  # one's own are seen by oneself
    assert (await whispered(door, lounge, ada, "Your pictures")).photo


async def test_a_take_down_reaches_ephemeral_copies(door, ada, ben, lounge):
    published = await door.published(ada)
    await ben.say("/feed", chat=lounge)
    await whispered(door, lounge, ben, "a fox in snow", "Like")
    await door.there(PostCopy)
    await ada.press(published, "Undo")
    await door.until(lambda: not any(m.photo for m in door.fake.ephemeral(lounge, ben)))
    await door.gone(Placement, account=None, gone=None)


async def test_a_vanished_ephemeral_message_is_dropped(door, ada, ben, lounge):
    published = await door.published(ada)
    await ben.say("/feed", chat=lounge)
    await whispered(door, lounge, ben, "a fox in snow", "Like")
    (place,) = await door.there(Placement, surface="feed")
    door.fake.state.ephemeral.clear()
    await ada.press(published, "Undo")
    await door.gone(Placement, id=place.id, gone=None)
    (place,) = await door.rows(Placement, id=place.id)
    assert place.stuck is None


async def test_a_reused_ephemeral_id_means_the_newest_message(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await whispered(door, lounge, ben, "a fox in snow", "Like")
    (before,) = await door.there(Placement, surface="feed")
    door.fake.state.ephemeral.clear()
    door.fake.state._numbers = itertools.count(card.raw["ephemeral_message_id"])
    await ben.say("/saved", chat=lounge)
    await whispered(door, lounge, ben, "Nothing is saved here")
    (now,) = await door.there(Placement, ref=before.ref, posts=[])
    assert now.id != before.id
    assert await door.rows(PostCopy, placement=before.id) == []


async def test_an_ephemeral_message_gets_an_ephemeral_answer(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/mine", chat=lounge)
    await whispered(door, lounge, ben, "You have no pictures yet.")
    lounge.demote_bot()
    await ben.say_ephemeral("search fox", lounge)
    assert (await whispered(door, lounge, ben, "a fox in snow")).photo
    assert said(door, lounge) == []
    assert not door.fake.messages(ben)


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
