"""The sketch painter: what comes out."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from random import Random
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from botfeed.adapters.models.sketch import SketchPainter, colour, painter, pen, plan, scene, words
from botfeed.adapters.models.sketch.subjects import ALL, Subject
from botfeed.core.errors import PaintFailed
from botfeed.core.model import Shape
from botfeed.core.ports import Order, Painted
from tests.soak import examples

STYLES = SketchPainter().info.styles


words_only = pytest.mark.usefixtures("quick_sketches")  # of what is said of a picture, without rendering it


@pytest.fixture(scope="module")
def kept() -> Callable[[str], bytes]:
    return functools.cache(painter._rendered)


@pytest.fixture
def rendered_once(monkeypatch: pytest.MonkeyPatch, kept: Callable[[str], bytes]) -> None:
    """Render each drawing once for all tests that look at it: the same drawing gives the same bytes."""
    monkeypatch.setattr(painter, "_rendered", kept)


async def paint(prompt: str, **asked: object) -> Painted:
    return (await SketchPainter().paint(replace(Order(prompt, seed=1), **asked)))[0]


def opened(painted: Painted) -> Image.Image:
    return Image.open(io.BytesIO(painted.data)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize("subject", ALL, ids=lambda subject: subject.name)
def test_every_drawing_renders_and_fills_a_good_part_of_its_box(subject: Subject) -> None:
    body = pen.draw(subject.drawing, pen.inks(subject.colour, subject.accent), lambda own: own)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">{body}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=100, skip_system_fonts=True))
    alpha = Image.open(io.BytesIO(png)).convert("RGBA").getchannel("A")
    left, top, right, bottom = alpha.point(lambda value: 255 if value > 40 else 0).getbbox() or (0, 0, 0, 0)
    assert (right - left) * (bottom - top) > 2000
    assert ImageStat.Stat(alpha).mean[0] > 18


@pytest.mark.parametrize("subject", ALL, ids=lambda subject: subject.name)
def test_every_subject_can_be_asked_for_in_every_shape(subject: Subject) -> None:
    for shape in Shape:
        svg, alt, missing = painter.sketch(Order(subject.name, shape=shape), seed=3)
        ET.fromstring(svg)
        assert subject.name in alt.lower()
        assert missing == ()


@pytest.mark.parametrize(
    ("shape", "size"), [(Shape.SQUARE, (768, 768)), (Shape.WIDE, (1024, 640)), (Shape.TALL, (640, 1024))]
)
async def test_sizes(shape: Shape, size: tuple[int, int]) -> None:
    painted = await paint("a fox", shape=shape)
    picture = Image.open(io.BytesIO(painted.data))
    assert (picture.size, picture.format, painted.mime) == (size, "PNG", "image/png")


async def test_the_same_order_gives_the_same_bytes_and_another_seed_another_picture() -> None:
    first, again, other = await paint("a fox"), await paint("a fox"), await paint("a fox", seed=2)
    assert first.data == again.data
    assert difference(opened(first), opened(other)) > 8


async def test_without_a_seed_the_prompt_decides() -> None:
    order = Order("a lighthouse")
    [first], [again] = await SketchPainter().paint(order), await SketchPainter().paint(order)
    assert first.data == again.data
    assert first.seed == painter.seed_of("a lighthouse")


@pytest.mark.usefixtures("rendered_once")
async def test_several_pictures_count_on_from_the_seed_and_differ() -> None:
    many = await SketchPainter().paint(Order("a cat", count=3, seed=40))
    assert [painted.seed for painted in many] == [40, 41, 42]
    assert many[1].data == (await paint("a cat", seed=41)).data
    assert difference(opened(many[0]), opened(many[1])) > 8


@words_only
async def test_it_never_paints_more_than_it_offers() -> None:
    assert len(await SketchPainter().paint(Order("", count=99, seed=1))) == SketchPainter().info.most


@pytest.mark.usefixtures("rendered_once")
@pytest.mark.parametrize("style", STYLES[1:])
async def test_each_style_changes_the_picture(style: str) -> None:
    flat, styled = await paint("a fox in a forest", style="flat"), await paint("a fox in a forest", style=style)
    assert difference(opened(flat), opened(styled)) > 8
    assert styled.alt.endswith(f"{style} sketch")


@words_only
async def test_an_unknown_style_is_the_plain_one() -> None:
    assert (await paint("a fox", style="impasto")).alt.endswith("flat sketch")


@words_only
async def test_it_says_what_it_is() -> None:
    painted = await paint("a fox")
    info = SketchPainter().info
    assert (painted.ai, painted.model, info.ai, info.paid, info.seeds, info.edits) == (
        False, "sketch", False, False, True, False,
    )  # fmt: skip


@words_only
@pytest.mark.parametrize(
    ("prompt", "alt"),
    [
        ("a red fox in a snowy forest at night", "A red fox in a forest, in snow, at night: flat sketch"),
        ("three foxes and an owl at sea at dawn", "Three foxes and an owl on a beach, at dawn: flat sketch"),
        ("un gatto sotto un ombrello nel deserto di giorno", "A cat under an umbrella in a desert: flat sketch"),
        ("a unicorn in a desert at sunset", "An abstract landscape in a desert, at sunset: flat sketch"),
    ],
)
async def test_the_alt_text_says_what_was_drawn(prompt: str, alt: str) -> None:
    assert (await paint(prompt)).alt == alt


@words_only
async def test_what_it_cannot_draw_is_told() -> None:
    assert (await paint("a unicorn and a fox")).missing == ("unicorn",)


async def test_the_asked_colour_is_in_the_picture() -> None:
    def amount(painted: Painted, hue: str) -> int:
        """How many pixels of a small copy come near a colour."""
        small = opened(painted).resize((96, 96))
        pixels = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in zip(*[iter(small.tobytes())] * 3, strict=True))
        return sum(colour.distance(pixel, hue) < 0.12 for pixel in pixels)

    purple = "#8552b8"
    asked, plain = await paint("a purple cat in a desert by day"), await paint("a cat in a desert by day")
    assert amount(asked, purple) > amount(plain, purple) + 200


def test_as_many_figures_as_were_asked_for() -> None:
    for number, word in ((1, "a fox"), (2, "two foxes"), (5, "cinque volpi"), (7, "seven foxes")):
        rng = Random(5)
        made = plan.make(words.read(word), "", rng)
        svg = scene.compose(made, Shape.SQUARE, rng)
        assert svg.count("scale(") == number


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "raise SystemExit(3)")])
async def test_a_renderer_that_breaks_is_a_failure(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "RENDER", command)
    with pytest.raises(PaintFailed, match="could not be rendered"):
        await paint("a fox")


async def test_a_renderer_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        painter,
        "RENDER",
        (sys.executable, "-c", "import sys; sys.stdin.read(); import threading; threading.Event().wait()"),
    )
    monkeypatch.setattr(painter, "MOST_SECONDS", 0.3)
    with pytest.raises(PaintFailed, match="timed out"):
        await paint("a fox")


@given(st.text(max_size=200), st.sampled_from(["", *STYLES, "?"]), st.sampled_from(list(Shape)), st.integers(0, 2**63))
@settings(max_examples=examples(15, 200))
def test_any_order_makes_a_sound_picture_without_a_word_of_the_person(
    prompt: str, style: str, shape: Shape, seed: int
) -> None:
    marked = f"{prompt} Zqxj<script>&{{x}}"
    svg, alt, _ = painter.sketch(Order(marked, style=style, shape=shape), seed)
    ET.fromstring(svg)
    assert "zqxj" not in (svg + alt).lower()
    assert "<text" not in svg
    assert "href" not in svg
