"""Help texts, on the command line and in a chat, are for people: none speaks of exceptions."""

import re

import pytest
from typer.main import get_command

from botfeed import admin, catalog
from botfeed.cli import app

CODE = re.compile(r"\b(Raises?|Returns?|BadInput|NotFound|Forbidden|\w+Error|\w+Exception|None|True|False)\b|`")


def told(command, name):
    """Give each help text of a command line's command, its options and the commands below it, with its name."""
    yield name, command.help or ""
    for param in command.params:
        yield f"{name} {param.name}", getattr(param, "help", None) or ""
    for below, inside in getattr(command, "commands", {}).items():
        yield from told(inside, f"{name} {below}")


COMMAND_LINE = dict(told(get_command(app), "botfeed"))


def test_the_command_line_is_read_wholly():
    assert {"botfeed run", "botfeed chat json", "botfeed admin unsuspend", "botfeed admin access deny"} <= set(
        COMMAND_LINE
    )


@pytest.mark.parametrize("name", COMMAND_LINE)
def test_no_help_on_the_command_line_speaks_of_exceptions(name):
    assert not CODE.search(COMMAND_LINE[name])


@pytest.mark.parametrize("what", catalog.COMMANDS, ids=lambda what: what.name)
def test_no_menu_text_speaks_of_exceptions(what):
    for line in (what.says, what.title, *(s.param.says for s in what.specs), *(s.param.asks for s in what.specs)):
        assert not CODE.search(line or "")


@pytest.mark.parametrize(
    ("people", "words"),
    [(0, "Nobody had to be told why."), (1, "One person is told why."), (2, "2 people are told why.")],
)
def test_a_decision_says_in_words_how_many_are_told(people, words):
    assert admin._heard(people) == words
