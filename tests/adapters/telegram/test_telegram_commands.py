"""Typed messages, and the texts that Telegram shows by itself."""

import json

import pytest

from botfeed import catalog
from botfeed.adapters.telegram import schema
from botfeed.core.chat.verb import Who
from botfeed.core.language.i18n import LANGUAGES
from botfeed.core.model import Collection, Draft, HandledRequest, Painting, Post
from botfeed.core.parsing import command_names
from botfeed.core.parsing.menu import Menu

MENU = Menu(catalog.COMMANDS)


async def test_cancel_closes_the_question_first_then_the_painting(adapter, ada):
    await adapter.working_stops()
    await ada.say("/imagine a fox")
    await adapter.shown(ada, "Painting", "Cancel")
    await ada.say("/imagine")
    await adapter.shown(ada, "What shall I paint?")
    await ada.say("/cancel")
    await adapter.shown(ada, "nothing was changed")
    assert not await adapter.rows(Draft)
    assert not any("What shall I paint?" in text for text in adapter.texts(ada))
    await ada.say("/cancel")
    await adapter.shown(ada, "Cancelled “a fox”")
    assert (await adapter.rows(Painting))[0].why == "cancelled"
    await ada.say("/cancel")
    await adapter.shown(ada, "There is nothing to cancel")


@pytest.mark.parametrize(
    "line",
    [
        "/imagine a fox in snow --shape wide",
        "/imagine --shape wide a fox in snow",
        "/imagine@botfeed_bot --shape=wide a fox in snow",
        "/IMAGINE@BotFeed_Bot a fox in snow --shape wide",
    ],
)
async def test_options_are_read_in_any_order_and_the_bots_name_in_any_case(adapter, ada, line):
    await ada.say(line)
    (painting,) = await adapter.there(Painting)
    assert (painting.prompt, painting.shape) == ("a fox in snow", "wide")


async def test_other_bots_edits_and_channels_are_ignored(adapter, ada):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.promote_bot()
    await ada.say("/imagine@other_bot a fox", chat=lounge)
    await ada.say("what a day", chat=lounge)
    said = {"message_id": 5, "chat": ada.chat.json(), "date": adapter.fake.state.date(), "text": "/imagine a fox"}
    adapter.fake.push_raw({"edited_message": {**said, "from": ada.json, "edit_date": said["date"]}})
    channel = {"id": -1001999, "type": "channel", "title": "News"}
    adapter.fake.push_raw({"channel_post": {**said, "chat": channel}})
    adapter.fake.push_raw({"edited_channel_post": {**said, "chat": channel, "edit_date": said["date"]}})
    await adapter.confirmed()
    assert not await adapter.rows(HandledRequest)


async def test_answers_stay_in_their_topic(adapter, ada):
    forum = adapter.fake.group("Gallery", forum=True, admins=[ada])
    cats = forum.topic("Cats", ada)
    await ada.say("/imagine a fox --here", chat=forum, thread=cats)
    card = await adapter.shared(forum)
    assert card.raw["message_thread_id"] == cats
    await ada.say("/imagine a boat --here", chat=forum)
    await adapter.there(Post, id__gt=(await adapter.rows(Post))[0].id)
    boat = await adapter.until(
        lambda: next((m for m in adapter.fake.messages(forum) if m.photo and m.id != card.id), None)
    )
    assert "message_thread_id" not in boat.raw


async def test_deep_links_open_their_targets(adapter, ada, ben):
    await adapter.published(ada)
    (post,) = await adapter.rows(Post)
    ref = adapter.services.sealer.ref
    await ada.say(f"/save {ref(post.id)} Winter")
    await adapter.shown(ada, "Saved.")
    await ada.say("/shelf_share Winter")
    await adapter.shown(ada, "Your shelf Winter is shared.")
    (shelf,) = await adapter.rows(Collection)
    assert f"https://t.me/botfeed_bot?start=c_{ref(shelf.id)}" in adapter.fake.last(ada).text
    for payload, words in (
        (f"p_{ref(post.id)}", "Nobody said anything yet"),
        (f"c_{ref(shelf.id)}", "Winter"),
        ("c_unknown", "not shared any more"),
        ("u_ada", "ada"),
        ("digest", "digest"),
        ("s_unknown", "is no reference"),
        ("x_y", "Hello"),
        ("p_", "Hello"),
    ):
        before = len(adapter.fake.messages(ben))
        await ben.say(f"/start {payload}")
        await adapter.until(lambda before=before: len(adapter.fake.messages(ben)) > before + 1)
        assert words.casefold() in adapter.fake.last(ben).text.casefold()


def test_each_scope_lists_its_usable_commands():
    listed = {scope: {name for name, _ in schema.menu(MENU, "en", scope)} for scope in schema.SCOPES}
    setup = {c.name.replace(".", "_") for c in MENU if c.menu and c.who in (Who.ADMIN, Who.KEEPER)}
    assert setup
    assert setup <= listed[schema.ADMINS]
    assert not setup & (listed[schema.GROUPS] | listed[schema.PRIVATE])
    for scope, names in listed.items():
        assert {"imagine", "help", "privacy"} <= names
        assert len(names) <= 15, scope
    assert not any(name.startswith("admin_") for names in listed.values() for name in names)


def test_the_command_list_begins_with_the_most_used_commands():
    for language in LANGUAGES:
        for scope in schema.SCOPES:
            listed = [name for name, _ in schema.menu(MENU, language, scope)]
            shown = [command_names.of(name, language).replace(".", "_") for name in schema.FIRST]
            assert listed[: len(schema.FIRST)] == shown
            assert command_names.of("remix", language) in listed
    assert [name for name, _ in schema.menu(MENU, "it", schema.PRIVATE)][:4] == ["immagina", "feed", "mie", "pubblica"]


async def test_descriptions_are_pushed_in_each_language(adapter):
    told = adapter.fake.state.settings
    for language in ("", "it"):
        assert 0 < len(told["description", language]) <= schema.ABOUT_MOST
        assert 0 < len(told["shortdescription", language]) <= schema.SHORT_MOST


async def test_command_names_are_pushed_in_each_language(adapter):
    """The fake's settings after the start are checked by the contract: a name of another form is refused there."""
    told = adapter.fake.state.settings
    scope = json.dumps({"type": schema.PRIVATE}, sort_keys=True)
    english, italian = ({c["command"]: c["description"] for c in told["commands", scope, code]} for code in ("", "it"))
    assert (english["digest_set"], italian["digest_imposta"]) == (
        "Get the best pictures once a day, at your hour.",
        "Ricevi le immagini migliori una volta al giorno, all'ora che vuoi.",
    )
    assert len(italian) == len(english)
    assert english.keys() & italian.keys() == {"feed", "remix", "privacy"}


async def test_italian_command_names_are_shown_and_understood(adapter):
    carla = adapter.fake.user("carla", "it")
    await carla.say("/inizia")
    await adapter.shown(carla, "Ciao carla")
    await carla.say("/immagina una volpe --formato wide")
    (painting,) = await adapter.there(Painting)
    assert (painting.prompt, painting.shape) == ("una volpe", "wide")
    await carla.say("/digest_imposta 9")
    await adapter.shown(carla, "/digest_imposta 9 --fuso Europe/Rome")
    await carla.say("/digest_imposta@botfeed_bot 10 --zone Europe/Rome")
    await adapter.shown(carla, "ogni giorno alle 10:00 (Europe/Rome)")
    await carla.say("/inizia s_unknown")
    await adapter.shown(carla, "riferimento")
    await carla.say("/imagina un gatto")
    await adapter.shown(carla, "Volevi dire /immagina? /aiuto")


async def test_italian_command_names_are_understood_from_english_readers(adapter, ada):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    await ada.say("/immagina a fox --here", chat=lounge)
    (painting,) = await adapter.there(Painting)
    assert painting.prompt == "a fox"
    await ada.say("/immagin a cat", chat=lounge)  # of another bot beside us
    await adapter.confirmed()
    assert len(await adapter.rows(HandledRequest)) == 1
    await ada.say("/immagin a cat")
    await adapter.shown(ada, "Did you mean /imagine? /help")


async def test_a_number_copied_from_a_card_is_parsed(adapter, ada):
    """Our texts contain invisible joiners, so that Telegram makes no links of them."""
    await ada.say("/imagine a fox --seed 1567\u20604496")
    await adapter.until(
        lambda: next((m for m in adapter.fake.messages(ada) if m.photo and "15674496" in seen(m)), None)
    )


def seen(message):
    return message.text.replace("\u2060", "")
