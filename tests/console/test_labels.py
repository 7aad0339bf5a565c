"""Which button is meant."""

import pytest

from botfeed.adapters.console import labels
from botfeed.core.chat import i18n
from botfeed.core.chat.message import Action

CARD = [
    Action("♥ Like 3", "like"),
    Action("💬 12", "comment"),
    Action("Remix", "remix"),
    Action("1", "choose"),
    Action("⋯", "more"),
    Action("Edit caption", "caption"),
    Action("The page", "", url="https://example.org/"),
]


@pytest.mark.parametrize(
    ("wanted", "command"),
    [
        ("Like", "like"),
        ("like", "like"),
        ("♥ Like 3", "like"),
        ("♥ like 4", "like"),
        ("♥", "like"),
        ("Comment", "comment"),
        ("REMIX", "remix"),
        ("1", "choose"),
        ("more", "more"),
        ("⋯", "more"),
        ("edit  Caption", "caption"),
    ],
)
def test_a_label_is_found_by_what_it_says(wanted: str, command: str) -> None:
    found = labels.pick(CARD, wanted)
    assert found is not None
    assert found.command == command


@pytest.mark.parametrize("wanted", ["3", "12", "Publish", "Remi", "Edit", "The page", "?", " "])
def test_what_is_not_there_is_not_guessed(wanted: str) -> None:
    assert labels.pick(CARD, wanted) is None


def test_the_same_letters_come_before_the_same_meaning() -> None:
    pair = [Action("Digest at 9", "nine"), Action("Digest at 10", "ten")]
    found = labels.pick(pair, "digest at 10")
    assert found is not None
    assert found.command == "ten"


def test_an_italian_button_goes_by_its_english_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        i18n.words("it"), "entries", lambda: {"♥ Like {n}": "♥ Mi piace {n}", "Remix": "Rifai"}, raising=False
    )
    labels._originals.cache_clear()
    assert labels.names(Action("♥ Mi piace 4", "like")) == {"mi piace", "like"}
    assert labels.pick([Action("Rifai", "remix")], "Remix") is not None
    labels._originals.cache_clear()
