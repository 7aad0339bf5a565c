"""Command menu on Discord: its content, and when it is pushed."""

import asyncio
import dataclasses
from types import SimpleNamespace

import pytest

from botfeed import catalog
from botfeed.adapters.discord import schema
from botfeed.adapters.discord.send import menu_push
from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.chat.verb import Where, Who
from botfeed.core.commands import me
from botfeed.core.errors import StoreAway
from botfeed.core.language.i18n import words
from botfeed.core.model import KeyValue, Painting
from botfeed.core.parsing import command_names
from botfeed.core.parsing.menu import Menu
from botfeed.store import engine
from botfeed.testing.discord.rules import command_rules
from tests.adapters.discord.adapter import bare, opened

MENU = Menu(catalog.COMMANDS)


def test_the_menu_keeps_the_undocumented_rules():
    assert command_rules.menu(schema.commands(MENU)) == []
    shown = [command["name"] for command in slash()]
    assert len(shown) == len(set(shown))
    assert len(shown) <= 100


def test_at_most_25_commands_stand_at_the_top():
    """A new command joins a group, by `@command(menu="people.approve")`: nobody looks through more than 25."""
    assert len(slash()) <= schema.TOP
    for command in slash():
        assert len([o for o in command["options"] if o["type"] == 1]) <= 25


def test_paths_change_neither_payloads_nor_typed_names():
    for what in (one for one in MENU if one.menu):
        assert MENU.get(what.path) is MENU.get(what.name) is what
        line = f"/{what.name.replace('.', ' ')}"
        assert MENU.find(line)[0] is MENU.find(f"/{what.path.replace('.', ' ')}")[0] is what
        assert MENU.encode(what.name, {}).partition("/")[0] == what.name
        assert f"/{what.name.replace('.', ' ')}" == MENU.spell(line, CommandSyntax())


async def test_a_command_below_a_group_works_and_texts_name_it_so_that_it_opens(tmp_path):
    async with opened(tmp_path) as adapter, adapter.connected():
        shown = adapter.fake.state.commands[None]
        ids = {one["name"]: one["id"] for one in shown}
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        card = await adapter.says(asked, "/imagine")
        assert f"</imagine:{ids['imagine']}>" in card.text
        assert "`/imagine`" not in card.text
        typed = await adapter.ada.dm("/people follow nobody")
        assert typed
        await heard(adapter, "There is nobody called")
        completed = await adapter.ada.autocomplete("people follow", {"who": "b"}, channel=adapter.lounge)
        assert completed == []


def slash(menu=MENU):
    return [command for command in schema.commands(menu) if command["type"] == 1]


def test_every_command_is_in_the_menu():
    there = set()
    for command in slash():
        subs = [o["name"] for o in command["options"] if o["type"] == 1]
        there |= {f"{command['name']}.{sub}" for sub in subs} or {command["name"]}
    assert there == {what.path for what in MENU if what.menu}


def test_an_option_carries_its_limits_choices_and_completion():
    imagine = next(c for c in schema.commands(MENU) if c["name"] == "imagine")
    options = {o["name"]: o for o in imagine["options"]}
    assert options["prompt"]["required"]
    assert options["prompt"]["max_length"] == 1000
    assert options["style"]["autocomplete"]
    assert [c["value"] for c in options["shape"]["choices"]] == ["square", "wide", "tall"]
    assert (options["count"]["min_value"], options["count"]["max_value"]) == (1, 4)
    assert options["here"]["type"] == 5


def test_descriptions_have_italian_translations():
    known = words("it").entries()
    for command in slash():
        assert ("it" in command["description_localizations"]) == (command["description"] in known)
    imagine = next(c for c in slash() if c["name"] == "imagine")
    assert imagine["description_localizations"] == {"it": known["Paint a picture from words."]}
    assert all(option["description_localizations"]["it"] for option in imagine["options"])


@pytest.fixture
def translated(monkeypatch):
    """Return the catalogue with some added translations."""

    def put(**more):
        known = {**words("it").entries(), **more}
        monkeypatch.setattr(schema, "words", lambda _: SimpleNamespace(entries=lambda: known))

    return put


def test_names_are_localised_and_the_default_is_english(translated):
    translated(
        **{
            "/digest": "/riassunto",
            "/digest set": "/riassunto imposta",
            "hour:": "Ora:",
            "/feed": "/novità",
            "/help": "/help",
        }
    )
    digest = next(c for c in slash() if c["name"] == "digest")
    inside = next(o for o in digest["options"] if o["name"] == "set")
    hour = next(o for o in inside["options"] if o["name"] == "hour")
    assert digest["name_localizations"] == {"it": "riassunto"}
    assert inside["name_localizations"] == {"it": "imposta"}
    assert hour["name_localizations"] == {"it": "ora"}
    assert next(c for c in slash() if c["name"] == "feed")["name_localizations"] == {"it": "novità"}
    assert next(c for c in slash() if c["name"] == "help")["name_localizations"] == {}
    assert command_rules.menu(schema.commands(MENU)) == []


@pytest.mark.parametrize("bad", ["/che cos'è?", "/" + "x" * 33, "/feed", "/ciao!"])
def test_an_invalid_translated_name_stays_english(translated, bad):
    translated(**{"/help": bad})
    helping = next(c for c in slash() if c["name"] == "help")
    assert helping["name_localizations"] == {}
    assert command_rules.menu(schema.commands(MENU)) == []


def test_two_equal_translations_are_both_left_out(translated):
    translated(**{"/mute": "/taci", "/block": "/taci"})
    people = next(c for c in slash() if c["name"] == "people")
    there = {c["name"]: c["name_localizations"] for c in people["options"]}
    assert [there["mute"], there["block"]].count({"it": "taci"}) <= 1
    assert command_rules.menu(schema.commands(MENU)) == []


def test_every_command_and_option_has_its_typed_name():
    """Names come from one source: Discord shows in Italian the names that the parser reads and hints spell."""
    registered = dict[str, str]()
    for group in slash():
        own = group["name_localizations"].get("it", group["name"])
        registered[group["name"]] = own
        subs = [o for o in group["options"] if o["type"] == 1]
        registered |= {
            f"{group['name']}.{s['name']}": f"{own}.{s['name_localizations'].get('it', s['name'])}" for s in subs
        }
        for option in [o for holder in (subs or [group]) for o in holder["options"]]:
            shown = option["name_localizations"].get("it", option["name"])
            assert shown == command_names.option(option["name"], "it")
    groups = {path for path in registered if any(other.startswith(f"{path}.") for other in registered)}
    paths = {path: command_names.path(MENU.get(path), "it") for path in registered if path not in groups}
    assert registered == paths | {group: command_names.of(group, "it") for group in groups}
    assert registered["digest.set"] == "digest.imposta"


def test_sibling_names_differ_in_every_language():
    for holder in [{"options": slash()}, *slash(), *(o for c in slash() for o in c["options"] if o["type"] == 1)]:
        beside = [{o["name"], *o["name_localizations"].values()} for o in holder["options"]]
        assert sum(map(len, beside)) == len(set().union(*beside))


def verb(**more):
    def run(ctx):
        """Try it."""

    return Menu((dataclasses.replace(me.help_, run=run, name="trial", **more),))


@pytest.mark.parametrize(
    ("where", "contexts", "installs"),
    [
        (Where.ANYWHERE, [0, 1, 2], [0, 1]),
        (Where.ALONE, [1], [0, 1]),
        (Where.SPACE, [0], [0]),
    ],
)
def test_commands_are_shown_where_they_work(where, contexts, installs):
    (trial,) = slash(verb(where=where))
    assert (trial["contexts"], trial["integration_types"]) == (contexts, installs)


def test_an_administrators_command_is_hidden_from_others():
    (trial,) = slash(verb(who=Who.ADMIN, where=Where.SPACE))
    assert trial["default_member_permissions"] == str(1 << 5)


def test_every_description_and_name_keeps_its_length_in_every_language(translated):
    translated(**{what.says: "parola " * 40 for what in MENU})
    assert command_rules.menu(schema.commands(MENU)) == []


def test_groups_for_those_who_run_a_place_or_botfeed_are_shown_to_them_alone():
    hidden = {c["name"]: c["default_member_permissions"] for c in slash() if c["default_member_permissions"]}
    assert hidden == {"space": str(1 << 5), "admin": "0"}
    contexts = {c["name"]: c["contexts"] for c in slash()}
    assert (contexts["space"], contexts["admin"]) == ([0], [0, 1])


def puts(fake):
    return [call for call in fake.calls if call.method == "PUT" and call.path.endswith("/commands")]


async def test_a_client_in_italian_shows_italian_names_and_sends_the_default_ones(tmp_path):
    async with opened(tmp_path) as adapter:
        carla = adapter.fake.user("carla", locale="it")
        carla.join(adapter.guild)
        async with adapter.connected():
            asked = await carla.slash("immagina", {"prompt": "una volpe", "formato": "wide"}, channel=adapter.lounge)
            assert (asked.payload["data"]["name"], asked.payload["data"]["options"][1]["name"]) == ("imagine", "shape")
            await adapter.shows(asked, "Pubblica")
            asked = await carla.slash("digest imposta", {"ora": 9})
            await adapter.says(asked, "/digest imposta ora:9 fuso:Europe/Rome")
            asked = await carla.slash("digest pausa", {"days": 3})
            await adapter.says(asked, "È in pausa")
            offered = await carla.autocomplete("aiuto", {"su": "salvat"}, channel=adapter.lounge)
            assert [choice["value"] for choice in offered] == ["/salvate"]
            with pytest.raises(LookupError):
                await adapter.ada.slash("immagina", {"prompt": "a fox"}, channel=adapter.lounge)


async def test_a_typed_command_line_is_understood_in_direct_messages(tmp_path):
    """A line typed in the other language's names, or copied from another platform, arrives as plain text."""
    async with opened(tmp_path) as adapter, adapter.connected():
        await adapter.ada.say("/immagina a fox --formato wide")
        painting = await adapter.once(Painting)
        assert (painting.prompt, painting.shape) == ("a fox", "wide")
        await adapter.ada.say("/digest_imposta 9")
        await heard(adapter, "/digest set hour:9 zone:Europe/Rome")
        await adapter.ada.say("/immagin a cat")
        await heard(adapter, "Did you mean /imagine?")
        await adapter.ada.say("/ what a day")
        await heard(adapter, "I know a few plain phrases")
        await adapter.ada.say("/immagina a cat", channel=adapter.lounge)  # what others say to each other
        await adapter.ada.say("/lingua it")
        await heard(adapter, "Ora ti parlo in italiano")
        assert await adapter.services.store.read(lambda uow: uow.count(Painting)) == 1


async def heard(adapter, words):
    await adapter.fake.until(lambda: any(words in bare(m.text) for m in adapter.fake.messages(adapter.ada)))


async def pushed(adapter, times):
    """Wait until the menu was pushed so often and kept as a row."""
    await adapter.fake.until(lambda: len(puts(adapter.fake)) == times)
    await adapter.once(KeyValue, name=menu_push.SHOWN)


async def test_a_menu_pushed_by_another_process_is_not_pushed_again(tmp_path):
    async with opened(tmp_path) as adapter:
        async with adapter.connected(working=False):
            await pushed(adapter, 1)
        clock = adapter.services.clock
        other = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", clock)
        here, adapter.services = adapter.services, dataclasses.replace(adapter.services, store=other, messengers={})
        try:
            async with adapter.connected(working=False) as client:
                assert await client.menu.check()
                assert len(puts(adapter.fake)) == 1
        finally:
            adapter.services = here
            await other.close()


async def test_the_menu_is_pushed_once_and_again_only_when_it_changed(tmp_path, monkeypatch):
    async with opened(tmp_path) as adapter:
        for _ in range(2):
            async with adapter.connected(working=False) as client:
                await pushed(adapter, 1)
                assert await client.menu.check()
                assert len(puts(adapter.fake)) == 1
        known = schema.commands(MENU)
        monkeypatch.setattr(schema, "commands", lambda _: known[:-1])
        async with adapter.connected(working=False):
            await pushed(adapter, 2)


@pytest.mark.parametrize("left", [0, 3])
async def test_a_menu_that_another_program_changed_is_pushed_again(tmp_path, left):
    async with opened(tmp_path) as adapter:
        async with adapter.connected(working=False) as client:
            await pushed(adapter, 1)
            whole = len(adapter.fake.state.commands[None])
            adapter.fake.state.commands[None] = adapter.fake.state.commands[None][:left]
            assert await client.menu.check()
            assert len(adapter.fake.state.commands[None]) == whole
        adapter.fake.state.commands[None] = adapter.fake.state.commands[None][:left]
        async with adapter.connected(working=False):
            await adapter.fake.until(lambda: len(adapter.fake.state.commands[None]) == whole)


@pytest.mark.parametrize("route", ["PUT /applications/{id}/commands", "GET /applications/{id}/commands"])
@pytest.mark.parametrize("fault", ["command_creates_exhausted", "http_503", "missing_access", "tcp_reset"])
async def test_a_refused_menu_does_not_stop_the_start_and_is_tried_again(tmp_path, monkeypatch, fault, route):
    monkeypatch.setattr(menu_push, "AGAIN", 0.01)
    async with opened(tmp_path) as adapter:
        adapter.fake.fault(fault, route=route, times=2)
        async with adapter.connected(working=False):
            assert adapter.fake.identifies == 1
            await adapter.once(KeyValue, name=menu_push.SHOWN)
            assert adapter.fake.state.commands[None]


async def test_the_menu_is_checked_again_after_a_fault_of_the_store(monkeypatch):
    """It ended the daily check without a word."""
    monkeypatch.setattr(menu_push, "AGAIN", 0.0)
    menu, outcomes, enough = menu_push.MenuPush(None, None, pushes=True), [StoreAway("no connection")], asyncio.Event()

    async def check():
        if outcomes:
            raise outcomes.pop()
        enough.set()
        return True

    menu.check = check
    keeping = asyncio.create_task(menu.keep(good=False))
    async with asyncio.timeout(5):
        await enough.wait()
    keeping.cancel()
