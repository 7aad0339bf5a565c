"""Forged input, and rare events at bad moments."""

import asyncio
import io
from datetime import timedelta

import pytest
from PIL import Image
from telegram import error

from botfeed.adapters.telegram.send.files import BLANK
from botfeed.core import dispatch
from botfeed.core.chat.message import Card, Reply
from botfeed.core.errors import TryAgain
from botfeed.core.language.text import of
from botfeed.core.model import Account, Address, HandledRequest, Identity, Placement, Post
from tests.adapters.telegram.test_telegram_refusals import refusal


@pytest.fixture
def lounge(adapter, ada):
    return adapter.fake.group("Lounge", admins=[ada], large=True)


@pytest.mark.parametrize("data", ["fill/mine", "fill"])
async def test_a_forged_answer_does_not_replace_anothers_card(adapter, ada, ben, lounge, data):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    tap = ben.tap(card, data)
    assert "closed" in (await tap.answered())["text"]
    await adapter.confirmed()
    (now,) = [m for m in adapter.fake.messages(lounge) if m.id == card.id]
    assert now.photo == card.photo
    assert now.labels == card.labels


async def test_a_forged_unpublish_on_the_shared_card_removes_it(adapter, ada, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    (post,) = await adapter.rows(Post)
    ada.tap(card, f"unpublish/{adapter.services.sealer.ref(post.id)}/1")
    await adapter.until(lambda: not any(m.photo for m in adapter.fake.messages(lounge)))


async def test_a_picture_too_old_to_delete_is_covered(adapter, ada, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    (post,) = await adapter.rows(Post)
    adapter.clock.advance(timedelta(hours=49))
    ada.tap(card, f"unpublish/{adapter.services.sealer.ref(post.id)}/1")
    (place,) = await adapter.there(Placement, ref=f"{lounge.id}/{card.id}", covered__ne=None)
    assert place.stuck is None
    (now,) = [m for m in adapter.fake.messages(lounge) if m.photo]
    assert now.id == card.id
    assert adapter.fake.state.files[now.photo].data == BLANK
    assert (now.text, now.labels) == ("Its author removed this picture.", [])


def test_the_covering_picture_is_plain_grey():
    with Image.open(io.BytesIO(BLANK)) as picture:
        picture.load()
        assert picture.getextrema() == (0xBB, 0xBB)


async def test_commands_of_other_bots_in_a_group_are_ignored(adapter, ada, lounge):
    await ada.say("/roll 2d6", chat=lounge)
    await adapter.confirmed()
    assert not await adapter.rows(HandledRequest)
    await ada.say("/roll@botfeed_bot 2d6", chat=lounge)
    await adapter.there(HandledRequest)


async def test_posts_of_a_linked_channel_are_ignored(adapter, ada, lounge):
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    channel = {"id": -1001999, "type": "channel", "title": "News"}
    said = {"message_id": 5, "chat": lounge.chat.json(), "date": adapter.fake.state.date(), "text": "/imagine a fox"}
    adapter.fake.push_raw({"message": {**said, "from": telegram, "sender_chat": channel, "is_automatic_forward": True}})
    await adapter.confirmed()
    assert not await adapter.rows(HandledRequest)


async def test_an_anonymous_administrator_gets_an_explanation(adapter, ada, lounge):
    lounge.say("good morning")
    lounge.say("/roll 2d6")  # of another bot
    lounge.say("/imagine a fox --here")
    lounge.say("/mine@botfeed_bot")
    line = await adapter.shown(lounge, "I can't tell which administrator you are", "It's me")
    assert line.labels == ["It's me"]
    await adapter.confirmed()
    assert sum("can't tell" in text for text in adapter.texts(lounge)) == 2
    assert [await adapter.rows(noun) for noun in (Account, Identity, HandledRequest)] == [[], [], []]
    await ada.say("/roll@botfeed_bot 2d6", chat=lounge)
    await adapter.there(HandledRequest)


@pytest.mark.parametrize(
    ("status", "said"), [(400, "Bad Request: user not found"), (403, "Forbidden: bot was kicked from the group chat")]
)
async def test_a_missing_member_is_no_administrator(adapter, ada, ben, lounge, status, said):
    await ben.say("/start")
    await adapter.shown(ben, "AI")
    adapter.fake.fault(refusal(said, status), "getChatMember")
    await ben.say("/space_setup", chat=lounge)
    await adapter.shown(ben, "Only an administrator")


async def test_a_retry_after_a_pause_repeats_no_sent_message(adapter, ada):
    ada.chat.started = True
    speaks = adapter.services.messengers["telegram"]
    reply = Reply(tuple(Card(of(word)) for word in ("one", "two", "three")))
    where = Address("telegram", str(ada.id))
    send = speaks.bot.send_message
    said = []

    async def refused_once(chat, text, **more):
        said.append(text)
        if said == ["one", "two"]:
            raise error.RetryAfter(3)
        return await send(chat, text, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(speaks.bot), "send_message", lambda _, *args, **more: refused_once(*args, **more))
        with pytest.raises(TryAgain):
            await speaks.send(where, reply, "again")
        await speaks.send(where, reply, "again")
    assert said == ["one", "two", "two", "three"]
    assert adapter.texts(ada) == ["one", "two", "three"]


@pytest.mark.parametrize("way", ["poll"])
async def test_an_answer_interrupted_by_a_stop_is_sent_once(adapter, ada, monkeypatch):
    hold, there, whole = asyncio.Event(), asyncio.Event(), dispatch.record_placement

    async def slow(*args):
        there.set()
        await hold.wait()
        await whole(*args)

    monkeypatch.setattr(dispatch, "record_placement", slow)
    await ada.say("/privacy")
    await asyncio.wait_for(there.wait(), 5)
    stopping = asyncio.create_task(adapter.kill())
    await asyncio.sleep(0)
    hold.set()
    await stopping
    await adapter.open()
    adapter.work()
    adapter.later(timedelta(seconds=15))
    await adapter.confirmed()
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    assert sum("how long" in text for text in adapter.texts(ada)) == 1
