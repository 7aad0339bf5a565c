"""One folding for all words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import folding
from botfeed.core.language.folding import fold

EQUAL = {  # in each language, spellings that people take for one
    "Arabic": ("مَكْتَبَة", "مكتبه"),
    "Azerbaijani": ("Bakı", "BAKI", "baki"),
    "Croatian": ("Đakovo", "ĐAKOVO", "dakovo"),
    "Czech": ("Příliš", "PŘÍLIŠ", "prilis"),
    "Danish": ("Rødgrød", "RØDGRØD", "rodgrod"),
    "French": ("Œuvre d’été", "œUVRE D’ÉTÉ", "oeuvre d’ete"),
    "German": ("Straße", "STRASSE", "strasse", "Straſse"),
    "Greek": ("Άνθρωπος", "ΑΝΘΡΩΠΟΣ", "ανθρωποσ"),
    "Hebrew": ("שָׁלוֹם", "שלום"),
    "Hindi": ("क़लम", unicodedata.normalize("NFD", "क़लम")),
    "Icelandic": ("Þór", "ÞÓR", "thor"),
    "Italian": ("Città", "CITTÀ", "citta"),
    "Japanese": ("キツネ", "きつね", "ｷﾂﾈ"),
    "Korean": ("고양이", unicodedata.normalize("NFD", "고양이")),
    "Persian": ("می‌خواهم", "میخواهم"),
    "Polish": ("Łódź", "ŁÓDŹ", "lodz"),
    "Russian": ("Ёжик", "ЁЖИК", "ежик", "Е́жик"),
    "Turkish": ("İstanbul", "istanbul", "ISTANBUL", "ıstanbul"),
    "Vietnamese": ("Đà Nẵng", "đà nẵng", "Da Nang"),
    "digits": ("२०२६", "٢٠٢٦", "２０２６", "2026"),
    "ligatures": ("ﬁre", "FIRE", "ﬁRE"),
    "widths": ("Ｆｏｘ", "fox"),
}
APART = {  # what a script writes as letters of their own
    "Cyrillic": ("май", "маи"),
    "Devanagari": ("कि", "की", "क"),
    "Japanese": ("かき", "がき"),
    "Thai": ("แมว", "แมว่"),
    "Ukrainian": ("їжак", "іжак"),
    "Malayalam": ("കവിത", "കവത"),
}


@pytest.mark.parametrize("language", EQUAL)
def test_spellings_of_one_word_are_equal(language):
    assert len({fold(word) for word in EQUAL[language]}) == 1


@pytest.mark.parametrize("language", APART)
def test_letters_of_a_script_stay_apart(language):
    assert len({fold(word) for word in APART[language]}) == len(APART[language])


@given(st.text())
def test_folding_twice_changes_nothing(said):
    assert fold(fold(said)) == fold(said)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "Zs"])))
def test_forms_of_composition_are_equal(said):
    assert len({fold(unicodedata.normalize(form, said)) for form in ("NFC", "NFD", "NFKC", "NFKD")} | {fold(said)}) == 1


@given(st.text(st.characters(codec="latin-1", categories=["Lu", "Ll", "Nd", "Zs"])))
def test_case_is_equal(said):
    assert fold(said.upper()) == fold(said) == fold(said.casefold())


@given(st.text())
def test_nothing_folded_holds_a_sign_that_shows_nothing(said):
    assert not [sign for sign in fold(said) if unicodedata.category(sign) in ("Cf", "Cs")]


def test_names_are_compared_without_spaces_that_are_too_many():
    assert folding.same("  Café  noir ", "CAFE\u0301\u3000noir")
    assert folding.joined("For-You") == folding.joined("for you") == folding.joined("foryou")
