"""The page about extending tells the truth: one of each kind is listed as the page says, and does its work."""

import re
import sys
import types
from pathlib import Path
from random import Random
from textwrap import indent

import pytest

from botfeed import app, catalog
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.cards.choices import View
from botfeed.core.feed import candidates
from botfeed.core.feed import home as feed
from botfeed.core.model import NOUNS, Account, Address
from botfeed.core.parsing.menu import Menu
from botfeed.core.people import account_merge
from botfeed.core.privacy import erasure, export
from botfeed.core.safety import visibility
from botfeed.settings import Settings
from botfeed.store.tables import SHAPES
from botfeed.testing import listing
from botfeed.testing.community import Community
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage
from tools import docs_settings

PAGE = (Path(__file__).parent.parent / "docs" / "extending.md").read_text()
PARTS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}


def block(part, language="python"):
    """Return the first block of a part of the page."""
    return re.search(rf"```{language}\n(.*?)```", PARTS[part], re.DOTALL)[1]


@pytest.fixture
def load(monkeypatch):
    """Return a function that makes a module of the first block of a part of the page."""

    def loaded(part):
        module = types.ModuleType(f"page_{part.rpartition(' ')[2]}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(block(part), f"{module.__name__}.py", "exec"), vars(module))
        return module

    return loaded


class TestVerb:
    @pytest.fixture
    def menu(self, load):
        assert len([line for line in block("A verb in one file").splitlines() if line.strip()]) <= 15
        return Menu((*catalog.COMMANDS, *load("A verb in one file").COMMANDS), BUTTONS)

    @pytest.fixture
    def stage(self, store, clock, menu):
        return Stage(make_services(store, clock, menu=menu))

    async def test_it_is_answered_in_the_console(self, stage):
        await stage.say("ada", "/haiku the moon")
        assert stage.text("ada").startswith("the moon in the rain")

    async def test_it_asks_for_what_is_missing(self, stage):
        await stage.say("ada", "/haiku")
        assert [field.name for field in stage.last("ada").reply.ask.fields] == ["about"]

    async def test_its_button_paints(self, stage):
        await stage.say("ada", "/haiku the moon")
        await stage.press("ada", "Paint")
        await stage.settle()
        assert stage.last("ada").reply.cards[0].media

    def test_it_is_a_slash_command_on_discord(self, menu):
        from botfeed.adapters.discord import schema

        (command,) = [c for c in schema.commands(menu) if c["name"] == "haiku"]
        assert command["description"] == "Write three short lines about something."
        assert [(o["name"], o["required"], o["max_length"]) for o in command["options"]] == [("about", True, 40)]

    def test_it_is_in_the_command_list_on_telegram(self, menu):
        from botfeed.adapters.telegram import schema

        assert ("haiku", "Write three short lines about something.") in schema.menu(menu, "en", "all_private_chats")

    def test_it_has_a_form_on_the_page(self, menu):
        from botfeed.adapters.web import schema
        from botfeed.core.language.i18n import words

        (entry,) = [c for c in schema.menu(menu, words("en")) if c["names"] == ["haiku"]]
        assert [option["name"] for option in entry["fields"]] == ["about"]


async def test_a_table_is_made_exported_merged_and_erased(any_store, clock, load):
    wish = load("A table").Wish
    nouns = (*NOUNS, wish)
    await any_store.with_connection(SHAPES[wish].table.create)

    def write(uow):
        for who, handle in ((111, "ada"), (222, "ben")):
            uow.insert(Account(who, handle, uow.now))
            assert uow.insert(wish(uow.new_id(), who, "fox", uow.now))
            assert not uow.insert(wish(uow.new_id(), who, "fox", uow.now)), "its key holds"
        uow.insert(wish(uow.new_id(), 222, "hen", uow.now))

    await any_store.run(write)
    held = await any_store.read(lambda uow: export.look(uow, 222, nouns))
    assert [row["word"] for row in export.rows(make_services(any_store, clock), held)["wish"]] == ["fox", "hen"]

    await any_store.run(lambda uow: account_merge.merge(uow, 222, 111, nouns))
    assert await any_store.read(lambda uow: [row.word for row in uow.all(wish, account=111)]) == ["fox", "hen"]

    await any_store.run(lambda uow: uow.compare_and_set(Account, {"id": 111}, leaving_at=uow.now))
    assert await any_store.run(lambda uow: erasure.forget(uow, 111, nouns))
    assert await any_store.read(lambda uow: uow.count(wish)) == 0


async def test_a_job_is_done_and_its_message_delivered(stage, load):
    counting = load("A job and a message")
    listing.add(stage.services, counting.count, counting.counted)
    await stage.say("ada", "/start")

    def write(uow):
        ada = uow.one(Account, handle="ada").id
        when = counting.When("count:1")
        return counting.count.enqueue(uow, when, account=ada, most=3, address=stage.home("ada"))

    assert await stage.services.store.run(write)
    await stage.settle()
    assert stage.text("ada") == "I counted to 3."


async def test_a_candidate_of_a_feed_source_arrives(any_store, clock, load):
    followers, services, world = load("A feed source").followers, make_services(any_store, clock), Community()
    sources = {**candidates.SOURCES, View.FOR_YOU: {"followers": followers}}

    def write(uow):
        wanted = world.post(uow, "ada")
        world.post(uow, "cleo")
        world.follow(uow, "ada", "zoe")
        zoe = uow.get(Account, world.person(uow, "zoe"))
        viewer = visibility.viewer(uow, zoe, None)
        return wanted, feed.home(uow, services, zoe, viewer, View.FOR_YOU, 2, Random(1), sources=sources)

    wanted, page = await any_store.run(write)
    assert [placed.post.id for placed in page] == [wanted]


async def test_a_painter_is_chosen_and_paints(store, clock, tmp_path, load):
    listed = {**app.PAINTERS, "stripes": lambda _settings: load("A painter").StripePainter()}
    built = app.build(Settings(data=tmp_path, database="sqlite:///unused.db", painter="stripes"), painters=listed)
    (painter,) = built.services.painters
    assert built.settings.policy.access == "spaces"
    stage = Stage(make_services(store, clock, painters=(painter,)))
    await stage.say("ada", "/imagine a fox --count 2")
    await stage.settle()
    assert [media.alt for card in stage.last("ada").reply.cards for media in card.media] == [
        "Stripes, where a fox was asked for"
    ] * 2


async def test_a_reviewer_is_made_and_judges(store, clock, tmp_path, load):
    built = app.build(Settings(data=tmp_path), reviewer=lambda _settings: load("A reviewer").ShoutReviewer())
    stage = Stage(make_services(store, clock, reviewer=built.services.reviewer))
    await stage.say("ada", "/imagine A FOX")
    await stage.settle()
    assert "harassment" in stage.text("ada")
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.last("ada").reply.cards[0].media


def test_a_setting_is_read_and_documented(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOTFEED_GREETING", "Welcome!")
    code = f"class Extended(Settings):\n{indent(block('A setting'), '    ')}"
    made = {"Settings": Settings, "Field": sys.modules["botfeed.settings"].Field, "__name__": __name__}
    exec(code, made)
    assert made["Extended"]().greeting == "Welcome!"
    (said,) = docs_settings.examples("title\n" + block("A setting", language="ini")).values()
    field = made["Extended"].model_fields["greeting"]
    assert "What botfeed says to somebody new." in docs_settings.section("BOTFEED_GREETING", said, field)


async def test_a_platform_answers_and_delivers(stage, load):
    postcards, counting = load("A platform"), load("A job and a message")
    services, messenger = stage.services, postcards.Messenger()
    services.messengers["postcards"] = messenger
    listing.add(services, counting.count, counting.counted)
    said = await postcards.receive(services, 1, "ada", "/handle ada_of_the_post")
    assert "ada_of_the_post" in said
    assert await postcards.receive(services, 1, "ada", "/handle ada_of_the_post") == said, "a repeat has no effect"
    to = counting.To(Address("postcards", "ada"), key="once")
    await services.store.run(lambda uow: counting.counted.post(uow, to, total=3))
    await stage.settle()
    assert list(messenger.sent.values()) == ["I counted to 3."]
