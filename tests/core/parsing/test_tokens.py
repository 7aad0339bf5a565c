"""Hashtags, mentions and words in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.language import text
from botfeed.core.parsing import tokens
from botfeed.core.social import search

MARKED = [
    ("a #Fox in #snow", ["fox", "snow"], []),
    ("thanks @Ada, and @ben_2.", [], ["ada", "ben_2"]),
    ("#été #ETE", ["ete"], []),
    ("number #1 of #2026", [], []),
    ("mail ada@example.org or a#b or x/@ada", [], []),
    ("##fox @@ada #", [], []),
    ("#fox#snow @ada@ben", ["fox", "snow"], []),
    ("(#fox) “@ada”", ["fox"], ["ada"]),
    ("https://x.org/#fox &#39; &#x27;", [], []),
]


@pytest.mark.parametrize(("said", "tags", "people"), MARKED)
def test_tags_and_mentions(said, tags, people):
    assert (tokens.tags(said), tokens.mentions(said)) == (tags, people)


@pytest.mark.parametrize("typed", ["狐", "#狐", "＃狐。", " #狐! ", "##狐"])
def test_a_typed_tag_may_bear_signs_at_its_ends(typed):
    assert tokens.named(typed) == {"狐": "狐"}


def test_tags_and_mentions_become_bold_spans():
    shown = tokens.marked("a #fox by @ada!")
    assert [(s.text, s.style) for s in shown.spans if s.style is text.Style.BOLD] == [
        ("#fox", text.Style.BOLD),
        ("@ada", text.Style.BOLD),
    ]
    assert not any(s.href for s in shown.spans)


@given(st.text())
def test_spans_keep_the_text(said):
    assert str(tokens.marked(said)) == said


@given(st.text(alphabet="#@ab_1é .-\n日İßﬁक्षแมで\u0301＃"))
def test_every_tag_can_be_searched_as_it_was_written(said):
    for tag, written in tokens.written(said).items():
        assert tokens.named(f"#{written}") == {tag: written}
        assert search.parse(f"#{written}").stem == f"#{tag}"


@given(st.text())
def test_any_search_text_parses(said):
    asked = search.parse(said)
    assert len(asked.words) <= search.ASKED
    assert all(word.word and len(word.word) <= tokens.TAG_MOST + 1 for word in asked.words)


TAGS = {  # a text in each script with a tag: the tag as it is written there
    "Arabic": ("قطتي على السطح #قطة، اليوم", "قطة"),
    "Armenian": ("իմ կատուն #կատու։", "կատու"),
    "Bengali": ("আমার বিড়াল #বিড়াল।", "বিড়াল"),
    "Burmese": ("ကြောင်လေး #ကြောင်။", "ကြောင်"),
    "Chinese": ("屋顶上的#猫，很可爱", "猫"),
    "Cyrillic": ("кот на крыше (#котёнок)", "котёнок"),
    "Devanagari": ("मेरी बिल्ली #बिल्ली!", "बिल्ली"),
    "English": ("my cat #Cats’ day", "Cats"),
    "Georgian": ("ჩემი კატა #კატა.", "კატა"),
    "German": ("auf der #Straße!", "Straße"),
    "Greek": ("η γάτα μου #γάτα;", "γάτα"),
    "Hebrew": ("החתול שלי #חָתוּל.", "חָתוּל"),
    "Hindi, joined": ("#क्‍ष।", "क्‍ष"),
    "Japanese": ("雪の中の#キツネ、描いた", "キツネ"),
    "Khmer": ("ឆ្មា #ឆ្មា។", "ឆ្មា"),
    "Korean": ("지붕 위의 #고양이.", "고양이"),
    "Lao": ("ແມວ #ແມວ…", "ແມວ"),
    "Malayalam": ("പൂച്ച #കവിത.", "കവിത"),
    "Persian": ("گربه #می‌خواهم.", "می‌خواهم"),
    "Tamil": ("என் #பூனை.", "பூனை"),
    "Thai": ("ภาพ#แมวน้ำ 2026", "แมวน้ำ"),
    "Turkish": ("#İstanbul'da", "İstanbul"),
    "Vietnamese": ("con #mèo, ở Việt Nam", "mèo"),
    "fullwidth sign": ("雪＃狐。", "狐"),
}


@pytest.mark.parametrize("script", TAGS)
def test_a_tag_of_any_script_ends_where_it_ends_and_is_shown_as_written(script):
    said, tag = TAGS[script]
    assert list(tokens.written(said).values()) == [tag]
    bold = [span.text for span in tokens.marked(said).spans if span.style is text.Style.BOLD]
    assert [shown[1:] for shown in bold] == [tag]
    assert tokens.tag(tag.upper()) == tokens.tag(tag) == tokens.tags(said)[0]


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("描いた@ada描いた", ["ada"]),
        ("＠ada、", ["ada"]),
        ("by @José and @Дмитрий", ["jose", "dmitriy"]),
        ("@ada's and @ben’s", ["ada", "ben"]),
        ("ada@example.org, @ada@example.org, x/@ada", []),
        ("แมว@ben", ["ben"]),
    ],
)
def test_a_mention_ends_where_no_handle_goes_on(said, people):
    assert tokens.mentions(said) == people
