"""What people send that is no text gets an answer in the private chat, and nothing of it is an order by mistake."""

import pytest

from botfeed.adapters.telegram import contents
from botfeed.core.commands.received import Kind
from botfeed.core.model import HandledRequest, Painting
from botfeed.testing.telegram import contract
from tests.adapters.telegram.test_telegram_messages import png

FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 10}
SENT = {
    "photo": [{**FILE, "width": 9, "height": 9}],
    "animation": {**FILE, "width": 9, "height": 9, "duration": 1},
    "video": {**FILE, "width": 9, "height": 9, "duration": 1},
    "video_note": {**FILE, "length": 9, "duration": 1},
    "voice": {**FILE, "duration": 1},
    "audio": {**FILE, "duration": 1},
    "document": {**FILE, "file_name": "a.pdf", "mime_type": "application/pdf"},
    "sticker": {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False},
    "contact": {"phone_number": "1", "first_name": "Eve"},
    "dice": {"emoji": "\N{GAME DIE}", "value": 3},
    "location": {"latitude": 1.0, "longitude": 2.0},
    "venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "Bar", "address": "Via 1"},
    "poll": {
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    },
    "story": {"chat": {"id": 5, "type": "private", "first_name": "Eve"}, "id": 3},
    "something_of_next_year": {"x": 1},
}


def send(adapter, who, **content):
    message = adapter.fake.state.post(who.chat, who.json, **content)
    who.chat.started = True
    adapter.fake.push_raw({"message": message})
    return message


async def answer(adapter, who, sent):
    """Return the bot's one answer after a message."""
    await adapter.confirmed()
    after = [m for m in adapter.fake.messages(who) if m.id > sent["message_id"] and m.raw["from"]["is_bot"]]
    assert len(after) == 1, [m.text for m in adapter.fake.messages(who)][-3:]
    (only,) = after
    return only


def test_every_field_of_a_message_is_known():
    fields = contract.facts()["types"]["Message"]["fields"]
    unknown = set(fields) - contents.ENVELOPE - set(contents.CONTENT) - contents.NOTICES
    assert not unknown
    assert not set(contents.CONTENT) & contents.NOTICES
    assert set(contents.CONTENT.values()) | {Kind.FORWARDED} == set(Kind)


async def test_everything_that_can_be_sent_gets_one_answer_that_says_a_next_step(adapter, ada):
    for field, content in SENT.items():
        said = await answer(adapter, ada, send(adapter, ada, **{field: content}))
        assert "/imagine" in said.text, field
    assert len(await adapter.rows(HandledRequest)) == len(SENT)
    assert not await adapter.rows(Painting)


async def test_words_beside_a_picture_can_be_painted(adapter, ada):
    ada.chat.started = True
    sent = await ada.send_photo(png(), "make it blue")
    said = await answer(adapter, ada, sent.raw)
    assert "can't start from a picture of yours yet" in said.text
    await ada.press(said, "Paint “make it blue”")
    (painting,) = await adapter.there(Painting)
    assert painting.prompt == "make it blue"


async def test_a_command_below_a_picture_is_a_command(adapter, ada):
    await ada.send_photo(png(), "/imagine a fox")
    (painting,) = await adapter.there(Painting)
    assert painting.prompt == "a fox"


@pytest.mark.parametrize("mime", ["image/png", "image/webp"])
async def test_a_picture_as_a_file_is_a_picture(adapter, ada, mime):
    sent = send(adapter, ada, document={**FILE, "file_name": "a", "mime_type": mime})
    assert "That is a picture" in (await answer(adapter, ada, sent)).text


async def test_an_album_gets_one_answer(adapter, ada):
    first = send(adapter, ada, photo=SENT["photo"], media_group_id="7", caption="two")
    for _ in range(3):
        send(adapter, ada, photo=SENT["photo"], media_group_id="7")
    await answer(adapter, ada, first)


async def test_a_forwarded_message_is_no_order(adapter, ada, ben):
    origin = {"type": "user", "sender_user": ben.json, "date": adapter.fake.state.date()}
    for text in ("/me_delete --sure yes", "paint a fox", "/imagine a fox"):
        sent = send(adapter, ada, text=text, forward_origin=origin)
        assert "Somebody else wrote that" in (await answer(adapter, ada, sent)).text
    assert not await adapter.rows(Painting)


async def test_what_telegram_says_by_itself_is_not_answered(adapter, ada):
    for field, content in (
        ("message_auto_delete_timer_changed", {"message_auto_delete_time": 9}),
        ("new_chat_title", "x"),
        ("delete_chat_photo", True),
    ):
        send(adapter, ada, **{field: content})
    await adapter.confirmed()
    assert not await adapter.rows(HandledRequest)


async def test_pictures_in_groups_are_their_own_business(adapter, ada):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.promote_bot()
    await ada.send_photo(png(), "so calm", chat=lounge)
    await adapter.confirmed()
    assert not await adapter.rows(HandledRequest)


async def test_a_misspelt_command_that_is_edited_is_answered(adapter, ada):
    message = await ada.say("/imagne a fox")
    await adapter.shown(ada, "There is no command")
    edit = {**message.raw, "text": "/imagine a fox", "edit_date": adapter.fake.state.date()}
    adapter.fake.state.updates.push("edited_message", edit)
    (painting,) = await adapter.there(Painting)
    assert painting.prompt == "a fox"
    adapter.fake.state.updates.push("edited_message", {**edit, "text": "/imagine a boat"})
    await adapter.confirmed()
    assert len(await adapter.rows(Painting)) == 1
