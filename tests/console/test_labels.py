"""Matching of a button by its label."""

import pytest

from botfeed import catalog
from botfeed.adapters.console import labels
from botfeed.core.chat.message import Action
from botfeed.core.language import i18n
from botfeed.core.parsing.menu import Menu

MENU = Menu(catalog.COMMANDS)
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
def test_a_button_is_found_by_its_label(wanted: str, command: str) -> None:
    found = labels.pick(MENU, CARD, wanted)
    assert found is not None
    assert found.command == command


@pytest.mark.parametrize("wanted", ["3", "12", "Publish", "Remi", "Edit", "The page", "?", " "])
def test_a_missing_button_is_not_guessed(wanted: str) -> None:
    assert labels.pick(MENU, CARD, wanted) is None


def test_an_exact_label_precedes_a_similar_one() -> None:
    pair = [Action("Digest at 9", "nine"), Action("Digest at 10", "ten")]
    found = labels.pick(MENU, pair, "digest at 10")
    assert found is not None
    assert found.command == "ten"


def test_an_italian_button_is_found_by_its_english_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        i18n.words("it"), "entries", lambda: {"♥ Like {n}": "♥ Mi piace {n}", "Remix": "Rifai"}, raising=False
    )
    labels._originals.cache_clear()
    assert labels.names(Action("♥ Mi piace 4", "like")) == {"mi piace", "like"}
    assert labels.pick(MENU, [Action("Rifai", "remix")], "Remix") is not None
    labels._originals.cache_clear()


def test_a_verb_pressed_twice_keeps_the_state() -> None:
    liked = [Action("♥ Liked 1", "like", {"post": "AAAAAAAAAAA", "wanted": "0"}, payload="like/AAAAAAAAAAA/0")]
    again, back = labels.pick(MENU, liked, "Like"), labels.pick(MENU, liked, "Liked")
    assert again is not None
    assert (again.args["wanted"], again.payload) == ("1", "like/AAAAAAAAAAA/1")
    assert back is liked[0]
    unlike = labels.pick(MENU, liked, "Unlike")
    assert unlike is not None
    assert unlike.payload == "like/AAAAAAAAAAA/0"


def test_a_button_of_the_opposite_verb_matches_the_verb() -> None:
    follow, unfollow = Action("Follow", "follow", {"who": "ada"}), Action("Unfollow", "unfollow", {"who": "ada"})
    again = labels.pick(MENU, [unfollow], "follow")
    assert again is not None
    assert again.payload == "follow/ada"
    back = labels.pick(MENU, [follow], "Unfollow")
    assert back is not None
    assert back.payload == "unfollow/ada"
    assert labels.pick(MENU, [unfollow, follow], "Follow") is follow
    assert labels.pick(MENU, [Action("Like", "like", {"post": "x"})], "Unlike") is None


@pytest.mark.parametrize("label", ["Yes, delete", "Delete everything", "Sì, elimina", "Elimina per sempre"])
def test_the_same_word_pressed_twice_confirms(label: str) -> None:
    asked = [Action("Keep it", "more"), Action(label, "unpublish", {"post": "x", "sure": "1"})]
    assert labels.pick(MENU, asked, "Delete") is asked[1]
    assert labels.pick(MENU, [Action(label, "unpublish", {"post": "x"})], "Delete") is None
    assert labels.pick(MENU, asked, "everything") is None


def test_a_named_button_precedes_its_confirmation() -> None:
    pair = [Action("Delete for good", "discard", {"sure": "1"}), Action("Delete", "discard")]
    assert labels.pick(MENU, pair, "Delete") is pair[1]
