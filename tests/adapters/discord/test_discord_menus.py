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
from tests.adapters.discord.door import bare

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


async def shared(door, prompt="a fox"):
    """Return a public card of ada's in the lounge."""
    asked = await door.ada.slash("imagine", {"prompt": prompt, "here": True}, channel=door.lounge)
    return await door.shows(asked, "Like")


async def test_remix_on_a_message_asks_for_a_prompt_and_names_the_source(door):
    card = await shared(door)
    form = await door.ben.menu("Remix", card)
    sent = await door.ben.submit(form, {"prompt": "a fox in rain"})
    shown = await door.shows(sent, "Publish")
    assert shown.ephemeral
    assert door.services.painters[0].orders[-1].prompt == "a fox in rain"


async def test_report_on_a_message_is_a_report_of_its_post(door):
    card = await shared(door)
    form = await door.ben.menu("Report", card)
    sent = await door.ben.submit(form, {"reason": "spam"})
    assert (await door.says(sent, "Reported.")).ephemeral
    assert await door.services.store.read(lambda uow: uow.count(Report, post=uow.one(Post).id)) == 1


async def test_a_message_of_several_pictures_asks_which(door):
    await shared(door, "a fox")
    await shared(door, "a hare")
    listing.add(door.services, pair)
    await door.services.store.run(lambda uow: pair.post(uow, To(place(door), key="pair:1")))
    door.services.store.wake()
    message = (await door.fake.posted(door.lounge, 3))[-1]
    asked = await door.ben.menu("Report", message)
    question = await door.says(asked, "Which one?")
    assert question.ephemeral
    assert question.buttons == ["1", "2"]
    assert bare(question.text).splitlines()[1:] == ["1 a fox", "2 a hare"]
    form = await door.ben.press(question, "2")
    await door.says(await door.ben.submit(form, {"reason": "spam"}), "Reported.")
    (report,) = await door.services.store.read(lambda uow: [uow.get(Post, r.post) for r in uow.all(Report)])
    assert (await door.once(Post, id=report.id)).caption == ""


def place(door):
    return Address("discord", str(door.lounge.id), str(door.guild.id), "Lounge", private=False)


@message()
def pair(ctx: RenderContext) -> Reply:
    posts = tuple(post.id for post in ctx.uow.all(Post))
    return Reply(cards=(Card(of("a pair"), about=About(posts=posts)),), private=False)


async def test_a_message_without_our_picture_gets_an_explanation(door):
    said = await door.ben.say("look", channel=door.lounge)
    for name in ("Remix", "Report"):
        asked = await door.ada.menu(name, said)
        assert (await door.says(asked, "no picture on that message")).ephemeral


async def test_a_post_that_is_gone_is_not_found_by_its_message(door):
    card = await shared(door)
    await door.services.store.run(lambda uow: uow.update(uow.one(Post), state=PostState.REMOVED))
    asked = await door.ben.menu("Report", card)
    assert await door.says(asked, "no picture on that message")


@pytest.mark.parametrize(("entry", "noun"), [("Follow", Follow), ("Mute", Mute)])
async def test_a_person_is_followed_and_muted_from_their_menu(door, entry, noun):
    await shared(door)
    asked = await door.ben.menu(entry, door.ada, channel=door.lounge)
    assert (await asked.message()).ephemeral
    assert await door.services.store.read(lambda uow: uow.count(noun)) == 1


async def test_a_profile_is_opened_from_a_persons_menu(door):
    await shared(door)
    asked = await door.ben.menu("Profile", door.ada, channel=door.lounge)
    card = await door.says(asked, "ada")
    assert card.ephemeral


async def test_an_unknown_person_has_no_profile(door):
    asked = await door.ben.menu("Profile", door.fake.user("zoe"), channel=door.lounge)
    assert (await door.says(asked, "not been here")).ephemeral
    assert await door.services.store.read(lambda uow: uow.count(Account, handle="zoe")) == 0


@pytest.fixture(params=["a server", "a talk"])
def abroad(request, door):
    """Return a channel where ada brought the bot along and it is no member."""
    if request.param == "a talk":
        return door.fake.talk("friends", door.ada, door.ben)
    return door.fake.guild("Elsewhere", bot=False).channel("general")


async def test_answers_are_private_where_the_bot_is_no_member(door, abroad):
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=abroad)
    card = await door.shows(asked, "Publish")
    assert card.ephemeral
    assert door.fake.messages(abroad) == []
    assert await door.services.store.read(lambda uow: uow.count(Space)) == 0
    form = await door.ada.press(asked, "Publish")
    sent = await door.ada.submit(form, {"Who sees it?": "Everyone"})
    assert (await door.says(sent, "Published.")).ephemeral
    feed = await door.ben.slash("feed", channel=abroad)
    assert (await door.shows(feed, "Like")).ephemeral
    await door.press(door.ben, feed, "Like")
    assert door.fake.messages(abroad) == []
    assert door.fake.invalid_requests == 0


async def test_here_is_refused_where_the_bot_is_no_member(door, abroad):
    asked = await door.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=abroad)
    assert (await door.says(asked, "private chat")).ephemeral


async def test_a_late_answer_is_not_posted_where_the_bot_is_no_member(closed_door):
    from tests.adapters.discord.test_discord_faults import keep_waiting

    door = closed_door
    abroad = door.fake.guild("Elsewhere", bot=False).channel("general")
    async with door.connected(working=False):
        asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=abroad)
        await door.shows(asked, "Cancel")
        await door.services.store.run(keep_waiting)
        door.fake.expire_tokens()
        async with door.working():
            (message,) = await door.fake.posted(door.ada)
    assert message.pictures
    assert door.fake.messages(abroad) == []
    assert not [c for c in door.fake.calls if str(abroad.id) in c.path]


async def test_rights_in_a_foreign_server_do_not_count(door):
    abroad = door.fake.guild("Elsewhere", bot=False).channel("general")
    asked = await door.ada.slash("digest set", {"hour": 9, "where": "here"}, channel=abroad, permissions=8)
    assert (await asked.message()).ephemeral
    assert await door.services.store.read(lambda uow: uow.count(Space)) == 0
