"""Rendering keeps Telegram's limits for any typed text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed import catalog
from botfeed.adapters.telegram import preview, render
from botfeed.adapters.telegram.api import autolinks
from botfeed.core.chat.message import Action, Ask, Card, Field, Media, Reply
from botfeed.core.language.text import Span, Style, Text
from botfeed.core.parsing.menu import Menu

MENU = Menu(catalog.COMMANDS)
spans = st.lists(
    st.builds(Span, st.text(max_size=300), st.sampled_from(Style), st.just("https://example.org/x")), max_size=8
)
labels = st.lists(st.text(min_size=1, max_size=90), min_size=1, max_size=30)


def quiet(text):
    """Return plain text as a card shows it."""
    return "".join(span.text for span in render.without_autolinks((Span(text),)))


def in_units(text):
    return text.encode("utf-16-le", "surrogatepass")


@given(spans, st.sampled_from([render.CAPTION, render.TEXT]))
def test_entities_stay_inside_the_text_and_mark_their_spans(given_spans, most):
    text, entities = render.words(Text(tuple(given_spans)), most)
    raw = in_units(text)
    assert len(raw) // 2 <= most
    end = 0
    for entity in entities:
        assert end <= entity.offset < entity.offset + entity.length <= len(raw) // 2
        end = entity.offset + entity.length
        marked = raw[2 * entity.offset : 2 * end].decode("utf-16-le")  # a broken character would raise
        assert marked == marked.strip() != ""
    whole = "".join(span.text for span in render.without_autolinks(given_spans))
    assert text in (whole, render.NOTHING) or whole.startswith(text.removesuffix("…"))
    if len(in_units(whole)) // 2 <= most and whole.strip():
        assert text == whole


@given(st.text())
def test_shown_text_equals_typed_text(text):
    sound = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
    assert quiet(text).replace(autolinks.JOINER, "") == sound.replace(autolinks.JOINER, "")


def test_a_long_caption_is_cut_on_a_word():
    text, _ = render.words(Text((Span("🦊 word " * 400),)), render.CAPTION)
    assert text.endswith(("word…", "🦊…"))
    assert 1000 < render.units(text) <= render.CAPTION


LINKS = re.compile(
    r"(?:(?<=\W)|^)[@#$][A-Za-z]\w*|(?:^|(?<=[^\w/<]))/[A-Za-z]\w*|\w+://\S|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}", re.ASCII
)


@pytest.mark.parametrize(
    "typed",
    [
        "@durov look", "hi @durov", "#tag", "$USD up", "/start me", "do /imagine_x", "(/me)", "https://evil.example/x",
        "HTTP://localhost/a", "evil.example", "see t.me/joinchat.", "tg://resolve?domain=x", "ada@mail.example", "a\n/off",
    ],
)  # fmt: skip
def test_typed_text_becomes_no_link(typed):
    assert LINKS.search(typed)
    assert not LINKS.search(quiet(typed))


@pytest.mark.parametrize("typed", ["a fox.", "3.14 and 1/2", "and/or", "wait... what", "5 @ 3", "# one", "e.g. a fox"])
def test_plain_text_gets_few_joiners(typed):
    assert len(quiet(typed)) <= len(typed) + 1
    assert quiet("a fox, 3.14 and 1/2. And/or?") == "a fox, 3.14 and 1/2. And/or?"


@given(labels)
def test_keyboards_keep_the_limits(names):
    markup = render.keyboard([Action(name, "help", payload="help") for name in names])
    rows = markup.inline_keyboard
    assert sum(map(len, rows)) == len(names)
    for row in rows:
        assert 1 <= len(row) <= render.ROW_MOST
        for button in row:
            assert 1 <= len(button.text) <= render.LABEL
            assert 1 <= len(button.callback_data.encode()) <= 64


def test_the_numbers_of_a_digest_stand_in_one_row():
    markup = render.keyboard([Action(str(n), "open", payload="open/x") for n in range(1, 9)])
    assert [len(row) for row in markup.inline_keyboard] == [8]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "everyone", "0123456789A"]), st.text(min_size=1)), max_size=5), st.text()
)
def test_a_question_fits_whatever_its_choices(choices, value):
    ask = Ask("publish", "Publish", (Field("audience", "Who?", "choice", tuple(choices), value=value, skip="Keep it"),))
    body = render.question(ask)
    assert body.force == (body.keyboard is None)
    for row in body.keyboard.inline_keyboard if body.keyboard else ():
        for button in row:
            name, args = MENU.decode(button.callback_data)
            assert name.name == "fill"
            assert args.get("value", "") in {"", *(v for v, _ in choices)}


def test_a_picture_and_its_text_are_one_message():
    picture = Card(Text((Span("A fox"),)), (Media("0" * 64, "a fox"),), (Action("Like", "like", payload="like/x"),))
    thread = Card(Text((Span("so calm"),)), actions=(Action("Older", "open", payload="open/x/2"),))
    (body,) = render.bodies(Reply((picture, thread)))
    assert body.text == "A fox\n\nso calm"
    assert [b.text for row in body.keyboard.inline_keyboard for b in row] == ["Like", "Older"]
    assert len(render.bodies(Reply((thread, thread)))) == 2


def test_the_pages_preview_matches_the_message():
    media = (Media("0" * 64, "a fox"), Media("1" * 64, "a fox"))
    card = Card(
        Text((Span("A fox\n", Style.BOLD), Span("quiet", Style.QUIET))),
        media,
        (Action("Site", "", url="https://example.org"),),
    )
    shown = preview.show(Reply((card,)))
    assert shown["kind"] == "telegram"
    (message,) = shown["messages"]
    assert message["media"] == [0, 1]
    assert message["lines"] == [[{"text": "A fox", "style": "bold"}], [{"text": "quiet", "style": "quiet"}]]
    assert message["rows"] == [[{"label": "Site", "look": "link"}]]


def test_few_long_buttons_share_a_row():
    def rows(*labels):
        made = render.keyboard([Action(label, "start", payload="start") for label in labels])
        return [[button.text for button in row] for row in made.inline_keyboard]

    assert rows("1", "2", "3", "4", "Publish", "Remix") == [["1", "2", "3", "4"], ["Publish", "Remix"]]
    assert rows("Like 3", "Comment 12", "Remix", "Menu") == [["Like 3", "Comment 12", "Remix"], ["Menu"]]
    assert rows(*"123456789") == [list("12345678"), ["9"]]
    assert rows("x" * 60, "y") == [["x" * 60], ["y"]]


@pytest.mark.parametrize(
    ("action", "field"),
    [
        (Action("Open", "", url="https://example.org"), "url"),
        (Action("Copy", "", copies="/link ABC"), "copy_text"),
        (Action("Share", "", offers="0123456789A"), "switch_inline_query"),
        (Action("Like", "like", payload="like/0123456789A/1"), "callback_data"),
    ],
)
def test_a_button_does_exactly_one_thing(action, field):
    ((button,),) = render.keyboard((action,)).inline_keyboard
    assert set(button.to_dict()) == {"text", field}
    assert action.sends is (field == "callback_data")
