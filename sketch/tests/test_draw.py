"""From an order to SVG and its description."""

import hashlib
import io
from random import Random
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from botfeed_sketch import SIZES, STYLES, Drawing, Order, Shape, draw, draw_one, seed_of
from botfeed_sketch.drawing import colour
from botfeed_sketch.reading import parser
from botfeed_sketch.scene import plan, svg
from botfeed_sketch.subjects import ALL


def picture(drawing: Drawing) -> Image.Image:
    """Return a small copy of a drawing, 96 pixels wide."""
    png = resvg_py.svg_to_bytes(svg_string=drawing.svg, width=96, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def difference(one: Drawing, other: Drawing) -> float:
    """Return the mean difference of two drawings, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(picture(one), picture(other))).mean) / 3


def test_pictures_stay_as_they_are_from_release_to_release() -> None:
    """A seed that somebody wrote down must still give the same picture: all subjects, styles, shapes, some weather."""
    endings = ("", " at night", " in rain", " nella foresta", " on a horse", " by the sea", " in fog", " all'alba")
    digest = hashlib.sha256()
    for number, subject in enumerate(ALL):
        order = Order(
            subject.name + endings[number % len(endings)],
            style=STYLES[number % len(STYLES)],
            shape=list(Shape)[number % 3],
        )
        drawing = draw_one(order, number)
        digest.update(f"{drawing.svg}\n{drawing.description}\n".encode())
    assert digest.hexdigest() == "1e515be3953f75923f12dbc5e0ac641167758a9cd4e93f2d67548c20d7095da0"


def test_another_seed_is_another_picture() -> None:
    first, again, other = (draw_one(Order("a fox"), seed) for seed in (1, 1, 2))
    assert first == again
    assert difference(first, other) > 8


def test_without_a_seed_the_prompt_decides() -> None:
    order = Order("a lighthouse")
    assert draw(order) == draw(order)
    assert [drawing.seed for drawing in draw(order)] == [seed_of("a lighthouse")]


def test_several_pictures_count_on_from_the_seed_and_differ() -> None:
    many = draw(Order("a cat", seed=40, count=3))
    assert [drawing.seed for drawing in many] == [40, 41, 42]
    assert many[1] == draw_one(Order("a cat"), 41)
    assert difference(many[0], many[1]) > 8


def test_a_count_below_one_draws_nothing() -> None:
    assert draw(Order("a cat", count=0)) == []


@pytest.mark.parametrize("style", STYLES[1:])
def test_each_style_changes_the_picture(style: str) -> None:
    flat, styled = (draw_one(Order("a fox in a forest", style=name), 1) for name in ("flat", style))
    assert difference(flat, styled) > 8
    assert styled.description.endswith(f"{style} sketch")


def test_an_unknown_style_is_the_first_one() -> None:
    assert draw_one(Order("a fox", style="impasto"), 1).description.endswith("flat sketch")


@pytest.mark.parametrize("shape", Shape)
def test_the_svg_has_the_size_of_its_shape(shape: Shape) -> None:
    root = ET.fromstring(draw_one(Order("a fox", shape=shape), 1).svg)
    assert (int(root.attrib["width"]), int(root.attrib["height"])) == SIZES[shape]


@pytest.mark.parametrize(
    ("prompt", "description"),
    [
        ("a red fox in a snowy forest at night", "A red fox in a forest, in snow, at night: flat sketch"),
        ("three foxes and an owl at sea at dawn", "Three foxes and an owl on a beach, at dawn: flat sketch"),
        ("un gatto sotto un ombrello nel deserto di giorno", "A cat under an umbrella in a desert: flat sketch"),
        ("a unicorn in a desert at sunset", "An abstract landscape in a desert, at sunset: flat sketch"),
    ],
)
def test_the_description_names_all_that_is_drawn(prompt: str, description: str) -> None:
    assert draw_one(Order(prompt), 1).description == description


def test_nouns_that_cannot_be_drawn_are_reported() -> None:
    assert draw_one(Order("a unicorn and a fox"), 1).missing == ("unicorn",)


def test_the_asked_colour_is_in_the_picture() -> None:
    def amount(prompt: str, hue: str) -> int:
        """Count the pixels near a colour."""
        small = picture(draw_one(Order(prompt), 1))
        pixels = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in zip(*[iter(small.tobytes())] * 3, strict=True))
        return sum(colour.distance(pixel, hue) < 0.12 for pixel in pixels)

    purple = "#8552b8"
    assert amount("a purple cat in a desert by day", purple) > amount("a cat in a desert by day", purple) + 200


@pytest.mark.parametrize(
    ("number", "prompt"), [(1, "a fox"), (2, "two foxes"), (5, "cinque volpi"), (7, "seven foxes")]
)
def test_as_many_figures_are_drawn_as_were_asked_for(number: int, prompt: str) -> None:
    rng = Random(5)
    made = plan.make(parser.parse(prompt), "", rng)
    assert svg.compose(made, (768, 768), rng).count("scale(") == number


@given(st.text(max_size=200), st.sampled_from(["", *STYLES, "?"]), st.sampled_from(list(Shape)), st.integers(0, 2**63))
@settings(max_examples=60, deadline=None)
def test_any_order_gives_sound_svg_without_a_word_of_the_prompt(
    prompt: str, style: str, shape: Shape, seed: int
) -> None:
    drawing = draw_one(Order(f"{prompt} Zqxj<script>&{{x}}", style=style, shape=shape), seed)
    ET.fromstring(drawing.svg)
    assert "zqxj" not in (drawing.svg + drawing.description).lower()
    assert "<text" not in drawing.svg
    assert "href" not in drawing.svg
