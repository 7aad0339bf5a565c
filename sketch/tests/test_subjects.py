"""Every subject: its drawing, and asking for it."""

import io
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from PIL import Image, ImageStat

from botfeed_sketch import Order, Shape, draw_one
from botfeed_sketch.backdrops import PLACES
from botfeed_sketch.drawing import notation
from botfeed_sketch.subjects import ALL, Subject


@pytest.mark.parametrize("subject", ALL, ids=lambda subject: subject.name)
def test_every_drawing_fills_a_good_part_of_its_box(subject: Subject) -> None:
    body = notation.to_svg(subject.drawing, notation.inks(subject.colour, subject.accent), lambda tone: tone)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">{body}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=100, skip_system_fonts=True))
    alpha = Image.open(io.BytesIO(png)).convert("RGBA").getchannel("A")
    left, top, right, bottom = alpha.point(lambda value: 255 if value > 40 else 0).getbbox() or (0, 0, 0, 0)
    assert (right - left) * (bottom - top) > 2000
    assert ImageStat.Stat(alpha).mean[0] > 18


@pytest.mark.parametrize("subject", ALL, ids=lambda subject: subject.name)
def test_every_subject_can_be_asked_for_in_every_shape(subject: Subject) -> None:
    for shape in Shape:
        drawing = draw_one(Order(subject.name, shape=shape), seed=3)
        ET.fromstring(drawing.svg)
        assert subject.name in drawing.description.lower()
        assert drawing.missing == ()


def test_every_subject_is_at_home_at_a_place_that_is_drawn() -> None:
    assert {subject.home for subject in ALL} <= {"", *PLACES}


def test_an_unknown_shape_of_the_notation_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such shape: z"):
        notation.to_svg("z m 1 2 3", {"m": "#000000"}, lambda tone: tone)
