"""Lines as phones and keyboards of the world write them, and values in either language."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed import catalog
from botfeed.core.chat import values
from botfeed.core.language import choice_words
from botfeed.core.language.i18n import LANGUAGES, words
from botfeed.core.parsing import command_names, command_parser
from botfeed.core.parsing.menu import Menu

MENU = Menu(catalog.COMMANDS)
SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
DASHES = ["--", "—", "–", "‑‑", "−−", "‑", "−", "――", "––", "——", "-–", "－－", "﹣﹣", "‐‐", "‒", "-—"]
QUOTES = [
    '"{}"',
    "“{}”",
    "„{}“",
    "„{}”",
    "«{}»",
    "»{}«",
    "‘{}’",
    "‚{}‘",
    "'{}'",
    "”{}”",
    "＂{}＂",
    '“{}"',
    "「{}」",
    "『{}』",
    "‹{}›",
]
CHOICES = {
    spec.kind: (what, spec) for what in catalog.COMMANDS for spec in what.specs if issubclass(spec.kind, StrEnum)
}
OFFERED = [(kind, choice) for kind in CHOICES for choice in kind]


def bound(line):
    found = MENU.find(line)
    assert found, line
    return values.bind(found[0], command_parser.parse(*found), lambda _: 7).values


@given(st.lists(st.sampled_from(SPACES), min_size=1, max_size=3).map("".join))
def test_any_space_parts_words(space):
    got = bound(f"/imagine{space}a{space}fox{space}--shape{space}wide{space}--here")
    assert (got["prompt"].split(), got["shape"], got["here"]) == (["a", "fox"], "wide", True)
    got = bound(f"/digest{space}set{space}9{space}New{space}York")
    assert (got["hour"], got["zone"]) == (9, "America/New_York")


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("name", ["shape", "formato"])
def test_any_dash_marks_an_option(dash, name):
    for line in (
        f"/imagine a fox {dash}{name} wide",
        f"/imagine {dash}{name}=wide a fox",
        f"/imagine a fox {dash}{name.upper()} WIDE",
    ):
        got = bound(line)
        assert (got["prompt"], got["shape"]) == ("a fox", "wide"), line


@pytest.mark.parametrize("quote", QUOTES)
def test_any_quotes_hold_a_value_together(quote):
    line = f"/publish X --caption {quote.format('Winter, at last')} --audience everyone"
    assert bound(line)["caption"] == "Winter, at last"
    assert bound(f"/imagine --style {quote.format('oil painting')} a fox")["prompt"] == "a fox"


@pytest.mark.parametrize(
    "prompt",
    [
        "a fox — shape of water",
        "l'albero dell'orto",
        "the 'old' oak",
        "a fox —at dusk",
        "5 – 6 owls",
        "a — b",
        "rock ’n’ roll",
        "“a fox” in snow",
    ],
)
def test_signs_inside_a_prompt_stay(prompt):
    assert bound(f"/imagine {prompt}")["prompt"] == prompt


@pytest.mark.parametrize("prompt", ["a fox", "l'albero"])
def test_an_apostrophe_opens_no_quotes(prompt):
    assert bound(f"/publish X --caption {prompt}'s 'den' --audience everyone")["caption"] == f"{prompt}'s 'den'"


@pytest.mark.parametrize(("kind", "choice"), OFFERED, ids=[f"{kind.__name__}-{choice}" for kind, choice in OFFERED])
def test_every_choice_is_understood_in_every_language_and_spelling(kind, choice):
    """Whatever the account's language is: the parser does not ask for it."""
    what, spec = CHOICES[kind]
    for language in LANGUAGES:
        shown = words(language).s(str(choice))
        for typed in (shown, shown.upper(), f" {shown} ", shown.replace(" ", "_")):
            assert values.value(spec, typed, lambda _: 7) is choice, typed
        if not spec.param.rest:
            name = command_names.option(spec.name, language)
            assert command_parser.parse(what, f"--{name} {shown}")[spec.name] == shown


@pytest.mark.parametrize(
    ("typed", "choices", "meant"),
    [
        ("largo", ("square", "wide", "tall"), "wide"),
        ("larga", ("square", "wide", "tall"), "wide"),
        ("panoramica", ("square", "wide", "tall"), "wide"),
        ("alto", ("square", "wide", "tall"), "tall"),
        ("quadrato", ("square", "wide", "tall"), "square"),
        ("16:9", ("square", "wide", "tall"), "wide"),
        ("landscape", ("square", "wide", "tall"), "wide"),
        ("tutti", ("everyone", "followers", "here"), "everyone"),
        ("seguaci", ("everyone", "followers", "here"), "followers"),
        ("acquerello", choice_words.STYLES, "watercolour"),
        ("INCHIOSTRO", choice_words.STYLES, "ink"),
        ("pixel-art", choice_words.STYLES, "pixel art"),
        ("3d", choice_words.STYLES, "3D render"),
        ("round", ("square", "wide", "tall"), None),
        ("", ("square", "wide", "tall"), None),
    ],
)
def test_other_words_for_a_choice_are_understood(typed, choices, meant):
    assert choice_words.meant(typed, choices) == meant


@pytest.mark.parametrize(
    ("line", "hour", "minute", "zone", "days"),
    [
        ("/digest set 9:30", 9, 30, "", ""),
        ("/digest set 9pm", 21, 0, "", ""),
        ("/digest set alle 9 Roma", 9, 0, "Europe/Rome", ""),
        ("/digest set le nove", 9, 0, "", ""),
        ("/digest imposta alle nove e mezza New York feriali", 9, 30, "America/New_York", "feriali"),
        ("/digest set 7 di sera São Paulo", 19, 0, "America/Sao_Paulo", ""),
        ("/digest set 9 --zone New York --size 4", 9, 0, "America/New_York", ""),
        ("/digest set --hour 9.30 --fuso Los Angeles", 9, 30, "America/Los_Angeles", ""),
        ("/digest set 9 lunedì e venerdì", 9, 0, "", "lunedì e venerdì"),
        ("/digest set 9 UTC+5:30 ogni giorno", 9, 0, "Asia/Kolkata", "ogni giorno"),
        ("/digest set 9 --minute 15", 9, 15, "", ""),
    ],
)
def test_hours_zones_and_days_are_typed_in_words(line, hour, minute, zone, days):
    got = bound(line)
    assert (got["hour"], got["minute"], got["zone"], got["days"]) == (hour, minute, zone, days)


@pytest.mark.parametrize("typed", ["3", "３", "٣", "three", "tre", "Tre ", "THREE", "०3"])
def test_numbers_are_read_in_digits_of_any_script_and_in_words(typed):
    assert bound(f"/imagine a fox --count {typed}")["count"] == 3


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("9", "9"),
        ("9:30", "9:30"),
        ("alle nove e mezza", "9:30"),
        ("off", "off"),
        ("no", "off"),
        ("niente", "off"),
        ("25", "25"),
    ],
)
def test_the_hour_of_a_places_digest_is_typed_in_words(line, hour):
    assert bound(f"/space setup --hour {line}")["hour"] == hour


@pytest.mark.parametrize("line", ["/feed “for you”", "/feed per te", "/feed 'Per te'", "/feed FOR-YOU"])
def test_a_view_of_two_words_is_understood(line):
    assert bound(line)["view"] == "for you"


@pytest.mark.parametrize("typed", ["yes", "sì", "SI", "Sí", "on", "vero", "1", "１"])
def test_yes_is_yes_in_either_language(typed):
    assert bound(f"/imagine a fox --here {typed}")["here"] is True


@pytest.mark.parametrize(
    "line",
    [
        "/IMAGINE a fox",
        "/immagina a fox",
        "/Immagina\u3000a fox",
        " /imagine a fox",
        "/imagine@bot a fox",
        "/ｉｍａｇｉｎｅ a fox",
        "／imagine a fox",
        "\u200b/imagine a fox",
        "/imagi\u200bne a fox",
    ],
)
def test_a_command_is_found_however_it_is_typed(line):
    assert bound(line)["prompt"] == "a fox"
