"""Names of commands and options in each language."""

import re
from datetime import timedelta

import pytest

from botfeed import catalog
from botfeed.adapters.discord.messenger import Messenger as Discord
from botfeed.adapters.telegram.messenger import Messenger as Telegram
from botfeed.core import dispatch
from botfeed.core.chat import values
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.chat.verb import Who
from botfeed.core.language.i18n import LANGUAGES
from botfeed.core.model import Painting
from botfeed.core.parsing import command_names, command_parser
from botfeed.core.parsing.menu import Menu
from tests.core.support.people import People

VERBS = Menu(catalog.COMMANDS)
MENU = [what for what in VERBS if what.menu]
GROUPS = sorted({what.name.partition(".")[0] for what in MENU if "." in what.name})
SAME = {"admin", "bio", "digest", "feed", "privacy", "remix", "tag"}  # words that Italian has taken over
WAYS = [CommandSyntax(), Telegram.way, Discord.way]


def words():
    """Return each command and group name of the menu with its Italian name."""
    return [(name, command_names.of(name, "it")) for name in (*GROUPS, *(what.name for what in MENU))]


def test_every_command_and_group_has_an_italian_name():
    assert {english for english, italian in words() if english == italian} == SAME


@pytest.mark.parametrize(("english", "italian"), words())
def test_italian_names_are_valid_on_every_platform(english, italian):
    """Telegram allows the fewest characters, and the separator between group and command counts."""
    assert italian.count(".") == english.count(".")
    assert re.fullmatch(r"[a-z0-9_]{1,32}", italian.replace(".", "_"))
    assert all(re.fullmatch(r"[a-z0-9]+", word) for word in italian.split("."))


def test_command_names_are_unique_over_all_languages():
    bearers = {}
    for english in {*GROUPS, *(what.name for what in VERBS)}:
        for name in {command_names.of(english, code) for code in LANGUAGES}:
            bearers.setdefault(re.sub(r"\W", "", name), set()).add(english)
    assert {name: sorted(them) for name, them in bearers.items() if len(them) > 1} == {}


def test_option_names_are_unique_within_their_command():
    for what in MENU:
        said = [name for spec in what.specs for name in command_names.options(spec.name)]
        assert len(said) == len(set(said)), what.name
        assert all(re.fullmatch(r"[a-z]\w{0,31}", name) for name in said), what.name


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_spelled_name_finds_its_command(language, way):
    for what in MENU:
        line = VERBS.spell(f"/{what.name.replace('.', ' ')}", way, language)
        assert VERBS.find(line) == (what, ""), line
        assert VERBS.find(f"{line.upper()} x") == (what, "x"), line
        assert VERBS.spell(line, way, language) == line


def test_every_option_name_finds_its_parameter():
    for what in MENU:
        for spec in [s for s in what.specs if s.kind is not bool]:
            for name in command_names.options(spec.name):
                assert command_parser.parse(what, f"--{name} 7") == {spec.name: "7"}, (what.name, name)


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ("/immagina una volpe --formato wide", "/imagine una volpe --shape wide"),
        ("/imagine una volpe --formato wide", "/imagine una volpe --shape wide"),
        ("/immagina una volpe --shape wide", "/imagine una volpe --shape wide"),
        ("/Digest_Imposta 9 --fuso Europe/Rome", "/digest set 9 --zone Europe/Rome"),
        ("/digest set 9", "/digest set 9"),
        ("/digest_imposta@botfeed_bot 9", "/digest set 9"),
        ("/album Volpi rosse", "/shelf open Volpi rosse"),
        ("/album", "/shelf show"),
    ],
)
def test_names_of_both_languages_may_be_mixed(line, english):
    assert read(line) == read(english)


def read(line):
    found = VERBS.find(line)
    return found and (found[0].name, command_parser.parse(*found))


@pytest.mark.parametrize(
    ("line", "console", "telegram", "discord"),
    [
        ("/help", "/aiuto", "/aiuto", "/aiuto"),
        ("/digest", "/digest mostra", "/digest_mostra", "/digest mostra"),
        (
            "/digest set 9 --zone Europe/Rome",
            "/digest imposta 9 --fuso Europe/Rome",
            "/digest_imposta 9 --fuso Europe/Rome",
            "/digest imposta ora:9 fuso:Europe/Rome",
        ),
        ("/me keep --now", "/io resta --now", "/io_resta --now", "/io resta --now"),
        ("/dance", "/dance", "/dance", "/dance"),
    ],
)
def test_command_lines_are_spelled_in_the_viewers_language(line, console, telegram, discord):
    assert [VERBS.spell(line, way, "it") for way in WAYS] == [console, telegram, discord]


@pytest.mark.parametrize(
    ("line", "english", "italian"),
    [
        ("/immagin a fox", "/imagine", "/immagina"),
        ("/imagin a fox", "/imagine", "/immagina"),
        ("/digst mostr", "/digest", "/digest mostra"),
        ("/digest impsta 9", "/digest set", "/digest imposta"),
        ("/notif", "/inbox", "/notifiche"),
    ],
)
async def test_suggestions_for_mistyped_names_use_the_persons_language(stage, line, english, italian):
    if "impsta" in line:  # said by whoever asks for help about it: a group's name alone is all that a line tells
        line = f"/help {line}"
    await stage.say("ada", line)
    assert f"Did you mean {english}?" in stage.text("ada")
    await stage.say("ada", "/language it")
    await stage.say("ada", line)
    assert f"Volevi dire {italian}?" in stage.text("ada")


def test_a_mistyped_shelf_command_is_not_a_shelf_title():
    assert VERBS.find("/shelf rinomna Volpi") is None
    assert VERBS.find("/album renam Volpi") is None


async def test_italian_commands_are_answered_in_the_persons_language(stage):
    await stage.say("ada", "/immagina a fox")
    assert stage.text("ada").startswith("Painting “a fox”")
    await stage.say("ada", "/digest imposta 9")
    assert "for yours, write /digest set 9 --zone Europe/Rome" in stage.text("ada")


async def test_options_after_plain_phrases_work_in_both_languages(stage):
    for line in ("dipingi una volpe --formato wide", "paint a fox --formato tall"):
        await stage.say("ada", line)
        await stage.settle()
    paintings = await stage.services.store.read(lambda uow: uow.all(Painting))
    assert {(one.prompt, one.shape) for one in paintings} == {("una volpe", "wide"), ("a fox", "tall")}


async def test_replies_name_options_in_the_persons_language(stage):
    await stage.say("ada", "/lingua it")
    await stage.say("ada", "/immagina una volpe --colore rosso")
    assert "--formato, --quante, --seme" in stage.text("ada")
    await stage.say("ada", "/immagina una volpe --quante 9")
    assert "quante va da 1 a 4" in stage.text("ada")
    await stage.say("ada", "/aiuto digest imposta")
    assert stage.text("ada").startswith("/digest imposta ")
    assert "• --fuso " in stage.text("ada")
    assert stage.text("ada").rpartition(": ")[2] == "/digest imposta 9 --fuso Europe/Rome"


async def test_help_completion_matches_both_names_and_offers_the_persons(stage):
    async def offered(stem):
        request = Request("console:completion", "help", Sender("console", "ada", "ada"), stage.home("ada"))
        return [choice.value for choice in await dispatch.suggest(stage.services, request, "about", stem)]

    await stage.say("ada", "/help")
    assert await offered("/salvat") == ["/saved"]
    await stage.say("ada", "/language it")
    assert await offered("saved") == await offered("salvat") == ["/salvate"]


async def test_italian_help_examples_can_be_run(stage, clock):
    """Bind each example as typed: nothing in it is unexpected, too long or missing."""
    people = People(stage)
    post = await people.publish("ada", "a fox")
    await people.paint("ada", "a cat")
    await stage.say("ada", f"/salva {stage.services.sealer.ref(post.id)} Volpi")
    await stage.say("ada", "/lingua it")
    said = 0
    for what in [what for what in MENU if what.who is not Who.OPERATOR]:
        clock.advance(timedelta(seconds=10))
        name = command_names.of(what.name, "it").replace(".", " ")
        await stage.say("ada", f"/aiuto {name}")
        assert stage.text("ada").startswith(f"/{name} ")
        _, there, example = stage.text("ada").partition("Per esempio: ")
        if there and (found := VERBS.find(example)):
            assert found[0] is what, example
            assert not values.bind(what, command_parser.parse(*found), stage.services.sealer.id).missing, example
            said += 1
    assert said > 40
