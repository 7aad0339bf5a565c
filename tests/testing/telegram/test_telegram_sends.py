"""Messages that an unmodified `telegram.Bot` sends, edits and deletes."""

import io

import pytest
import telegram
from PIL import Image
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import InputMediaPhoto, MessageEntity, ReplyParameters
from telegram.error import BadRequest, InvalidToken

from botfeed.testing.openai.answers import picture

PNG = picture("a fox", "1536x1024")


def keyboard(*labels):
    return Keyboard([[Button(label, callback_data=f"c:{label}") for label in labels]])


async def test_files_are_uploaded_reused_and_downloaded(fake, bot, ada):
    data = PNG
    sent = await bot.send_photo(ada.id, data)
    again = await bot.send_photo(ada.id, sent.photo[-1].file_id, caption="again")
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert bytes(await (await bot.get_file(sent.photo[-1])).download_as_bytearray()) == data
    small = bytes(await (await bot.get_file(sent.photo[0])).download_as_bytearray())
    assert Image.open(io.BytesIO(small)).size == (90, 60)
    letter = await bot.send_document(ada.id, data, filename="fox.png")
    assert letter.document.file_name == "fox.png"
    album = await bot.send_media_group(
        ada.id, [InputMediaPhoto(data, caption="one"), InputMediaPhoto(sent.photo[-1].file_id)]
    )
    assert len({message.media_group_id for message in album}) == 1
    assert album[0].caption == "one"
    with pytest.raises(BadRequest, match=r"(?i)[Ww]rong file identifier"):
        await bot.send_photo(ada.id, "no-such-file")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ada.id, b"rubbish")
    assert fake.violations == []


async def test_a_picture_can_have_a_spoiler_and_its_caption_above(fake, bot, ada):
    sent = await bot.send_photo(
        ada.id, PNG, caption=" *a fox* ", parse_mode="MarkdownV2", has_spoiler=True, show_caption_above_media=True
    )
    assert sent.has_media_spoiler
    assert sent.show_caption_above_media
    assert (sent.caption, sent.caption_entities[0].length) == ("a fox", 5)
    with pytest.raises(BadRequest, match=r"(?i)photo as document"):
        await bot.send_document(ada.id, sent.photo[-1].file_id)
    assert fake.violations == []


async def test_messages_are_edited_and_deleted(fake, bot, ada):
    painting = await bot.send_message(ada.id, "painting", reply_markup=keyboard("Cancel"))
    edited = await bot.edit_message_media(
        InputMediaPhoto(PNG, caption="done"), ada.id, painting.message_id, reply_markup=keyboard("Publish")
    )
    assert edited.photo
    assert edited.text is None
    assert edited.edit_date
    await bot.edit_message_caption(ada.id, painting.message_id, caption="better", reply_markup=keyboard("Publish"))
    await bot.edit_message_reply_markup(ada.id, painting.message_id, reply_markup=keyboard("Published"))
    assert (fake.last(ada).text, fake.last(ada).labels) == ("better", ["Published"])
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await bot.edit_message_caption(
            ada.id, painting.message_id, caption="better", reply_markup=keyboard("Published")
        )
    with pytest.raises(BadRequest, match=r"(?i)no text in the message"):
        await bot.edit_message_text("words", ada.id, painting.message_id)
    assert await bot.delete_message(ada.id, painting.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("words", ada.id, painting.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(ada.id, painting.message_id)
    assert fake.violations == []


async def test_replies_need_an_existing_message(bot, ada):
    first = await bot.send_message(ada.id, "first")
    second = await bot.send_message(ada.id, "second", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message.text == "first"
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(ada.id, "third", reply_parameters=ReplyParameters(999))


async def test_a_reply_can_be_forced(fake, bot, ada):
    await bot.send_message(
        ada.id, "What shall I paint?", reply_markup=telegram.ForceReply(input_field_placeholder="a fox")
    )
    assert fake.forces_reply(fake.last(ada))
    assert fake.last(ada).labels == []
    await ada.reply(fake.last(ada), "a fox")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message.reply_to_message.text == "What shall I paint?"
    assert not fake.forces_reply(fake.messages(ada)[-1])


async def test_inline_queries_are_answered_chosen_and_edited(fake, bot, ada):
    query = await ada.ask_inline("cats")
    (update,) = await bot.get_updates(timeout=5)
    result = telegram.InlineQueryResultCachedPhoto(
        "one",
        (await bot.send_photo(ada.id, PNG)).photo[-1].file_id,
        caption="a cat",
        reply_markup=keyboard("Like"),
    )
    await bot.answer_inline_query(update.inline_query.id, [result], is_personal=True)
    assert (await query.answered())["results"][0]["id"] == "one"
    shown = await ada.choose(query, "one")
    await bot.edit_message_caption(
        inline_message_id=shown.raw["inline_message_id"], caption="a calm cat", reply_markup=keyboard("Like")
    )
    assert (shown.text, shown.labels) == ("a calm cat", ["Like"])
    await ada.press(shown, "Like")
    (update,) = await bot.get_updates(offset=-1, timeout=5)
    assert update.callback_query.inline_message_id == shown.raw["inline_message_id"]
    assert fake.violations == []


async def test_the_menu_is_kept_by_scope_and_language(fake, bot):
    await bot.set_my_commands([("feed", "The feed")])
    await bot.set_my_commands(
        [("feed", "Il flusso")], language_code="it", scope=telegram.BotCommandScopeAllPrivateChats()
    )
    assert [command.description for command in await bot.get_my_commands()] == ["The feed"]
    italian = await bot.get_my_commands(scope=telegram.BotCommandScopeAllPrivateChats(), language_code="it")
    assert [command.description for command in italian] == ["Il flusso"]
    await bot.set_my_description("Pictures")
    assert (await bot.get_my_description(language_code="it")).description == "Pictures"
    assert (await bot.get_me()).username == "botfeed_bot"
    assert await bot.log_out()
    assert fake.violations == []


async def test_a_draft_is_shown_for_a_while_until_a_message_comes(fake, bot, ada):
    assert await bot.send_message_draft(ada.id, 7, "The sky", entities=[MessageEntity("italic", 0, 3)])
    assert fake.draft(ada) == "The sky"
    await bot.send_message_draft(ada.id, 7, "The sky is blue")
    assert fake.draft(ada) == "The sky is blue"
    assert fake.last(ada).raw == {}
    later = fake.state.now() + 31
    fake.state.now, now = (lambda: later), fake.state.now
    assert fake.draft(ada) == ""
    fake.state.now = now
    await bot.send_message(ada.id, "The sky is blue.")
    assert fake.draft(ada) == ""
    assert fake.violations == []


async def test_invalid_drafts_are_refused(fake, bot, ada):
    group = fake.group("lounge", admins=[ada])
    for chat, number, text in ((group.id, 1, "x"), (ada.id, 0, "x"), (ada.id, 1, "x" * 4097)):
        with pytest.raises(BadRequest):
            await bot.send_message_draft(chat, number, text)
    assert len(fake.violations) == 3
    fake.lacks = frozenset({"sendMessageDraft"})
    with pytest.raises(InvalidToken, match="Not Found"):
        await bot.send_message_draft(ada.id, 1, "x")
