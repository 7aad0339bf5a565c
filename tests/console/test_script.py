"""Grammar of a dialogue."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.adapters.console import script
from botfeed.adapters.console.script import ScriptError, Speaker, Verb


def one(source: str) -> script.ScriptLine:
    (line,) = script.parse(source)
    return line


def test_a_line_has_a_person_and_text() -> None:
    line = one("ada: /imagine a fox: asleep, --shape wide")
    assert (line.verb, line.speaker, line.text) == (Verb.SAYS, Speaker("ada"), "/imagine a fox: asleep, --shape wide")
    assert line.speaker.platform == "console"


def test_a_line_has_platform_place_and_rights() -> None:
    line = one("ada@telegram in #lounge (admin): /digest set --hour 9 --zone Europe/Rome")
    assert line.speaker == Speaker("ada", "telegram", "lounge", admin=True)
    assert line.text == "/digest set --hour 9 --zone Europe/Rome"
    assert one("ada in #cave 18+: /feed").speaker == Speaker("ada", "", "cave", adult=True)


def test_actions_are_parsed() -> None:
    assert (one("ada presses Publish").verb, one("ada presses Publish").text) == (Verb.PRESSES, "Publish")
    assert one("ada presses Edit caption").text == "Edit caption"
    assert (one("ben reacts ❤").verb, one("ben reacts ❤").text) == (Verb.REACTS, "❤")
    assert one("ben unreacts ❤").verb is Verb.UNREACTS
    assert (one("ben replies so calm").verb, one("ben replies so calm").text) == (Verb.REPLIES, "so calm")
    assert one("ben replies wow: really").text == "wow: really"
    assert one("ben@discord in #lounge presses ♥ 3").speaker == Speaker("ben", "discord", "lounge")


def test_a_value_runs_until_the_next_name() -> None:
    assert one("ada fills caption=Winter audience=everyone").values == {"caption": "Winter", "audience": "everyone"}
    assert one("ada fills caption=A winter day, 1+1=2 audience=here").values == {
        "caption": "A winter day, 1+1=2",
        "audience": "here",
    }
    assert one('ada fills caption="Winter days" note=').values == {"caption": "Winter days", "note": ""}


def test_clock_lines_are_parsed() -> None:
    assert one("at 2026-11-24T09:00:00+01:00").moment == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert one("at 2026-11-24T09:00:00Z").moment == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert one("wait").verb is Verb.WAIT


def test_comments_and_empty_lines_are_skipped_but_counted() -> None:
    (line,) = script.parse("\ufeff# the first evening\r\n\r\n   \nada: /help\n")
    assert line.number == 4


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# fine\nwat", "line 2: cannot read 'wat'"),
        ("ada presses", "line 1: ada presses what?"),
        ("ada:", "line 1: ada says nothing"),
        ("ada@telegrm: /help", "line 1: there is no platform called telegrm"),
        ("ada fills Winter", "line 1: cannot read 'Winter'"),
        ("\nat 2026-13-01", "line 2: '2026-13-01' is no time"),
        ("wait\nat 2025-12-31T00:00:00+00:00", "line 2: the clock stands at 2026-01-01T09:00:00+00:00"),
        ("wait a moment", "line 1: cannot read"),
    ],
)
def test_every_error_names_its_line(source: str, words: str) -> None:
    with pytest.raises(ScriptError, match="line") as caught:
        script.parse(source)
    assert str(caught.value).startswith(words)


@given(st.text())
def test_any_text_is_parsed_or_refused_with_its_line_number(text: str) -> None:
    try:
        script.parse(text)
    except ScriptError as error:
        assert 1 <= error.number <= len(text.splitlines()) + 1
