"""Button payloads stay valid for years: parameters may be appended, never reordered, renamed or removed.
`payloads.json` holds every command with its parameters as released, in the order of the alphabet; new ones are added
there by hand.
"""

import json
from pathlib import Path

import pytest

from botfeed import catalog
from botfeed.core.parsing.menu import Menu

MENU = Menu(catalog.COMMANDS)
GOLDEN = json.loads((Path(__file__).parent / "payloads.json").read_text())


@pytest.mark.parametrize("name", GOLDEN)
def test_a_released_payload_decodes_to_the_same_command(name):
    released = GOLDEN[name]
    assert [spec.name for spec in MENU[name].specs][: len(released)] == released
    payload = "/".join([name, *("x" for _ in released)])
    found = MENU.decode(payload)
    assert found == (MENU[name], dict.fromkeys(released, "x"))


def test_every_command_is_in_the_golden_file():
    said = {what.name: [spec.name for spec in what.specs] for what in MENU}
    assert said == GOLDEN, "add what is new to tests/payloads.json; nothing there may change"


def test_the_golden_file_is_alphabetical():
    assert list(GOLDEN) == sorted(GOLDEN)


def test_the_first_released_payloads_are_unchanged():
    assert MENU.encode("like", {"post": "0123456789A", "wanted": "1"}) == "like/0123456789A/1"
    assert MENU.encode("feed", {}) == "feed"
