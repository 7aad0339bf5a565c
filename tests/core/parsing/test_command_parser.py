"""Parsing of typed commands, and button payloads."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed import catalog
from botfeed.core.chat import values
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.message import Action, Ask, Card, Reply
from botfeed.core.chat.values import Bound
from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.errors import BadInput, StartError
from botfeed.core.language.text import Text
from botfeed.core.model import Shape
from botfeed.core.parsing import command_parser
from botfeed.core.parsing.menu import PAYLOAD_BYTES, Menu

MENU = Menu(catalog.COMMANDS)


@command()
def paint(
    ctx: object,
    prompt: Annotated[str, Param(least=1, most=20, rest=True)],
    style: str = "",
    shape: Shape = Shape.SQUARE,
    count: Annotated[int, Param(least=1, most=4)] = 1,
    here: bool = False,
) -> Reply:
    """Paint."""
    return Reply()


WHAT, ALONE = paint, Menu((paint,))


def unref(text):
    return 7 if text == "AAAAAAAAAAA" else None


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ("a fox in snow", {"prompt": "a fox in snow"}),
        ("a fox --shape wide", {"prompt": "a fox", "shape": "wide"}),
        ("--shape=tall a fox", {"prompt": "a fox", "shape": "tall"}),
        ('a fox --style "old ink" at night', {"prompt": "a fox  at night", "style": "old ink"}),
        ("a fox --here", {"prompt": "a fox", "here": "1"}),
        ("--here a fox", {"prompt": "a fox", "here": "1"}),
        ("a fox --here no", {"prompt": "a fox", "here": "no"}),
        ("well-known --count 2", {"prompt": "well-known", "count": "2"}),
        ("--style ink a fox", {"style": "ink", "prompt": "a fox"}),
        ('--style "" a fox', {"style": "", "prompt": "a fox"}),
    ],
)
def test_text_and_options_parse_in_any_order(line, args):
    got = command_parser.parse(WHAT, line)
    assert {k: " ".join(v.split()) for k, v in got.items()} == {k: " ".join(v.split()) for k, v in args.items()}


def test_an_unknown_option_names_the_known_ones():
    with pytest.raises(BadInput) as told:
        command_parser.parse(WHAT, "a fox --ar 16:9")
    assert told.value.values["known"] == "--style, --shape, --count, --here"


def test_values_are_converted_and_defaults_filled():
    bound = values.bind(WHAT, {"prompt": " a fox ", "count": "3", "here": "sì"}, unref)
    assert bound == Bound({"prompt": "a fox", "style": "", "shape": Shape.SQUARE, "count": 3, "here": True}, ())


def test_missing_parameters_are_listed():
    assert [s.name for s in values.bind(WHAT, {"count": "2"}, unref).missing] == ["prompt"]


@pytest.mark.parametrize(
    "args",
    [
        {"prompt": "x" * 21},
        {"prompt": "x", "count": "9"},
        {"prompt": "x", "count": "few"},
        {"prompt": "x", "shape": "round"},
        {"prompt": "x", "here": "maybe"},
    ],
)
def test_invalid_values_raise_bad_input(args):
    with pytest.raises(BadInput):
        values.bind(WHAT, args, unref)


def test_a_malformed_reference_raises_bad_input():
    spec = Spec("post", int, True, None, Param(ref=True))
    what = Verb("open", paint.run, "", (spec,))
    assert values.bind(what, {"post": "AAAAAAAAAAA"}, unref).values == {"post": 7}
    with pytest.raises(BadInput):
        values.bind(what, {"post": "../../etc"}, unref)


@given(
    st.dictionaries(st.sampled_from(["prompt", "style", "shape", "count", "here"]), st.text(min_size=1, max_size=30))
)
def test_payloads_round_trip(args):
    assert ALONE.decode(ALONE.encode("paint", args)) == (WHAT, args)


@given(st.text(max_size=200))
def test_no_forged_payload_raises(payload):
    MENU.decode(payload)


@given(st.text(max_size=200))
def test_no_typed_line_raises_anything_but_bad_input(line):
    MENU.find(line)
    try:
        values.bind(WHAT, command_parser.parse(WHAT, line), unref)
    except BadInput:
        pass


@given(st.text(max_size=300))
def test_a_sealed_button_fits_telegram(prompt):
    kept = []
    button = Action("Go", "paint", {"prompt": prompt})
    reply = Reply((Card(Text(), actions=(button,)),), ask=Ask("paint", "", (), {"prompt": prompt}))
    sealed = ALONE.seal(reply, lambda text: kept.append(text) or "~AAAAAAAAAAA")
    assert len(sealed.cards[0].actions[0].payload.encode()) <= PAYLOAD_BYTES
    assert sealed.ask.payload == sealed.cards[0].actions[0].payload


def test_a_command_listed_twice_is_refused():
    with pytest.raises(StartError, match="Two commands are listed as paint"):
        Menu((paint, command(name="paint")(paint.run)))


def test_a_group_name_alone_runs_its_show_command():
    found = MENU.find("/digest")
    assert found is not None
    assert found[0].name == "digest.show"
    assert MENU.find("/digest dance") is None


def arguments(line):
    found = MENU.find(line)
    assert found
    return command_parser.parse(*found)


def test_a_text_option_reads_up_to_the_next_option():
    got = arguments("/publish X --caption Winter night, at last --audience everyone")
    assert got == {"picture": "X", "caption": "Winter night, at last", "audience": "everyone"}
    assert arguments("/admin suspend ben --reason rude words") == {"who": "ben", "reason": "rude words"}


def test_a_flag_accepts_a_plain_no():
    assert arguments("/pushes no") == {"wanted": "no"}
    assert arguments("/admin access ada no too many at once")["allowed"] == "no"
