"""An unmodified `telegram.Bot` against the fake; with the contracts at hand every call and answer is checked by them."""

import asyncio
import io
import json
import os
from pathlib import Path

import pytest
import telegram
from PIL import Image
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import InputMediaDocument, InputMediaPhoto, ReactionTypeEmoji, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from botfeed.testing.telegram import FakeTelegram, Fault, Limits
from botfeed.testing.telegram.contract import Contract

SHARED = Path(os.environ.get("BOTFEED_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
CONTRACTS = SHARED / "contracts"
needs_contracts = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the contracts are not beside the repository")


@pytest.fixture
async def fake():
    async with asyncio.timeout(20), FakeTelegram(CONTRACTS if CONTRACTS.is_dir() else None) as fake:
        yield fake


@pytest.fixture
async def bot(fake):
    async with (
        asyncio.timeout(20),
        telegram.Bot(fake.token, base_url=fake.base_url, base_file_url=fake.base_file_url) as bot,
    ):
        yield bot


@pytest.fixture
def ada(fake):
    return fake.user("ada", language="it", started=True)


def picture(size=(200, 100), colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def keyboard(*labels):
    return Keyboard([[Button(label, callback_data=f"c:{label}"[:60]) for label in labels]])


# --- a chat


async def test_a_person_speaks_and_presses_and_is_answered(fake, bot, ada):
    await ada.say("/imagine a 🦊 fox")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message.text == "/imagine a 🦊 fox"
    assert update.message.from_user.language_code == "it"
    assert update.message.parse_entities() == {update.message.entities[0]: "/imagine"}

    sent = await bot.send_photo(
        ada.id, picture(), caption="a <b>fox</b>", parse_mode="HTML", reply_markup=keyboard("🌍 Publish (3)", "Delete")
    )
    assert sent.photo[-1].width == 200
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


async def test_pressing_a_button_that_is_not_there_fails_the_test(fake, bot, ada):
    await bot.send_message(ada.id, "hi", reply_markup=Keyboard([[Button("Site", url="https://example.org")]]))
    with pytest.raises(AssertionError, match=r"(?i)no button"):
        await ada.press(fake.last(ada), "Publish")
    with pytest.raises(AssertionError, match=r"(?i)no callback button"):
        await ada.press(fake.last(ada), "Site")


async def test_in_a_group_the_bot_hears_commands_mentions_and_replies_to_it(fake, bot, ada):
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


async def test_reactions_come_only_to_an_administrator_who_asks(fake, bot, ada):
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


async def test_where_the_bot_may_not_write(fake, bot, ada):
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


async def test_rights_of_members(fake, bot, ada):
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


async def test_an_offset_confirms_and_what_was_not_confirmed_comes_again(fake, bot, ada):
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
    await fake.until(lambda: fake.world.updates.polls == 1)
    async with telegram.Bot(fake.token, base_url=fake.base_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates"):
            await first
        await ada.say("hello")
        assert (await second)[0].message.text == "hello"


async def test_a_webhook_shuts_polling_out(bot):
    await bot.set_webhook("https://example.org/hook", secret_token="abc")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match=r"(?i)webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_raw_updates_come_through_as_they_are(fake, bot):
    fake.push_raw({"update_id": 5000, "poll_of_the_future": {"x": 1}})
    fake.push_raw({"message": "no object"})
    with pytest.raises((TypeError, AttributeError, KeyError, ValueError)):
        await bot.get_updates()
    raw = await bot.do_api_request("getUpdates", {"limit": 1})
    assert raw == [{"update_id": 5000, "poll_of_the_future": {"x": 1}}]


# --- what is sent


async def test_files_are_uploaded_reused_and_downloaded(fake, bot, ada):
    data = picture()
    sent = await bot.send_photo(ada.id, data)
    again = await bot.send_photo(ada.id, sent.photo[-1].file_id, caption="again")
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert bytes(await (await bot.get_file(sent.photo[-1])).download_as_bytearray()) == data
    small = bytes(await (await bot.get_file(sent.photo[0])).download_as_bytearray())
    assert Image.open(io.BytesIO(small)).size == (90, 45)
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


async def test_edits_and_deletions(fake, bot, ada):
    painting = await bot.send_message(ada.id, "painting", reply_markup=keyboard("Cancel"))
    edited = await bot.edit_message_media(
        InputMediaPhoto(picture(), caption="done"), ada.id, painting.message_id, reply_markup=keyboard("Publish")
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


async def test_replies_need_what_they_reply_to(bot, ada):
    first = await bot.send_message(ada.id, "first")
    second = await bot.send_message(ada.id, "second", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message.text == "first"
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(ada.id, "third", reply_parameters=ReplyParameters(999))


async def test_inline_queries_are_answered_chosen_and_edited(fake, bot, ada):
    query = await ada.ask_inline("cats")
    (update,) = await bot.get_updates(timeout=5)
    result = telegram.InlineQueryResultCachedPhoto(
        "one",
        (await bot.send_photo(ada.id, picture())).photo[-1].file_id,
        caption="a cat",
        reply_markup=keyboard("Like"),
    )
    await bot.answer_inline_query(update.inline_query.id, [result], is_personal=True)
    assert (await query.answered())["results"][0]["id"] == "one"
    shown = await ada.choose(query, "one")
    await bot.edit_message_caption(inline_message_id=shown.raw["inline_message_id"], caption="a calm cat")
    assert shown.text == "a calm cat"
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


# --- what Telegram refuses


BROKEN = {
    "a button without action": lambda bot, to: bot.send_message(
        to, "x", reply_markup={"inline_keyboard": [[{"text": "a"}]]}
    ),
    "a button with two actions": lambda bot, to: bot.send_message(
        to, "x", reply_markup=Keyboard([[Button("a", callback_data="x", api_kwargs={"url": "https://example.org"})]])
    ),
    "65 bytes of data": lambda bot, to: bot.send_message(
        to, "x", reply_markup=Keyboard([[Button("a", callback_data="é" * 33)]])
    ),
    "an empty text": lambda bot, to: bot.send_message(to, " "),
    "a long text": lambda bot, to: bot.send_message(to, "🦊" * 2049),
    "a long caption": lambda bot, to: bot.send_photo(to, picture(), caption="x" * 1025),
    "an unknown parse mode": lambda bot, to: bot.send_message(to, "x", parse_mode="BBCode"),
    "an open tag": lambda bot, to: bot.send_message(to, "<b>x", parse_mode="HTML"),
    "a strange tag": lambda bot, to: bot.send_message(to, "<h1>x</h1>", parse_mode="HTML"),
    "a reserved character": lambda bot, to: bot.send_message(to, "so.", parse_mode="MarkdownV2"),
    "an open mark": lambda bot, to: bot.send_message(to, "*so", parse_mode="MarkdownV2"),
    "an entity past the end": lambda bot, to: bot.send_message(
        to, "x", entities=[telegram.MessageEntity("bold", 0, 2)]
    ),
    "an album of one": lambda bot, to: bot.send_media_group(to, [InputMediaPhoto(picture())]),
    "an album of eleven": lambda bot, to: bot.send_media_group(to, [InputMediaPhoto(picture())] * 11),
    "an album with a keyboard": lambda bot, to: bot.send_media_group(
        to, [InputMediaPhoto(picture())] * 2, api_kwargs={"reply_markup": keyboard("a").to_json()}
    ),
    "a mixed album": lambda bot, to: bot.send_media_group(
        to, [InputMediaPhoto(picture()), InputMediaDocument(picture())]
    ),
    "a long toast": lambda bot, to: bot.answer_callback_query("1", text="x" * 201),
    "a command in capitals": lambda bot, to: bot.set_my_commands([("Feed", "x")]),
    "a command without words": lambda bot, to: bot.set_my_commands([("feed", "")]),
    "51 results": lambda bot, to: bot.do_api_request(
        "answerInlineQuery", {"inline_query_id": "1", "results": [_article(number) for number in range(51)]}
    ),
    "a strange chat action": lambda bot, to: bot.send_chat_action(to, "dancing"),
    "a photo of 11 MB": lambda bot, to: bot.send_photo(to, picture() + bytes(11 << 20)),
}


def _article(number):
    return {"type": "article", "id": str(number), "title": "x", "input_message_content": {"message_text": "x"}}


@pytest.mark.parametrize("what", BROKEN)
async def test_what_telegram_refuses_is_refused_and_remembered(fake, bot, ada, what):
    with pytest.raises(BadRequest):
        await BROKEN[what](bot, ada.id)
    assert fake.violations
    assert fake.messages(ada) == []


UNLIKE = {
    "an unknown parameter": ("sendMessage", {"chat_id": 7001, "text": "x", "texture": "y"}, "texture is not listed"),
    "a wrong type": ("sendMessage", {"chat_id": 7001, "text": "x", "protect_content": "no"}, "not Boolean"),
    "a missing parameter": ("sendMessage", {"text": "x"}, "chat_id is required"),
    "a wrong enumeration": (
        "sendMessage",
        {
            "chat_id": 7001,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b", "style": "pink"}]]},
        },
        "not one of danger, success, primary",
    ),
    "a limit in prose": ("setMyDescription", {"description": "x" * 513}, "not 0-512"),
}


@needs_contracts
@pytest.mark.parametrize("what", UNLIKE)
async def test_what_breaks_the_contract_is_refused(fake, bot, what):
    method, params, words = UNLIKE[what]
    with pytest.raises(BadRequest):
        await bot.do_api_request(method, params)
    assert any(words in line for line in fake.violations), fake.violations


async def test_html_and_markdown_become_entities_in_utf16(bot, ada):
    html = '🦊 <b>bold <i>both</i></b> <a href="https://e.org/?a=1&amp;b=2">link</a> &lt;tag&gt; <tg-spoiler>s</tg-spoiler>'
    message = await bot.send_message(ada.id, html, parse_mode="HTML")
    assert message.text == "🦊 bold both link <tag> s"
    assert {kind.type: text for kind, text in message.parse_entities().items()} == {
        "bold": "bold both",
        "italic": "both",
        "text_link": "link",
        "spoiler": "s",
    }
    markdown = r"🦊 *bold _both_* [link](https://e.org) `co\.de` ||s|| ~gone~ __under__ so\."
    message = await bot.send_message(ada.id, markdown, parse_mode="MarkdownV2")
    assert message.text == "🦊 bold both link co.de s gone under so."
    assert {kind.type: text for kind, text in message.parse_entities().items()} == {
        "bold": "bold both",
        "italic": "both",
        "text_link": "link",
        "code": "co.de",
        "spoiler": "s",
        "strikethrough": "gone",
        "underline": "under",
    }
    quote = await bot.send_message(ada.id, ">one\n>two\nafter", parse_mode="MarkdownV2")
    assert [kind.type for kind in quote.entities] == ["blockquote"]


# --- faults

SENDS = {
    "flood": RetryAfter,
    "blocked": Forbidden,
    "deactivated": Forbidden,
    "cannot_initiate": Forbidden,
    "kicked_group": Forbidden,
    "not_member": Forbidden,
    "chat_not_found": BadRequest,
    "migrated": ChatMigrated,
    "not_modified": BadRequest,
    "edit_not_found": BadRequest,
    "query_too_old": BadRequest,
    "parse_entities": BadRequest,
    "wrong_url": BadRequest,
    "album_type": BadRequest,
    "conflict_poll": Conflict,
    "conflict_webhook": Conflict,
    "unauthorized": InvalidToken,
    "bad_token_or_method": InvalidToken,
    "too_large": NetworkError,
    "restart": NetworkError,
    "bad_gateway": NetworkError,
    "set_webhook_twice": RetryAfter,
}


@needs_contracts
@pytest.mark.parametrize("name", SENDS)
async def test_faults_by_name(fake, bot, ada, name):
    fake.fault(name, method="sendMessage")
    with pytest.raises(SENDS[name]):
        await bot.send_message(ada.id, "hi")
    assert (await bot.send_message(ada.id, "hi")).text == "hi"
    assert len(fake.messages(ada)) == 1


@needs_contracts
async def test_every_row_of_faults_is_named_here():
    rows = [row["name"] for row in json.loads((CONTRACTS / "faults.json").read_text()) if row["service"] == "telegram"]
    elsewhere = {"slow", "webhook_delivery", "duplicate_update"}  # a hang, what the fake does not do, redeliver()
    assert set(rows) == set(SENDS) | elsewhere


@needs_contracts
async def test_a_slow_answer_times_out_although_the_message_arrived(fake, bot, ada):
    fake.fault("slow", method="sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(ada.id, "twice?", read_timeout=0.2)
    assert fake.last(ada).text == "twice?"


async def test_a_hang_a_reset_and_an_answer_of_ones_own(fake, bot, ada):
    fake.fault(Fault("down", action="reset"), "sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(ada.id, "hi")
    fake.fault(Fault("busy", status=503, text="<html>"), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "hi")
    fake.fault(Fault("broken", status=200, text='{"ok": tr', action="cut"), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "hi")
    assert fake.messages(ada) == []
    fake.fault(Fault("silence", action="delay for ever"), "sendMessage")
    waiting = asyncio.create_task(bot.send_message(ada.id, "hi", read_timeout=10))
    await fake.until(lambda: fake.messages(ada))
    fake.faults.release()
    with pytest.raises(NetworkError):
        await waiting
    assert fake.faults.played == ["down", "down", "busy", "broken", "silence"]


async def test_a_name_without_contracts_is_a_clear_error():
    with pytest.raises(KeyError, match="flood"):
        FakeTelegram().fault("flood")


async def test_the_pace_is_kept_when_asked(ada):
    now = [100.0]
    limits = Limits(lambda: now[0])
    async with (
        asyncio.timeout(20),
        FakeTelegram(limits=limits) as fake,
        telegram.Bot(fake.token, base_url=fake.base_url) as bot,
    ):
        cleo = fake.user("cleo", started=True)
        for _ in range(3):
            await bot.send_message(cleo.id, "x")
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(cleo.id, "x")
        with pytest.raises(RetryAfter):  # the whole bot waits
            await bot.send_message(fake.user("dan", started=True).id, "x")
        now[0] += flood.value._retry_after.total_seconds()
        await bot.send_message(cleo.id, "x")
        lounge = fake.group("Lounge", admins=[cleo])
        for _ in range(20):
            now[0] += 1
            await bot.send_message(lounge.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(lounge.id, "x")
        assert limits.floods == 3


@needs_contracts
@pytest.mark.parametrize(
    "file", sorted((CONTRACTS / "payloads/telegram/constructed").glob("*.json")), ids=lambda file: file.stem
)
async def test_known_updates_fit_the_contract_and_come_through(fake, bot, file):
    update = json.loads(file.read_text(encoding="utf-8"))
    assert fake.contract.check_type("Update", update) == []
    fake.push_raw(update)
    (parsed,) = await bot.get_updates()
    assert parsed.update_id == update["update_id"]
    assert fake.violations == []


@needs_contracts
def test_the_contract_finds_what_is_wrong_in_an_update():
    contract = Contract(CONTRACTS / "telegram/api.json")
    user = {"id": 1, "is_bot": False, "first_name": "A"}
    assert contract.check_type("User", user) == []
    assert contract.check_type("User", {**user, "id": "1"}) == ["User.id is '1', not Integer"]
    assert contract.check_type("User", {**user, "is_bot": 1}) == ["User.is_bot is 1, not Boolean"]
    assert contract.check_type("User", {**user, "shoe": 42}) == ["User.shoe is not listed"]
    assert contract.check_type("Chat", {"id": 1, "type": "tavern"})
