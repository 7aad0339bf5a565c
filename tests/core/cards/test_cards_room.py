"""Cards are built in `core/cards`, and nowhere else in the product."""

import ast
from pathlib import Path

import pytest

import botfeed

PACKAGE = Path(botfeed.__file__).parent
ROOM = PACKAGE / "core" / "cards"
TESTING = PACKAGE / "testing"
FILES_MOST = 16  # in one folder


def constructions(source):
    """Return the lines that call `Card`, under whatever name it was imported."""
    tree = ast.parse(source)
    imported = (alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names)
    names = {alias.asname or alias.name for alias in imported if alias.name == "Card"} | {"Card"}
    return [call.lineno for call in ast.walk(tree) if isinstance(call, ast.Call) and called(call.func) in names]


def called(func):
    """Return the last name of what is called."""
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def test_no_other_room_and_no_adapter_builds_a_card():
    outside = [path for path in sorted(PACKAGE.rglob("*.py")) if not {ROOM, TESTING} & {*path.parents}]
    assert len(outside) > 250
    built = {str(path.relative_to(PACKAGE)): constructions(path.read_text("utf-8")) for path in outside}
    assert {path: lines for path, lines in built.items() if lines} == {}


def test_the_room_builds_cards():
    assert any(constructions(path.read_text("utf-8")) for path in ROOM.rglob("*.py"))


@pytest.mark.parametrize(
    "source",
    [
        "from botfeed.core.chat.message import Card\nCard(words)",
        "from botfeed.core.chat.message import Card as Answer\nAnswer(words)",
        "from botfeed.core.chat import message\nmessage.Card(words)",
    ],
)
def test_a_construction_is_found_under_each_name(source):
    assert constructions(source) == [2]


def test_a_type_hint_is_no_construction():
    source = "from botfeed.core.chat.message import Card\ndef settings(ctx) -> Card:\n    return cards.settings(ctx)"
    assert constructions(source) == []


def test_no_folder_of_the_room_is_overfull():
    folders = [ROOM, *(path for path in ROOM.iterdir() if path.is_dir())]
    assert {str(folder): n for folder in folders if (n := len(list(folder.glob("*.py")))) > FILES_MOST} == {}
