"""One tokenizer: what is written is found by what is sought, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import tokenizer
from botfeed.core.language.folding import fold

FOUND = {  # in each language a text, and what must find it
    "Arabic": ("القطط على السطح", ["قطط", "السطح", "سطح"]),
    "Armenian": ("կատուն տանիքին", ["կատուն", "ԿԱՏՈՒՆ"]),
    "Bengali": ("ছাদে বিড়াল", ["বিড়াল"]),
    "Burmese": ("ကြောင်လေးအမိုးပေါ်မှာ", ["ကြောင်", "အမိုး"]),
    "Chinese": ("屋顶上的猫很可爱", ["猫", "屋顶", "可爱", "屋顶上的猫"]),
    "English": ("Two castles and the foxes' den", ["castle", "CASTLES", "fox", "the foxes", "dens"]),
    "French": ("L’été à la plage", ["ete", "ÉTÉ", "plage", "plages"]),
    "German": ("Mein Winterschloß in den Bergen", ["Schloss", "SCHLOSS", "winterschloß", "berg", "Winter"]),
    "Greek": ("Η γάτα στη στέγη", ["γατα", "ΓΑΤΑ", "γάτες"]),
    "Hebrew": ("החתול על הגג", ["החתול", "חתול", "הַגַּג"]),
    "Hindi": ("छत पर बिल्ली", ["बिल्ली", "बिल्लियाँ"]),
    "Italian": ("La volpe nella città", ["volpi", "citta", "CITTÀ", "della volpe"]),
    "Japanese": ("雪の中の狐を描きました", ["狐", "雪", "雪の中の狐", "描き", "ました"]),
    "Japanese, kana": ("キツネとうさぎ", ["きつね", "キツネ", "ｷﾂﾈ", "ウサギ"]),
    "Khmer": ("ឆ្មានៅលើដំបូល", ["ឆ្មា"]),
    "Korean": ("지붕 위의 고양이가", ["고양이", "지붕"]),
    "Lao": ("ແມວຢູ່ເທິງຫລັງຄາ", ["ແມວ"]),
    "Malayalam": ("പൂച്ചയുടെ കവിത", ["കവിത", "പൂച്ച"]),
    "Persian": ("گربه را می‌خواهم", ["می‌خواهم", "میخواهم", "گربه"]),
    "Polish": ("Łódka na jeziorze", ["lodka", "ŁÓDKA"]),
    "Russian": ("Рыжие лисы и ёжик в снегу", ["лиса", "ЛИСЫ", "ежик", "снег"]),
    "Spanish": ("El niño y el corazón", ["nino", "CORAZON"]),
    "Tamil": ("கூரையில் பூனை", ["பூனை"]),
    "Thai": ("แมวนอนบนหลังคา", ["แมว", "หลังคา"]),
    "Turkish": ("İSTANBUL'da kedi", ["istanbul", "ıstanbul", "kedi"]),
    "Ukrainian": ("їжак у траві", ["їжак", "ЇЖАК"]),
    "Vietnamese": ("Mèo trên mái nhà", ["meo", "MÈO", "mai nha"]),
    "emoji": ("🦊❤️ in snow", ["🦊", "❤", "snow 🦊"]),
    "mixed": ("iPhone15の写真2026年", ["iphone15", "写真", "2026", "年"]),
}


def finds(typed: str, text: str) -> bool:
    """Return True if every sought word matches a token, is the beginning of one, or the end of a long one."""
    held = tokenizer.tokens(text)

    def matched(word: tokenizer.Sought) -> bool:
        if set(word.tokens) & set(held):
            return True
        return any(mark and token.startswith(mark) for mark in (word.begins, word.ends) for token in held)

    asked = tokenizer.sought(typed, 20)
    return bool(asked) and all(matched(word) for word in asked)


def held(typed: str, text: str) -> bool:
    """Return True if the folded text has a piece of every word, as a library is searched."""
    hay, words = tokenizer.haystack(text), tokenizer.needles(typed, 20)
    return bool(words) and all(any(piece in hay for piece in word) for word in words)


@pytest.mark.parametrize("language", FOUND)
def test_words_of_every_language_are_found(language):
    text, wanted = FOUND[language]
    for typed in wanted:
        assert finds(typed, text), typed
        assert held(typed, text), typed


@pytest.mark.parametrize(
    ("typed", "text"), [("bear", "a fox"), ("犬", "雪の中の狐"), ("кот", "лиса"), ("paint", "pain")]
)
def test_other_words_are_not_found(typed, text):
    assert not finds(typed, text)
    assert not held(typed, text)


@given(st.text())
def test_a_text_is_found_by_its_own_words(said):
    if tokenizer.words(said):
        assert finds(said, said)
        assert held(said, said)


@given(st.text())
def test_tokens_are_folded_and_of_bounded_length(said):
    for token in tokenizer.tokens(said):
        assert fold(token) == token
        assert len(token) <= tokenizer.WORD_MOST + 20  # an unspaced character may carry marks
        assert not any(sign.isspace() for sign in token)


@given(st.text(alphabet="ab1é क्षแม日のñßİ'’-_."))
def test_every_word_is_a_word_by_itself(said):
    for word in tokenizer.words(said):
        assert tokenizer.words(word) == [word]


def test_words_that_every_text_holds_are_left_out_unless_there_are_no_others():
    assert [word.word for word in tokenizer.sought("“the castle on the hill”", 8)] == ["castle", "hill"]
    assert [word.word for word in tokenizer.sought("the", 8)] == ["the"]
    assert [word.word for word in tokenizer.sought("il castello sulla collina", 8)] == ["castello", "collina"]


def test_only_words_are_shown_as_reasons():
    shown = [token for token in tokenizer.tokens("the castles 雪の中の狐 winterschloss") if tokenizer.says(token)]
    assert shown == ["the", "castles", "雪", "中", "狐", "winterschloss"]
    assert tokenizer.written("Été à Straße")["ete"] == "Été"
