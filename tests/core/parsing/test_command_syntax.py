"""Command lines as typed on each platform."""

import pytest

from botfeed import catalog
from botfeed.adapters.discord.messenger import Messenger as Discord
from botfeed.adapters.telegram.messenger import Messenger as Telegram
from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.parsing.menu import Menu
from botfeed.testing.stage import Stage


@pytest.mark.parametrize(
    ("line", "telegram", "discord"),
    [
        ("/help", "/help", "/help"),
        ("/help imagine", "/help imagine", "/help about:imagine"),
        ("/shelf open AAAAAAAAAAA", "/shelf_open AAAAAAAAAAA", "/shelf open shelf:AAAAAAAAAAA"),
        (
            "/digest set 9 --zone Europe/Rome",
            "/digest_set 9 --zone Europe/Rome",
            "/digest set hour:9 zone:Europe/Rome",
        ),
        (
            "/shelf rename Foxes Red foxes",
            "/shelf_rename Foxes Red foxes",
            "/shelf rename shelf:Foxes to:Red foxes",
        ),
        ("/digest", "/digest_show", "/digest show"),
        ("/dance", "/dance", "/dance"),
        ("/digest set 9 --nothing", "/digest_set 9 --nothing", "/digest set 9 --nothing"),
    ],
)
def test_command_lines_are_spelled_for_each_platform(line: str, telegram: str, discord: str) -> None:
    menu = Menu(catalog.COMMANDS)
    assert menu.spell(line, Telegram.way) == telegram
    assert menu.spell(line, Discord.way) == discord
    assert menu.spell(line, CommandSyntax()) == line


async def test_hints_use_the_platforms_command_syntax(stage: Stage) -> None:
    stage.way = Discord.way  # type: ignore[attr-defined]
    await stage.say("ada", "/digest set 9")
    assert "for yours, write /digest set hour:9 zone:Europe/Rome" in stage.text("ada")
    await stage.say("ada", "/help digest set")
    assert "• zone:" in stage.text("ada")
    assert "--" not in stage.text("ada")
    stage.way = Telegram.way  # type: ignore[attr-defined]
    await stage.say("ada", "/help digest set")
    assert stage.text("ada").startswith("/digest_set ")
    await stage.say("ada", "/help")
    assert "/shelf_open" in stage.text("ada")
    await stage.say("ada", "/tag")
    assert "/tag_follow fox" in stage.text("ada")


async def test_typed_text_is_not_respelled(stage: Stage) -> None:
    stage.way = Telegram.way  # type: ignore[attr-defined]
    await stage.say("ada", "/imagine /digest set 9")
    assert "“/digest set 9”" in stage.text("ada")
    await stage.say("ada", "/like /digest")
    assert "/digest is no reference" in stage.text("ada")
    await stage.say("ada", "/feed home 2 /digest")
    assert "/digest_show" not in stage.text("ada")
    await stage.say("ada", "/digests")
    assert stage.text("ada").startswith("There is no command /digests. Did you mean /digest_show? /help")
