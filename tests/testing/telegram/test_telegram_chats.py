"""Chats with an unmodified `telegram.Bot`: people, groups and updates; both sides are checked by the contracts."""

import asyncio

import pytest
import telegram
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import ReactionTypeEmoji
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden

from botfeed.testing.openai.answers import picture

PNG = picture("a fox", "1536x1024")


def keyboard(*labels):
    return Keyboard([[Button(label, callback_data=f"c:{label}") for label in labels]])


async def test_a_person_writes_and_presses_and_is_answered(fake, bot, ada):
    await ada.say("/imagine a 🦊 fox")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message.text == "/imagine a 🦊 fox"
    assert update.message.from_user.language_code == "it"
    assert update.message.parse_entities() == {update.message.entities[0]: "/imagine"}

    sent = await bot.send_photo(
        ada.id, PNG, caption="a <b>fox</b>", parse_mode="HTML", reply_markup=keyboard("🌍 Publish (3)", "Delete")
    )
    assert sent.photo[-1].width == 96
    assert fake.last(ada).text == "a fox"

    tap = await ada.press(fake.last(ada), "Publish")
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert update.callback_query.message.message_id == sent.message_id
    waiting = asyncio.create_task(tap.answered())
    await bot.answer_callback_query(update.callback_query.id, text="Done")
    assert (await waiting)["text"] == "Done"
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(update.callback_query.id)
    assert fake.violations == []


async def test_pressing_a_missing_button_fails_the_test(fake, bot, ada):
    await bot.send_message(ada.id, "hi", reply_markup=Keyboard([[Button("Site", url="https://example.org")]]))
    with pytest.raises(AssertionError, match=r"(?i)no button"):
        await ada.press(fake.last(ada), "Publish")
    with pytest.raises(AssertionError, match=r"(?i)no callback button"):
        await ada.press(fake.last(ada), "Site")


async def test_in_a_group_the_bot_gets_commands_mentions_and_replies(fake, bot, ada):
    lounge = fake.group("Lounge", admins=[ada])
    ben = fake.user("ben")
    await ben.say("just chatting", chat=lounge)
    await ben.say("/imagine@other_bot a fox", chat=lounge)
    await ben.say("/imagine@botfeed_bot a fox", chat=lounge)
    said = await bot.send_message(lounge.id, "here it is")
    await ben.reply(fake.last(lounge), "so calm")
    updates = await bot.get_updates(timeout=5)
    assert [update.message.text for update in updates] == ["/imagine@botfeed_bot a fox", "so calm"]
    assert updates[1].message.reply_to_message.message_id == said.message_id
    assert [shown.text for shown in fake.messages(lounge)][:2] == ["just chatting", "/imagine@other_bot a fox"]
    assert fake.violations == []


async def test_reactions_are_sent_only_to_an_administrator_that_asks(fake, bot, ada):
    lounge = fake.group("Lounge", large=True, admins=[ada])
    await bot.send_message(lounge.id, "look")
    await bot.get_updates(allowed_updates=["message", "message_reaction", "chat_member"])
    assert not await ada.react(fake.last(lounge), "❤")
    lounge.promote_bot()
    assert await ada.react(fake.last(lounge), "🔥")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message_reaction.old_reaction == (ReactionTypeEmoji("❤"),)
    assert update.message_reaction.new_reaction == (ReactionTypeEmoji("🔥"),)
    await bot.set_message_reaction(lounge.id, fake.last(lounge).id, "👍")
    with pytest.raises(BadRequest, match=r"(?i)REACTION_INVALID"):
        await bot.set_message_reaction(lounge.id, fake.last(lounge).id, ReactionTypeEmoji("🫖"))
    assert len(fake.violations) == 1


async def test_a_forum_has_topics(fake, bot, ada):
    forum = fake.group("Gallery", forum=True, admins=[ada])
    cats = forum.topic("Cats", ada)
    await ada.say("/feed", chat=forum, thread=cats)
    updates = await bot.get_updates(timeout=5)
    assert [update.message.message_thread_id for update in updates] == [cats, cats]
    sent = await bot.send_message(forum.id, "meow", message_thread_id=cats)
    assert sent.is_topic_message
    with pytest.raises(BadRequest, match=r"(?i)thread not found"):
        await bot.send_message(forum.id, "lost", message_thread_id=cats + 99)


async def test_sending_is_refused_where_the_bot_may_not_write(fake, bot, ada):
    stranger, lounge = fake.user("stranger"), fake.group("Lounge", admins=[ada])
    with pytest.raises(Forbidden, match=r"(?i)can't initiate"):
        await bot.send_message(stranger.id, "hi")
    with pytest.raises(BadRequest, match=r"(?i)Chat not found"):
        await bot.send_message(1, "hi")
    ada.block_bot()
    with pytest.raises(Forbidden, match=r"(?i)blocked by the user"):
        await bot.send_message(ada.id, "hi")
    ada.unblock_bot()
    lounge.kick_bot()
    with pytest.raises(Forbidden, match=r"(?i)kicked from the group chat"):
        await bot.send_message(lounge.id, "hi")
    lounge.add_bot()
    old = lounge.id
    lounge.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "hi")
    assert moved.value.new_chat_id == lounge.id != old
    await bot.send_message(lounge.id, "hi")
    assert await bot.leave_chat(lounge.id)
    with pytest.raises(Forbidden, match=r"(?i)not a member"):
        await bot.send_message(lounge.id, "hi")
    updates = await bot.get_updates(timeout=5)
    statuses = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    assert statuses == ["kicked", "member", "kicked", "member"]
    assert fake.violations == []


async def test_member_rights_are_reported(fake, bot, ada):
    ben = fake.user("ben")
    lounge = fake.group("Lounge", admins=[ada, ben])
    assert (await bot.get_chat_member(lounge.id, ada.id)).status == "creator"
    lounge.demote(ben)
    assert (await bot.get_chat_member(lounge.id, ben.id)).status == "member"
    assert (await bot.get_chat_member(lounge.id, fake.user("cleo").id)).status == "left"
    assert [member.user.id for member in await bot.get_chat_administrators(lounge.id)] == [ada.id]
    assert (await bot.get_chat(lounge.id)).title == "Lounge"
    assert fake.violations == []


# --- updates


async def test_an_offset_confirms_updates_and_others_come_again(fake, bot, ada):
    for number in range(3):
        await ada.say(f"{number}")
    first = await bot.get_updates(limit=2)
    again = await bot.get_updates(limit=2)
    assert [update.update_id for update in first] == [update.update_id for update in again]
    (last,) = await bot.get_updates(offset=first[-1].update_id + 1, timeout=5)
    assert last.message.text == "2"
    assert await bot.get_updates(offset=last.update_id + 1) == ()
    repeated = fake.redeliver(first[0].update_id)
    (once_more,) = await bot.get_updates(offset=last.update_id + 1, timeout=5)
    assert once_more.update_id == repeated["update_id"] == first[0].update_id
    assert await bot.get_updates(offset=-1) == ()


async def test_a_second_poller_ends_the_first(fake, bot, ada):
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await fake.until(lambda: fake.state.updates.polls == 1)
    async with telegram.Bot(fake.token, base_url=fake.base_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates"):
            await first
        await ada.say("hello")
        assert (await second)[0].message.text == "hello"


async def test_a_webhook_excludes_polling(bot):
    await bot.set_webhook("https://example.org/hook", secret_token="abc")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match=r"(?i)webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_raw_updates_are_delivered_unchanged(fake, bot):
    fake.push_raw({"update_id": 5000, "poll_of_the_future": {"x": 1}})
    fake.push_raw({"message": "no object"})
    with pytest.raises((TypeError, AttributeError, KeyError, ValueError)):
        await bot.get_updates()
    raw = await bot.do_api_request("getUpdates", {"limit": 1})
    assert raw == [{"update_id": 5000, "poll_of_the_future": {"x": 1}}]
