"""Reading a prompt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from botfeed_sketch.reading import parser, unknown_nouns
from botfeed_sketch.subjects import ALL, Subject

FORMS = [(form, plural, subject) for subject in ALL for form, plural in subject.forms()]
ITALIAN = {
    "volpe": "fox", "volpi": "fox", "orso": "bear", "gufo": "owl", "gatti": "cat", "cane": "dog", "cavallo": "horse",
    "elefante": "elephant", "pinguini": "penguin", "tartaruga": "turtle", "farfalla": "butterfly", "ape": "bee",
    "lumaca": "snail", "rana": "frog", "topo": "mouse", "leone": "lion", "pecore": "sheep", "mucca": "cow",
    "maiale": "pig", "anatra": "duck", "drago": "dragon", "balena": "whale", "pesce": "fish", "albero": "tree",
    "fiori": "flower", "girasole": "sunflower", "funghi": "mushroom", "mela": "apple", "casa": "house",
    "castello": "castle", "faro": "lighthouse", "torre": "tower", "mulino": "windmill", "chiesa": "church",
    "ponte": "bridge", "tenda": "tent", "città": "city", "macchina": "car", "treno": "train", "barca": "sailboat",
    "nave": "ship", "bicicletta": "bicycle", "aereo": "plane", "razzo": "rocket", "mongolfiera": "hot-air balloon",
    "sottomarino": "submarine", "trattore": "tractor", "persona": "person", "donna": "woman", "mago": "wizard",
    "re": "king", "regina": "queen", "fantasma": "ghost", "cavaliere": "knight", "sole": "sun", "luna": "moon",
    "stella": "star", "nuvola": "cloud", "arcobaleno": "rainbow", "pianeta": "planet", "montagna": "mountain",
    "vulcano": "volcano", "ombrello": "umbrella", "tazza": "cup", "libro": "book", "lampada": "lamp",
    "chitarra": "guitar", "orologio": "clock", "chiave": "key", "cuore": "heart", "corona": "crown",
}  # fmt: skip


def names(prompt: str) -> list[str]:
    return [mention.subject.name for mention in parser.parse(prompt).mentions]


def test_there_are_more_than_sixty_subjects_with_names_of_their_own() -> None:
    assert len({subject.name for subject in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize(("form", "plural", "subject"), FORMS, ids=[f"{form}-{s.name}" for form, _, s in FORMS])
def test_every_noun_finds_its_drawing(form: str, plural: bool, subject: Subject) -> None:
    mentions = parser.parse(form).mentions
    assert [mention.subject for mention in mentions] == [subject]
    assert parser.parse(form).missing == ()


@pytest.mark.parametrize(("noun", "name"), ITALIAN.items())
def test_italian_nouns(noun: str, name: str) -> None:
    assert names(noun) == [name]


@pytest.mark.parametrize(
    ("prompt", "drawn"),
    [
        ("a fox and an owl", [("fox", 1, ""), ("owl", 1, "")]),
        ("three foxes", [("fox", 3, "")]),
        ("tre volpi rosse", [("fox", 3, "red")]),
        ("foxes in snow", [("fox", 0, "")]),
        ("a red fox and a blue bird", [("fox", 1, "red"), ("bird", 1, "blue")]),
        ("una volpe blu e un gatto nero", [("fox", 1, "blue"), ("cat", 1, "black")]),
        ("un gatto rosa", [("cat", 1, "pink")]),
        ("una rosa gialla", [("rose", 1, "yellow")]),
        ("a hot air balloon over the sea", [("hot-air balloon", 1, "")]),
        ("L'ORSO e l'ape", [("bear", 1, ""), ("bee", 1, "")]),
        ("deer", [("deer", 1, "")]),
        ("nine cats", [("cat", 7, "")]),
    ],
)
def test_counts_and_colours(prompt: str, drawn: list[tuple[str, int, str]]) -> None:
    found = [(mention.subject.name, mention.count, mention.colour) for mention in parser.parse(prompt).mentions]
    assert found == drawn


@pytest.mark.parametrize(
    ("prompt", "place", "hour", "weather"),
    [
        ("a fox in a snowy forest at night", "forest", "night", ("snow",)),
        ("una barca sul mare al tramonto", "sea", "sunset", ()),
        ("a castle in the fog at dawn", "", "dawn", ("fog",)),
        ("un gatto nella pioggia in città", "city", "", ("rain",)),
        ("a dog under a starry sky", "", "", ("stars",)),
        ("a bird in the sky over a lake", "lake", "", ()),
        ("a goat in the mountains", "mountains", "", ()),
    ],
)
def test_place_time_and_weather(prompt: str, place: str, hour: str, weather: tuple[str, ...]) -> None:
    parsed = parser.parse(prompt)
    assert (parsed.place, parsed.hour, parsed.weather) == (place, hour, weather)


def test_a_mountain_is_a_subject_unless_something_is_in_it() -> None:
    assert names("a mountain") == ["mountain"]
    assert names("a fox in the mountains") == ["fox"]


def test_stars_beside_somebody_are_the_night() -> None:
    parsed = parser.parse("a fox and the stars")
    assert [mention.subject.name for mention in parsed.mentions] == ["fox"]
    assert parsed.hour == "night"


@pytest.mark.parametrize(
    ("prompt", "relation"),
    [
        ("a cat on a horse", "on"),
        ("un gatto sotto un ombrello", "under"),
        ("a king riding a dragon", "on"),
        ("a cat and a horse on a beach", ""),
        ("a fox under the moon", ""),
    ],
)
def test_relations(prompt: str, relation: str) -> None:
    assert parser.parse(prompt).relation == relation


def test_a_colour_that_belongs_to_nothing_drawn_tints_the_scene() -> None:
    assert parser.parse("a pink sky over a lake").tint == "pink"
    assert parser.parse("a pink fox").tint == ""


@pytest.mark.parametrize(
    ("prompt", "missing"),
    [
        ("a unicorn", ("unicorn",)),
        ("a unicorn in the mountains", ("unicorn",)),
        ("a fox and a dinosaur", ("dinosaur",)),
        ("un dinosauro verde che balla", ("dinosauro",)),
        ("a big scary purple jellyfish", ("jellyfish",)),
        ("a sleeping fox, very quiet", ()),
        ("beautiful watercolor painting of a fox, highly detailed", ()),
        ("an ape", ("ape",)),
        ("un'ape", ()),
        ("a wolf, a goat and a camel", ("wolf", "goat", "camel")),
        ("sunset", ()),
        ("狐狸", ("狐狸",)),
        ("बिल्ली", ("बिल्ली",)),
        ("แมวน้ำ", ("แมวน้ํา",)),
        ("a 🦊", ()),
        ("", ()),
    ],
)
def test_nouns_it_cannot_draw_are_admitted(prompt: str, missing: tuple[str, ...]) -> None:
    assert parser.parse(prompt).missing == missing


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_it_raise(prompt: str) -> None:
    parsed = parser.parse(prompt)
    assert len(parsed.mentions) <= parser.MOST_MENTIONS
    assert len(parsed.missing) <= unknown_nouns.MOST_MISSING


VOCABULARY = st.sampled_from(
    ["a", "the", "un", "una", "due", "three", "red", "rosa", "blu", "on", "under", "sotto", "in", "fox", "volpi", "cat",
     "sea", "mare", "moon", "stars", "boat", "umbrella", "mountain", "city", "snow", "night", "zebra", ",", "and"]
)  # fmt: skip


@given(st.lists(VOCABULARY, max_size=14))
@settings(max_examples=300, deadline=None)
def test_words_in_any_order_are_understood_somehow(parts: list[str]) -> None:
    parsed = parser.parse(" ".join(parts))
    assert all(0 <= mention.count <= 7 for mention in parsed.mentions)
    assert len({mention.subject.name for mention in parsed.mentions}) == len(parsed.mentions)
