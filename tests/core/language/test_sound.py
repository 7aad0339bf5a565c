"""Typed text is cleaned once, at the border: whatever shows nothing or turns directions is gone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import text
from botfeed.core.language.text import is_blank, sound

CLEANED = {
    "override": ("Official\u202e notice", "Official notice"),
    "isolates": ("\u2066a\u2067b\u2068c\u2069", "abc"),
    "marks of direction": ("\u200ea\u200fb\u061cc", "abc"),
    "zero width": ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
    "controls": ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
    "tags": ("a\U000e0041b", "ab"),
    "a flag": ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
    "a family": ("👩‍👩‍👧‍👦", None),
    "a heart": ("❤️‍🔥", None),
    "Persian": ("می‌خواهم", None),
    "Devanagari": ("क्‍ष", None),
    "a joiner in Latin": ("fo\u200dx a\u200cb", "fox ab"),
    "a joiner at the end": ("fox\u200d", "fox"),
    "a lone half": ("a\ud800b\udc00c", "a?b?c"),
    "two halves": ("\ud83e\udd8a", "🦊"),
    "line breaks": ("a\r\nb\rc\u2028d\x0be\x85f", "a\nb\nc\nd\ne\nf"),
    "tabs": ("a\tb", None),
    "decomposed": ("Cafe\u0301 の\u3099", "Café の\u3099"),
    "Hangul": (unicodedata.normalize("NFD", "고양이"), "고양이"),
    "shaped": ("ﬁ Ｆｏｘ ½", None),  # compatible forms are shown as they were written
}


@pytest.mark.parametrize("case", CLEANED)
def test_what_shows_nothing_is_taken_out_and_all_else_stays(case):
    typed, kept = CLEANED[case]
    assert sound(typed) == (typed if kept is None else kept)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_one_that_can_be_stored_and_stays_so(typed):
    kept = sound(typed)
    assert sound(kept) == kept == unicodedata.normalize("NFC", kept)
    kept.encode()
    assert not [
        c
        for c in kept
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    ]
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]


@given(st.text(st.characters(categories=["L", "N", "P", "Sm", "Zs"], exclude_characters="\u1160\u115f\u3164\uffa0")))
def test_plain_text_is_only_composed(typed):
    assert sound(typed) == unicodedata.normalize("NFC", typed)


@given(st.text("\u200b\u2060\ufeff\u00ad \u3000\u00a0\t\n\u3164\u2800\u115f\u1160\uffa0\u0301\ufe0f\u202e\u200d\u180e"))
def test_invisible_characters_alone_are_blank(typed):
    assert is_blank(typed)
    assert is_blank(sound(typed))


@given(st.text(), st.sampled_from("aßé狐क🦊٣!"))
def test_one_visible_sign_is_not_blank(typed, sign):
    assert not is_blank(typed + sign)
    assert not is_blank(sound(typed + sign))


def test_a_blank_text_may_be_empty():
    assert is_blank("")
    assert text.shorten("\u3000a\u00a0\n b", 9) == "a b"


@given(st.text("क्षि👩‍🔧🏽e\u0301 ab", min_size=5), st.integers(2, 20))
def test_a_shortened_text_parts_no_sign(typed, most):
    flat = " ".join(typed.split())
    short = text.shorten(typed, most)
    assert len(short) <= most
    if short != flat and len(short) > 2:
        kept = short.removesuffix("…")
        rest = flat[len(kept) :]
        assert not kept.endswith("\u200d")
        assert not rest or unicodedata.category(rest[0])[0] != "M" or len(kept) == 1
