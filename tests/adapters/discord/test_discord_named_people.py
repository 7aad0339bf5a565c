"""People named as Discord names them: picked from its list, or as `<@id>` in any text."""

import inspect

import pytest

from botfeed import catalog
from botfeed.adapters.discord import schema
from botfeed.core.model import Comment, Follow, Painting, Post
from botfeed.core.parsing.menu import Menu
from botfeed.core.social import relations

MENU = Menu(catalog.COMMANDS)
NAMING = [verb for verb in MENU if verb.menu and any(spec.param.suggest is relations.people for spec in verb.specs)]


@pytest.mark.parametrize("verb", NAMING, ids=lambda verb: verb.name)
def test_every_command_that_means_a_person_lets_people_pick_one(verb):
    options = schema._options(verb)
    assert [option["name"] for option in options if option["type"] == 6] == ["member"]
    assert not any(option["required"] for option in options if option["name"] in ("member", schema.person(verb).name))


def test_nearly_all_commands_about_people_are_in_the_table():
    assert {"follow", "unfollow", "mute", "unmute", "block", "unblock", "profile"} <= {verb.name for verb in NAMING}
    assert "person" in inspect.getsource(schema.person)


async def test_a_member_can_be_picked(adapter):
    await adapter.says(await adapter.ben.slash("help", channel=adapter.lounge), "imagine")
    asked = await adapter.ada.slash("people follow", {"member": adapter.ben}, channel=adapter.lounge)
    await adapter.says(asked, "You follow ben now.")
    await adapter.once(Follow)


async def test_a_member_who_was_never_here_is_said_to_be_new(adapter):
    asked = await adapter.ada.slash("people follow", {"member": adapter.ben}, channel=adapter.lounge)
    await adapter.says(asked, "They have not been here yet.")


async def test_nobody_named_is_asked_for(adapter):
    asked = await adapter.ada.slash("people follow", channel=adapter.lounge)
    assert (await asked.modal())["components"]


async def test_a_handle_can_still_be_typed(adapter):
    await adapter.says(await adapter.ben.slash("help", channel=adapter.lounge), "imagine")
    asked = await adapter.ada.slash("people follow", {"who": "ben"}, channel=adapter.lounge)
    await adapter.says(asked, "You follow ben now.")


@pytest.mark.parametrize("written", ["<@{}>", "<@!{}>", " <@{}> "])
async def test_a_mention_in_a_text_option_is_that_person(adapter, written):
    await adapter.says(await adapter.ben.slash("help", channel=adapter.lounge), "imagine")
    asked = await adapter.ada.slash("people follow", {"who": written.format(adapter.ben.id)}, channel=adapter.lounge)
    await adapter.says(asked, "You follow ben now.")


async def test_mentions_in_prompt_caption_and_comment_are_handles(adapter):
    await adapter.says(await adapter.ben.slash("help", channel=adapter.lounge), "imagine")
    named = f"for <@{adapter.ben.id}>"
    painted = await adapter.painted(adapter.ada, f"a fox {named}", channel=adapter.lounge)
    assert (await adapter.once(Painting)).prompt == "a fox for @ben"
    form = await adapter.press(adapter.ada, painted, "Publish")
    sent = await adapter.ada.submit(form, {"caption": f"look {named}", "Who sees it?": "Everyone"})
    await adapter.says(sent, "Published.")
    post = await adapter.once(Post)
    assert post.caption == "look for @ben"
    card = await adapter.ben.slash("feed", channel=adapter.lounge)
    await adapter.shows(card, "Comment")
    form = await adapter.press(adapter.ben, card, "Comment")
    await adapter.ben.submit(form, {"text": f"thanks <@{adapter.ada.id}>"})
    assert (await adapter.once(Comment)).text == "thanks @ada"


async def test_somebody_unknown_keeps_the_name_that_discord_shows(adapter):
    said = await adapter.ada.dm(f"/imagine a fox for <@{adapter.ben.id}>")
    assert said
    assert (await adapter.once(Painting)).prompt in ("a fox for @Ben", "a fox for @…")


async def test_a_handle_is_not_shown_to_whom_they_blocked(adapter):
    await adapter.says(await adapter.ben.slash("help", channel=adapter.lounge), "imagine")
    await adapter.says(await adapter.ada.slash("me handle", {"name": "hidden"}, channel=adapter.lounge), "hidden")
    await adapter.says(
        await adapter.ada.slash("people block", {"member": adapter.ben}, channel=adapter.lounge), "blocked"
    )
    await adapter.painted(adapter.ben, f"a fox for <@{adapter.ada.id}>", channel=adapter.lounge)
    assert "hidden" not in (await adapter.once(Painting)).prompt
