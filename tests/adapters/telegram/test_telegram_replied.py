"""Replies to a card: what it shows is the first argument of each command that wants one."""

from datetime import timedelta

import pytest

from botfeed import catalog
from botfeed.core.dispatch import replied
from botfeed.core.model import Comment, Follow, HandledRequest, Painting, Post, Reaction, Report, Saved
from botfeed.core.parsing.menu import Menu

WANT = {
    command.name: command
    for command in Menu(catalog.COMMANDS)
    if command.menu and command.specs and command.specs[0].name in (*replied.POST, *replied.PICTURE)
}
ASKS = ("Which ", "is no reference", "What is it called")


async def shown(adapter, ada, ben):
    """Publish ada's picture; return ben's card of it in his private chat."""
    await adapter.published(ada)
    await ben.say("/feed")
    return await adapter.shown(ben, "ada", "More")


async def answered(adapter, who, card, text):
    before = len(adapter.fake.messages(who))
    await who.reply(card, text)
    await adapter.confirmed()
    return [m.text for m in adapter.fake.messages(who)[before + 1 :]]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("/like", Reaction),
        ("/save", Saved),
        ("/save Winter", Saved),
        ("/comment lovely picture", Comment),
        ("/report --reason spam", Report),
        ("/follow", Follow),
    ],
)
async def test_a_command_that_replies_to_a_card_means_it(adapter, ada, ben, text, noun):
    card = await shown(adapter, ada, ben)
    await ben.reply(card, text)
    await adapter.there(noun)


async def test_each_command_that_wants_a_picture_takes_it_from_the_message(adapter, ada):
    """Of one's own picture and of one's own post: none asks which one, and none takes a word for a reference."""
    assert len(WANT) > 15
    picture = await adapter.picture(ada)
    told = {}
    for name in sorted(WANT):
        if name in ("discard", "unpublish", "publish", "vary", "again", "remix"):
            continue
        told[name] = await answered(adapter, ada, picture, f"/{name.replace('.', '_')}")
        adapter.later(timedelta(minutes=1))
    wanting = {name for name, texts in told.items() if any("is no reference" in text for text in texts)}
    assert not wanting


async def test_words_after_a_command_stay_words(adapter, ada, ben):
    """`/remix in winter` said that "in" is no reference."""
    card = await shown(adapter, ada, ben)
    await ben.reply(card, "/remix in winter")
    (painting,) = await adapter.there(Painting, prompt="in winter")
    assert painting.verb == "remix"


async def test_a_reference_that_is_named_counts_more_than_the_message(adapter, ada, ben):
    card = await shown(adapter, ada, ben)
    first = (await adapter.rows(Post))[0]
    other = await adapter.published(ada, "a red boat")
    assert other
    boat = next(post for post in await adapter.rows(Post) if post.id != first.id)
    await ben.reply(card, f"/like {adapter.services.sealer.ref(boat.id)}")
    (like,) = await adapter.there(Reaction)
    assert like.post == boat.id


async def test_publishing_in_reply_means_that_picture(adapter, ada):
    fox = await adapter.picture(ada)
    await adapter.picture(ada, "a red boat")
    await ada.reply(fox, "/publish")
    await ada.press(await adapter.shown(ada, "Caption", "Skip"), "Skip")
    await ada.press(await adapter.shown(ada, "Who sees it?", "Everyone"), "Everyone")
    await ada.press(await adapter.shown(ada, "Sensitive", "No"), "No")
    (post,) = await adapter.there(Post)
    (painting,) = await adapter.rows(Painting, prompt="a fox in snow")
    assert adapter.services.sealer.ref(post.picture)
    assert painting


@pytest.mark.parametrize("words", ["make it blue", "with a hat"])
async def test_words_in_reply_to_ones_own_picture_are_a_remix(adapter, ada, words):
    fox = await adapter.picture(ada)
    await adapter.picture(ada, "a red boat")
    await ada.reply(fox, words)
    rows = await adapter.there(Painting, verb="remix")
    assert rows[0].parent
    assert any(word in rows[0].prompt for word in words.split())


async def test_words_in_reply_to_anothers_card_are_a_comment(adapter, ada, ben):
    card = await shown(adapter, ada, ben)
    await ben.reply(card, "with a hat")
    await ben.press(await adapter.shown(ben, "comment", "Comment"), "Comment")
    (comment,) = await adapter.there(Comment)
    assert comment.text == "with a hat"
    assert not await adapter.rows(Painting, verb="remix")


async def test_an_exchanged_heart_ends_the_like(adapter, ada, ben):
    """A heart exchanged for a thumb kept the like."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.promote_bot()
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    await ben.react(card, "❤")
    await adapter.there(Reaction)
    await ben.react(card, "😍")  # a heart for another
    await adapter.confirmed()
    assert len(await adapter.rows(Reaction)) == 1
    await ben.react(card, "👍")
    await adapter.gone(Reaction)
    await ben.react(card, "👍", "❤")
    await adapter.there(Reaction)
    await ben.react(card, "❤")
    await adapter.confirmed()
    assert len(await adapter.rows(Reaction)) == 1


async def test_an_administrator_bot_answers_only_what_names_it(adapter, ada):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.promote_bot()
    await adapter.confirmed()
    others = ("undo", "mute ben", "help", "start", "report", "block ben", "settings", "like", "language it", "search x")
    for line in others:
        await ada.say(f"/{line}", chat=lounge)
    await ada.say("so calm", chat=lounge)
    await adapter.confirmed()
    assert not await adapter.rows(HandledRequest)
    await ada.say("/undo@botfeed_bot", chat=lounge)
    await ada.say("@botfeed_bot help", chat=lounge)
    await adapter.there(HandledRequest)


async def test_in_privacy_mode_a_mention_is_not_heard(adapter, ada):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    await ada.say("@botfeed_bot paint a fox", chat=lounge)
    await ada.say("/profile", chat=lounge)
    await adapter.there(HandledRequest)
    await adapter.confirmed()
    assert len(await adapter.rows(HandledRequest)) == 1


async def test_an_answer_in_a_group_replies_to_who_asked(adapter, ada, ben):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    asked = await ada.say("/imagine a fox --here", chat=lounge)
    waiting = await adapter.until(
        lambda: next((m for m in adapter.fake.messages(lounge) if m.raw["from"]["is_bot"]), None)
    )
    assert waiting.raw["reply_to_message"]["message_id"] == asked.id


async def test_commands_in_texts_are_sent_by_a_tap(adapter, ada):
    await ada.say("/help")
    await adapter.until(lambda: adapter.fake.last(ada).text)
    message = adapter.fake.last(ada).raw
    kinds = {entity["type"] for entity in message["entities"]}
    assert "bot_command" in kinds
    units = message["text"].encode("utf-16-le")
    for entity in message["entities"]:
        said = units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
        assert entity["type"] != "code" or not said.startswith("/")


async def test_an_anonymous_administrator_shows_who_they_are_by_a_button(adapter, ada):
    await adapter.published(ada)
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.say("/digest_set@botfeed_bot 12")
    asked = await adapter.shown(lounge, "which administrator", "It's me")
    await ada.press(asked, "It's me")
    await adapter.shown(ada, "Digest of this place")


async def test_a_press_on_a_message_of_before_the_move_counts(adapter, ada, ben):
    lounge = adapter.fake.group("Lounge", admins=[ada])
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    lounge.migrate()
    await adapter.confirmed()
    tap = await ben.press(card, "Like")
    assert (await tap.answered())["text"] == "Liked."


async def test_a_line_that_points_to_the_private_chat_goes_once_it_is_opened(adapter, ada):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    await ada.say("/mine", chat=lounge)
    await adapter.shown(lounge, "Open a chat with me first")
    await ada.say("/start")
    await adapter.until(lambda: not any("Open a chat" in text for text in adapter.texts(lounge)))
