"""Spans: what a person typed is never ours."""

from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import text
from botfeed.core.language.i18n import guess, words
from botfeed.core.language.text import Span, Style


def test_a_template_is_filled_with_spans_of_their_own():
    filled = text.fill(
        "Painting {what:b} for {who}.", {"what": "*a fox*", "who": text.link("ada", "https://x.example")}
    )
    assert filled.spans == (
        Span("Painting "),
        Span("*a fox*", Style.BOLD),
        Span(" for "),
        Span("ada", Style.LINK, "https://x.example"),
        Span("."),
    )


@given(st.text())
def test_braces_in_what_people_type_are_only_braces(typed):
    assert str(text.fill("Say {x}.", {"x": typed})) == f"Say {typed}."


@given(st.text(max_size=200), st.integers(1, 60))
def test_a_shortened_text_is_never_longer(typed, most):
    assert len(text.shorten(typed, most)) <= most


def test_words_are_cut_between_words():
    assert text.shorten("a fox asleep in the deep snow", 18) == "a fox asleep in…"


def test_what_is_empty_is_not_joined():
    assert str(text.join(["a", "", text.of(""), "b"])) == "a\nb"


def test_the_platforms_locale_is_the_first_guess():
    assert [guess(code) for code in ("it", "it-IT", "IT_it", "en-GB", "tlh", "")] == [
        "it",
        "it",
        "it",
        "en",
        "en",
        "en",
    ]


def test_a_language_that_we_do_not_speak_is_english():
    assert words("xx").language == "en"
