"""Refusals of the fake, as of Telegram, and their record; markup is read as Telegram reads it."""

import html

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, NetworkError
from telegram.helpers import escape_markdown

from botfeed.testing.openai.answers import picture
from botfeed.testing.telegram import FakeTelegram
from botfeed.testing.telegram import contract as contracts
from botfeed.testing.telegram.api.methods import METHODS
from botfeed.testing.telegram.contract import Contract
from botfeed.testing.telegram.rules import call_rules, markup
from tests.testing import updates

PNG = picture("a fox", "1536x1024")


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
    "a long caption": lambda bot, to: bot.send_photo(to, PNG, caption="x" * 1025),
    "an unknown parse mode": lambda bot, to: bot.send_message(to, "x", parse_mode="BBCode"),
    "an open tag": lambda bot, to: bot.send_message(to, "<b>x", parse_mode="HTML"),
    "a strange tag": lambda bot, to: bot.send_message(to, "<h1>x</h1>", parse_mode="HTML"),
    "a reserved character": lambda bot, to: bot.send_message(to, "so.", parse_mode="MarkdownV2"),
    "an open mark": lambda bot, to: bot.send_message(to, "*so", parse_mode="MarkdownV2"),
    "an entity past the end": lambda bot, to: bot.send_message(
        to, "x", entities=[telegram.MessageEntity("bold", 0, 2)]
    ),
    "an album of one": lambda bot, to: bot.send_media_group(to, [InputMediaPhoto(PNG)]),
    "an album of eleven": lambda bot, to: bot.send_media_group(to, [InputMediaPhoto(PNG)] * 11),
    "an album with a keyboard": lambda bot, to: bot.send_media_group(
        to,
        [InputMediaPhoto(PNG)] * 2,
        api_kwargs={"reply_markup": Keyboard([[Button("a", callback_data="a")]]).to_json()},
    ),
    "a mixed album": lambda bot, to: bot.send_media_group(to, [InputMediaPhoto(PNG), InputMediaDocument(PNG)]),
    "a long toast": lambda bot, to: bot.answer_callback_query("1", text="x" * 201),
    "a command in capitals": lambda bot, to: bot.set_my_commands([("Feed", "x")]),
    "a command without words": lambda bot, to: bot.set_my_commands([("feed", "")]),
    "51 results": lambda bot, to: bot.do_api_request(
        "answerInlineQuery", {"inline_query_id": "1", "results": [_article(number) for number in range(51)]}
    ),
    "a strange chat action": lambda bot, to: bot.send_chat_action(to, "dancing"),
    "a photo of 11 MB": lambda bot, to: bot.send_photo(to, PNG + bytes(11 << 20)),
}


def _article(number):
    return {"type": "article", "id": str(number), "title": "x", "input_message_content": {"message_text": "x"}}


@pytest.mark.parametrize("what", BROKEN)
async def test_calls_that_telegram_refuses_are_refused_and_recorded(fake, bot, ada, what):
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


@pytest.mark.parametrize("what", UNLIKE)
async def test_calls_that_break_the_contract_are_refused(fake, bot, what):
    method, params, words = UNLIKE[what]
    with pytest.raises(BadRequest):
        await bot.do_api_request(method, params)
    assert any(words in line for line in fake.violations), fake.violations


async def test_a_wrong_shape_is_refused_without_a_contract():
    async with FakeTelegram(checked=False) as fake, telegram.Bot(fake.token, base_url=fake.base_url) as bot:
        ada = fake.user("ada", started=True)
        with pytest.raises(BadRequest):
            await bot.do_api_request(
                "sendMessage", {"chat_id": ada.id, "text": "x", "reply_markup": {"inline_keyboard": 5}}
            )
        with pytest.raises(BadRequest):
            await bot.do_api_request("setMyCommands", {"commands": ["feed"]})
        assert len(fake.violations) == len(fake.calls) - 1 == 2  # the first call asked who it is


async def test_a_wrong_token_and_an_unknown_method_are_refused(fake, bot):
    with pytest.raises(InvalidToken):
        await telegram.Bot("123456:another", base_url=fake.base_url).initialize()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy", {})


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


@pytest.mark.parametrize("name", sorted({**updates.built(), **updates.recorded()}))
async def test_known_updates_fit_the_contract_and_are_delivered(fake, bot, name):
    update = {**updates.built(), **updates.recorded()}[name]
    assert fake.contracts.problems(name, lambda known: known.check_type("Update", update)) == []
    fake.push_raw(update)
    (parsed,) = await bot.get_updates()
    assert parsed.update_id == update["update_id"]
    assert fake.violations == []


def test_the_contract_finds_errors_in_updates():
    contract = Contract(contracts.facts())
    user = {"id": 1, "is_bot": False, "first_name": "A"}
    assert contract.check_type("User", user) == []
    assert contract.check_type("User", {**user, "id": "1"}) == ["User.id is '1', not Integer"]
    assert contract.check_type("User", {**user, "id": True}) == ["User.id is True, not Integer"]
    assert contract.check_type("User", {**user, "is_bot": 1}) == ["User.is_bot is 1, not Boolean"]
    assert contract.check_type("User", {**user, "shoe": 42}) == ["User.shoe is not listed"]
    assert contract.check_type("Chat", {"id": 1, "type": "tavern"})


def test_hand_written_lists_match_the_description():
    contract = Contract(contracts.facts())
    for emoji in call_rules.REACTIONS:
        assert contract.check_type("ReactionTypeEmoji", {"type": "emoji", "emoji": emoji}) == []
    assert set(contract.types["ReactionTypeEmoji"]["fields"]["emoji"]["values"]) == call_rules.REACTIONS
    button = set(contract.types["InlineKeyboardButton"]["fields"])
    assert set(call_rules.BUTTON_ACTIONS) == button - {"text", "style", "icon_custom_emoji_id"}
    assert tuple(contract.methods["sendchataction"]["fields"]["action"]["values"]) == call_rules.CHAT_ACTIONS


async def test_answers_of_the_fake_are_checked_by_the_contract(fake, bot, monkeypatch):
    monkeypatch.setitem(METHODS, "getmyname", lambda *_: {"name": 5})
    with pytest.raises(NetworkError, match="broke the contract"):
        await bot.get_my_name()
    assert fake.violations == ["the fake's own answer of getMyName.name is 5, not String"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_is_read_back_unchanged(text):
    for escaped, mode in ((html.escape(text), "HTML"), (escape_markdown(text, version=2), "MarkdownV2")):
        assert markup.parse(escaped, mode) == (text.strip(), [])
        bold = f"<b>{escaped}</b>" if mode == "HTML" else f"*{escaped}*"
        seen, entities = markup.parse(bold, mode)
        assert seen == text.strip()
        assert entities == ([{"type": "bold", "offset": 0, "length": markup.units(seen)}] if seen else [])
