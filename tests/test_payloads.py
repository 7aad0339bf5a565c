"""Buttons live for years: a verb's parameters may be appended, never reordered, renamed or taken away.

`payloads.json` holds every verb with its parameters as released. A new verb or parameter is added there by hand.
"""

import json
from pathlib import Path

import pytest

from botfeed import catalog
from botfeed.core.parsing.menu import Menu

MENU = Menu(catalog.COMMANDS)
GOLDEN = json.loads((Path(__file__).parent / "payloads.json").read_text())


@pytest.mark.parametrize("name", GOLDEN)
def test_a_released_button_still_means_the_same(name):
    released = GOLDEN[name]
    assert [spec.name for spec in MENU[name].specs][: len(released)] == released
    payload = "/".join([name, *("x" for _ in released)])
    found = MENU.decode(payload)
    assert found == (MENU[name], dict.fromkeys(released, "x"))


def test_every_verb_is_held():
    said = {what.name: [spec.name for spec in what.specs] for what in MENU}
    assert said == GOLDEN, "add what is new to tests/payloads.json; nothing there may change"


def test_a_like_as_it_was_written_first():
    assert MENU.encode("like", {"post": "0123456789A", "wanted": "1"}) == "like/0123456789A/1"
    assert MENU.encode("feed", {}) == "feed"
