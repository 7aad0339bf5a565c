"""Ephemeral messages at the fake, as in the changelogs of Bot API 10.2 and 10.3."""

import pytest
from telegram import InputMediaPhoto, error

from botfeed.adapters.telegram.send.files import BLANK
from botfeed.testing.telegram import Server
from botfeed.testing.telegram.rules import ephemeral_rules


@pytest.fixture
def ben(fake):
    return fake.user("ben")


@pytest.fixture
def lounge(fake, ada):
    lounge = fake.group("Lounge", admins=[ada], large=True)
    lounge.promote_bot()
    return lounge


def to(form, person, **more):
    whom = {"receiver_user_id": person.id, **more}
    return {"api_kwargs": whom if form is Server.V10_2 else {"ephemeral_message_parameters": whom}}


async def test_the_contract_alone_rejects_ephemeral_messages(fake, bot, ada, lounge):
    with pytest.raises(error.BadRequest, match="receiver_user_id is not listed"):
        await bot.send_message(lounge.id, "psst", **to(Server.V10_2, ada))
    assert fake.violations == ["sendMessage: Bad Request: sendMessage.receiver_user_id is not listed"]


async def test_an_old_server_posts_ephemeral_messages_publicly(fake, bot, ada, lounge):
    fake.become(Server.OLD)
    for form in (Server.V10_2, Server.V10_3):
        message = await bot.send_message(lounge.id, "psst", **to(form, ada))
        assert message.message_id
        assert "ephemeral_message_id" not in message.api_kwargs
    assert [m.text for m in fake.messages(lounge)] == ["psst", "psst"]
    with pytest.raises(error.EndPointNotFound):
        await bot.do_api_request("deleteEphemeralMessage", api_kwargs={"chat_id": lounge.id})
    assert fake.violations == []


@pytest.mark.parametrize("form", [Server.V10_2, Server.V10_3])
async def test_each_server_supports_only_its_own_form(fake, bot, ada, ben, lounge, form):
    fake.become(form)
    message = await bot.send_photo(lounge.id, BLANK, caption="psst", **to(form, ada))
    assert message.message_id == 0
    assert message.api_kwargs["receiver_user"]["id"] == ada.id
    assert [m.text for m in fake.ephemeral(lounge, ada)] == ["psst"]
    assert fake.ephemeral(lounge, ben) == []
    assert fake.messages(lounge) == []
    other = next(one for one in (Server.V10_2, Server.V10_3) if one is not form)
    assert (await bot.send_message(lounge.id, "oh", **to(other, ada))).message_id
    assert fake.violations == []


async def test_ephemeral_messages_need_a_receiver_and_a_right(fake, bot, ada, ben, lounge, monkeypatch):
    fake.become(Server.V10_3)
    with pytest.raises(error.BadRequest, match=r"(?i)BOT_NOT_ADMIN"):
        await bot.send_message(ada.id, "psst", **to(Server.V10_3, ada))
    with pytest.raises(error.BadRequest, match=r"(?i)PARTICIPANT_ID_INVALID"):
        await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ben))
    card = await bot.send_message(lounge.id, "all")
    lounge.demote_bot()
    with pytest.raises(error.BadRequest, match=r"(?i)BOT_NOT_ADMIN"):
        await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ada))
    tap = ben.tap(next(m for m in fake.messages(lounge) if m.id == card.message_id), "x")
    await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ben, callback_query_id=tap.id))
    with pytest.raises(error.BadRequest, match=r"(?i)QUERY_ID_INVALID"):
        await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ada, callback_query_id=tap.id))
    await bot.answer_callback_query(tap.id)
    with pytest.raises(error.BadRequest, match=r"(?i)QUERY_ID_INVALID"):
        await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ben, callback_query_id=tap.id))
    tap = ben.tap(fake.ephemeral(lounge, ben)[0], "x")
    await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ben, callback_query_id=tap.id))
    monkeypatch.setattr(ephemeral_rules, "CUED", -1)
    with pytest.raises(error.BadRequest, match=r"(?i)QUERY_ID_INVALID"):
        await bot.send_message(lounge.id, "psst", **to(Server.V10_3, ben, callback_query_id=tap.id))


async def test_ephemeral_messages_have_their_own_edit_and_delete_methods(fake, bot, ada, lounge):
    fake.become(Server.V10_3)
    photo = await bot.send_photo(lounge.id, BLANK, caption="one", **to(Server.V10_3, ada))
    number = photo.api_kwargs["ephemeral_message_id"]
    which = {"chat_id": lounge.id, "receiver_user_id": ada.id, "ephemeral_message_id": number}
    with pytest.raises(error.BadRequest):
        await bot.edit_message_caption(lounge.id, 0, caption="two")
    assert await bot.do_api_request("editEphemeralMessageText", api_kwargs={**which, "text": "two"}) is True
    (shown,) = fake.ephemeral(lounge, ada)
    assert shown.photo
    assert shown.text == "two"
    with pytest.raises(error.BadRequest, match=r"(?i)MEDIA_CAPTION_TOO_LONG"):
        await bot.do_api_request("editEphemeralMessageText", api_kwargs={**which, "text": "x" * 1025})
    media = InputMediaPhoto(photo.photo[-1].file_id, caption="three")
    await bot.do_api_request("editEphemeralMessageMedia", api_kwargs={**which, "media": media})
    await bot.do_api_request("editEphemeralMessageCaption", api_kwargs={**which, "caption": "four"})
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await bot.do_api_request("editEphemeralMessageReplyMarkup", api_kwargs={**which, "reply_markup": keyboard})
    (shown,) = fake.ephemeral(lounge, ada)
    assert (shown.text, shown.labels) == ("four", ["Go"])
    await bot.do_api_request("deleteEphemeralMessage", api_kwargs=which)
    assert fake.ephemeral(lounge, ada) == []
    with pytest.raises(error.BadRequest, match=r"(?i)MESSAGE_ID_INVALID"):
        await bot.do_api_request("deleteEphemeralMessage", api_kwargs=which)
    assert fake.violations == []


async def test_ephemeral_messages_take_no_uploads(fake, bot, ada, lounge):
    fake.become(Server.V10_3)
    message = await bot.send_message(lounge.id, "one", **to(Server.V10_3, ada))
    number = message.api_kwargs["ephemeral_message_id"]
    which = {"chat_id": lounge.id, "receiver_user_id": ada.id, "ephemeral_message_id": number}
    with pytest.raises(error.BadRequest, match="can't be uploaded"):
        await bot.do_api_request("editEphemeralMessageMedia", api_kwargs={**which, "media": InputMediaPhoto(BLANK)})
    assert len(fake.violations) == 1


async def test_an_ephemeral_message_gets_an_ephemeral_answer(fake, bot, ben, lounge):
    fake.become(Server.V10_3)
    lounge.join(ben)
    await ben.say_ephemeral("hi", lounge)
    update = (await bot.get_updates())[-1]
    number = update.message.api_kwargs["ephemeral_message_id"]
    assert update.message.message_id == 0
    lounge.demote_bot()
    reply = {"reply_parameters": {"ephemeral_message_id": number}}
    alone = to(Server.V10_3, ben)["api_kwargs"]
    await bot.send_message(lounge.id, "hi", api_kwargs={**alone, **reply})
    assert [m.text for m in fake.ephemeral(lounge, ben)] == ["hi"]
    with pytest.raises(error.BadRequest, match="must be one"):
        await bot.send_message(lounge.id, "hi", api_kwargs=reply)
    assert fake.violations == []
