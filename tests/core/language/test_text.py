"""Text spans: typed text never becomes markup."""

from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import text
from botfeed.core.language.i18n import guess, words
from botfeed.core.language.text import Span, Style


def test_each_value_of_a_template_is_a_span_of_its_own():
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
def test_braces_in_typed_text_stay_braces(typed):
    assert str(text.fill("Say {x}.", {"x": typed})) == f"Say {typed}."


@given(st.text(max_size=200), st.integers(1, 60))
def test_a_shortened_text_is_never_longer(typed, most):
    assert len(text.shorten(typed, most)) <= most


def test_text_is_shortened_between_words():
    assert text.shorten("a fox asleep in the deep snow", 18) == "a fox asleep in…"


def test_empty_parts_are_not_joined():
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


def test_an_unknown_language_falls_back_to_english():
    assert words("xx").language == "en"
