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
    ("#fox#snow @ada@ben", [], []),
    ("(#fox) “@ada”", ["fox"], ["ada"]),
    ("https://x.org/#fox &#39; &#x27;", [], []),
]


@pytest.mark.parametrize(("said", "tags", "people"), MARKED)
def test_tags_and_mentions(said, tags, people):
    assert (tokens.tags(said), tokens.mentions(said)) == (tags, people)


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


@given(st.text())
def test_folding_is_idempotent(said):
    assert tokens.fold(tokens.fold(said)) == tokens.fold(said)


@given(st.text(alphabet="#@ab_1é .-\n日İßﬁ"))
def test_every_tag_and_word_can_be_searched(said):
    for tag in tokens.tags(said):
        assert tokens.tag(tag) == tag
        assert search.parse(f"#{tag}").stem == f"#{tag}"
    for word in tokens.words(said):
        assert tokens.words(word) == [word]


@given(st.text())
def test_any_search_text_parses(said):
    asked = search.parse(said)
    assert len(asked.words) < search.ASKED
    assert all(word and len(word) <= tokens.WORD_MOST + 1 for word in asked.words)
