"""The example of the page about extending works: its command appears on every platform."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from botfeed import catalog
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.parsing.menu import Menu
from botfeed.testing.plugin import make_house
from botfeed.testing.stage import Stage

PAGE = Path(__file__).parent.parent / "docs" / "extending.md"


@pytest.fixture
def menu(tmp_path):
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[1]
    assert len([line for line in code.splitlines() if line.strip()]) <= 15
    file = tmp_path / "haiku.py"
    file.write_text(code)
    spec = importlib.util.spec_from_file_location("haiku_of_the_page", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield Menu((*catalog.COMMANDS, *module.COMMANDS), BUTTONS)
    del sys.modules[spec.name]


@pytest.fixture
def stage(store, clock, menu):
    return Stage(make_house(store, clock, menu=menu))


async def test_the_example_command_runs_in_the_console(stage):
    await stage.say("ada", "/haiku the moon")
    assert stage.text("ada").startswith("the moon in the rain")


async def test_a_missing_argument_of_the_example_is_asked_for(stage):
    await stage.say("ada", "/haiku")
    assert [field.name for field in stage.last("ada").reply.ask.fields] == ["about"]


async def test_the_button_of_the_example_paints(stage):
    await stage.say("ada", "/haiku the moon")
    await stage.press("ada", "Paint")
    await stage.settle()
    assert stage.last("ada").reply.cards[0].media


def test_the_example_command_is_registered_on_discord(menu):
    from botfeed.adapters.discord import schema

    (command,) = [c for c in schema.commands(menu) if c["name"] == "haiku"]
    assert command["description"] == "Write three short lines about something."
    assert [(o["name"], o["required"], o["max_length"]) for o in command["options"]] == [("about", True, 40)]


def test_the_example_command_is_in_the_telegram_menu(menu):
    from botfeed.adapters.telegram import schema

    assert ("haiku", "Write three short lines about something.") in schema.menu(menu, "en", "all_private_chats")


def test_the_example_command_is_in_the_web_menu(menu):
    from botfeed.adapters.web import schema
    from botfeed.core.language.i18n import words

    (entry,) = [c for c in schema.menu(menu, words("en")) if c["names"] == ["haiku"]]
    assert [option["name"] for option in entry["fields"]] == ["about"]
