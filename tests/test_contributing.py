"""The page about contributing tells the truth: its table, verb and test work as they are written there."""

import re
import sys
import types
from pathlib import Path

import pytest

from botfeed import catalog
from botfeed.core import model
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.parsing.menu import Menu
from botfeed.store.tables import SHAPES
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage

PAGE = (Path(__file__).parent.parent / "docs" / "contributing.md").read_text()
FILES = dict(re.findall(r"in `([^`]+\.py)`:\n\n```python\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture
def load(monkeypatch):
    """Return a function that makes a module of a file of the page."""

    def loaded(path):
        module = types.ModuleType(f"page_{Path(path).parent.name}_{Path(path).stem}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(FILES[path], path, "exec"), vars(module))
        return module

    return loaded


async def test_the_first_contribution_passes_its_test(store, clock, load, monkeypatch):
    favourite = load("botfeed/core/model/favourites.py").Favourite
    monkeypatch.setattr(model, "Favourite", favourite, raising=False)
    commands = load("botfeed/core/commands/favourites.py").COMMANDS
    tests = load("tests/core/commands/test_favourites.py")
    # Whoever follows the page in this clone has the table and the verb already.
    await store.with_connection(lambda connection: SHAPES[favourite].table.create(connection, checkfirst=True))
    others = [command for command in catalog.COMMANDS if command.name != "favourite"]
    stage = Stage(make_services(store, clock, menu=Menu((*others, *commands), BUTTONS)))
    await tests.test_a_favourite_is_counted_once_a_person(stage)


def test_every_command_line_names_a_tool_or_test_that_is_there():
    root = Path(__file__).parent.parent
    for module in re.findall(r"python -m (tools\.\w+)", PAGE):
        assert (root / f"{module.replace('.', '/')}.py").exists(), module
    for path in re.findall(r" (tests/\S+\.py)", PAGE):
        assert path in FILES or (root / path).exists(), path
    targets = re.findall(r"^(\w[\w-]*):", (root / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"`?\bmake ([a-z-]+)`", PAGE)) <= set(targets)
