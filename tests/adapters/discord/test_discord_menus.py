"""Menus on messages and on people, and user installs where the bot is no member."""

import pytest

from botfeed import catalog
from botfeed.adapters.discord import schema
from botfeed.adapters.discord.api import context_menus
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Card, Reply
from botfeed.core.language.text import of
from botfeed.core.model import Account, Address, Follow, Mute, Post, PostState, Report, Space
from botfeed.core.parsing.menu import Menu
from botfeed.core.work.messages import To, message
from botfeed.testing import listing
from tests.adapters.discord.adapter import bare

MENU = Menu(catalog.COMMANDS)


def entries(kind, menu=MENU):
    return {c["name"] for c in schema.commands(menu) if c["type"] == kind}


def test_a_missing_command_has_no_menu_entry():
    assert {"Remix", "Report"} <= entries(context_menus.MESSAGE)
    assert entries(context_menus.USER) == {"Profile", "Follow", "Mute"}
    for kind in context_menus.ENTRIES:
        assert len(context_menus.ENTRIES[kind]) <= context_menus.MOST
    fewer = Menu([what for what in catalog.COMMANDS if what.name != "report"])
    assert "Report" not in entries(context_menus.MESSAGE, fewer)
    assert context_menus.verb(fewer, context_menus.MESSAGE, "Report") is None
    assert context_menus.verb(MENU, context_menus.MESSAGE, "Report") == "report"
    assert context_menus.verb(MENU, context_menus.MESSAGE, "Describe") is None


def test_menus_are_user_installable_and_localised():
    remix = next(c for c in schema.commands(MENU) if c["name"] == "Remix")
    assert remix["contexts"] == [0, 1, 2]
    assert remix["integration_types"] == [0, 1]
    assert "it" in next(c for c in schema.commands(MENU) if c["name"] == "Follow")["name_localizations"]


async def shared(adapter, prompt="a fox"):
    """Return a public card of ada's in the lounge."""
    asked = await adapter.ada.slash("imagine", {"prompt": prompt, "here": True}, channel=adapter.lounge)
    return await adapter.shows(asked, "Like")


async def test_remix_on_a_message_asks_for_a_prompt_and_names_the_source(adapter):
    card = await shared(adapter)
    form = await adapter.ben.menu("Remix", card)
    sent = await adapter.ben.submit(form, {"prompt": "a fox in rain"})
    shown = await adapter.shows(sent, "Publish")
    assert shown.ephemeral
    assert adapter.services.painters[0].orders[-1].prompt == "a fox in rain"


async def test_report_on_a_message_is_a_report_of_its_post(adapter):
    card = await shared(adapter)
    form = await adapter.ben.menu("Report", card)
    sent = await adapter.ben.submit(form, {"reason": "spam"})
    assert (await adapter.says(sent, "Reported.")).ephemeral
    assert await adapter.services.store.read(lambda uow: uow.count(Report, post=uow.one(Post).id)) == 1


async def test_a_message_of_several_pictures_asks_which(adapter):
    await shared(adapter, "a fox")
    await shared(adapter, "a hare")
    listing.add(adapter.services, pair)
    await adapter.services.store.run(lambda uow: pair.post(uow, To(place(adapter), key="pair:1")))
    adapter.services.store.wake()
    message = (await adapter.fake.posted(adapter.lounge, 3))[-1]
    asked = await adapter.ben.menu("Report", message)
    question = await adapter.says(asked, "Which one?")
    assert question.ephemeral
    assert question.buttons == ["1", "2"]
    assert bare(question.text).splitlines()[1:] == ["1 a fox", "2 a hare"]
    form = await adapter.ben.press(question, "2")
    await adapter.says(await adapter.ben.submit(form, {"reason": "spam"}), "Reported.")
    (report,) = await adapter.services.store.read(lambda uow: [uow.get(Post, r.post) for r in uow.all(Report)])
    assert (await adapter.once(Post, id=report.id)).caption == ""


def place(adapter):
    return Address("discord", str(adapter.lounge.id), str(adapter.guild.id), "Lounge", private=False)


@message()
def pair(ctx: RenderContext) -> Reply:
    posts = tuple(post.id for post in ctx.uow.all(Post))
    return Reply(cards=(Card(of("a pair"), about=About(posts=posts)),), private=False)


async def test_a_message_without_our_picture_gets_an_explanation(adapter):
    said = await adapter.ben.say("look", channel=adapter.lounge)
    for name in ("Remix", "Report"):
        asked = await adapter.ada.menu(name, said)
        assert (await adapter.says(asked, "no picture on that message")).ephemeral


async def test_a_post_that_is_gone_is_not_found_by_its_message(adapter):
    card = await shared(adapter)
    await adapter.services.store.run(lambda uow: uow.update(uow.one(Post), state=PostState.REMOVED))
    asked = await adapter.ben.menu("Report", card)
    assert await adapter.says(asked, "no picture on that message")


@pytest.mark.parametrize(("entry", "noun"), [("Follow", Follow), ("Mute", Mute)])
async def test_a_person_is_followed_and_muted_from_their_menu(adapter, entry, noun):
    await shared(adapter)
    asked = await adapter.ben.menu(entry, adapter.ada, channel=adapter.lounge)
    assert (await asked.message()).ephemeral
    assert await adapter.services.store.read(lambda uow: uow.count(noun)) == 1


async def test_a_profile_is_opened_from_a_persons_menu(adapter):
    await shared(adapter)
    asked = await adapter.ben.menu("Profile", adapter.ada, channel=adapter.lounge)
    card = await adapter.says(asked, "ada")
    assert card.ephemeral


async def test_an_unknown_person_has_no_profile(adapter):
    asked = await adapter.ben.menu("Profile", adapter.fake.user("zoe"), channel=adapter.lounge)
    assert (await adapter.says(asked, "not been here")).ephemeral
    assert await adapter.services.store.read(lambda uow: uow.count(Account, handle="zoe")) == 0


@pytest.fixture(params=["a server", "a talk"])
def user_install(request, adapter):
    """Return a channel where ada brought the bot along and it is no member."""
    if request.param == "a talk":
        return adapter.fake.talk("friends", adapter.ada, adapter.ben)
    return adapter.fake.guild("Elsewhere", bot=False).channel("general")


async def test_answers_are_private_where_the_bot_is_no_member(adapter, user_install):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=user_install)
    card = await adapter.shows(asked, "Publish")
    assert card.ephemeral
    assert adapter.fake.messages(user_install) == []
    assert await adapter.services.store.read(lambda uow: uow.count(Space)) == 0
    form = await adapter.ada.press(asked, "Publish")
    sent = await adapter.ada.submit(form, {"Who sees it?": "Everyone"})
    assert (await adapter.says(sent, "Published.")).ephemeral
    feed = await adapter.ben.slash("feed", channel=user_install)
    assert (await adapter.shows(feed, "Like")).ephemeral
    await adapter.press(adapter.ben, feed, "Like")
    assert adapter.fake.messages(user_install) == []
    assert adapter.fake.invalid_requests == 0


async def test_here_is_refused_where_the_bot_is_no_member(adapter, user_install):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=user_install)
    assert (await adapter.says(asked, "private chat")).ephemeral


async def test_a_late_answer_is_not_posted_where_the_bot_is_no_member(disconnected_adapter):
    from tests.adapters.discord.test_discord_faults import keep_waiting

    adapter = disconnected_adapter
    user_install = adapter.fake.guild("Elsewhere", bot=False).channel("general")
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=user_install)
        await adapter.shows(asked, "Cancel")
        await adapter.services.store.run(keep_waiting)
        adapter.fake.expire_tokens()
        async with adapter.working():
            (message,) = await adapter.fake.posted(adapter.ada)
    assert message.pictures
    assert adapter.fake.messages(user_install) == []
    assert not [c for c in adapter.fake.calls if str(user_install.id) in c.path]


async def test_rights_in_a_foreign_server_do_not_count(adapter):
    user_install = adapter.fake.guild("Elsewhere", bot=False).channel("general")
    asked = await adapter.ada.slash("digest set", {"hour": 9, "where": "here"}, channel=user_install, permissions=8)
    assert (await asked.message()).ephemeral
    assert await adapter.services.store.read(lambda uow: uow.count(Space)) == 0


@pytest.mark.parametrize(("command", "title"), [("people follow", "Follow"), ("people mute", "Mute")])
async def test_a_form_is_headed_by_the_commands_word(adapter, command, title):
    asked = await adapter.ada.slash(command, channel=adapter.lounge)
    assert (await asked.modal())["title"] == title


async def test_the_form_of_a_digest_asks_for_hour_and_zone(adapter):
    shown = await adapter.ada.slash("digest show")
    await adapter.shows(shown, "Choose an hour")
    asked = await adapter.press(adapter.ada, shown, "Choose an hour")
    modal = await asked.modal()
    fields = [part["component"] for part in modal["components"] if "component" in part]
    assert modal["title"] == "Digest set"
    assert [field["custom_id"] for field in fields] == ["hour", "zone"]
    assert (fields[0]["required"], fields[1]["required"]) == (True, False)
    sent = await adapter.ada.submit(asked, {"hour": "9", "zone": "New York"})
    await adapter.says(sent, "New_York")
