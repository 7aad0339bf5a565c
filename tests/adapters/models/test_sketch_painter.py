"""Offline painter behind the port: orders, labels and errors. Its pictures are tested in `sketch/tests`."""

import io

import pytest
from PIL import Image

import botfeed_sketch
from botfeed.adapters.models.sketch_painter import SketchPainter
from botfeed.core.errors import PaintFailed
from botfeed.core.model import Shape
from botfeed.core.ports import Order


@pytest.fixture
def unrendered(monkeypatch):
    """Leave the pictures as SVG: rendering takes most of the time."""
    monkeypatch.setattr(botfeed_sketch, "png", str.encode)


async def test_an_order_gives_a_picture_with_its_labels():
    [painted] = await SketchPainter().paint(Order("a unicorn and a fox", style="ink", shape=Shape.WIDE, seed=1))
    picture = Image.open(io.BytesIO(painted.data))
    assert (picture.size, picture.format, painted.mime) == ((1024, 640), "PNG", "image/png")
    assert (painted.ai, painted.model, painted.seed, painted.missing) == (False, "sketch", 1, ("unicorn",))
    assert painted.alt.startswith("A fox ")
    assert painted.alt.endswith(": ink sketch")


async def test_the_painter_offers_the_packages_styles_and_shapes():
    info = SketchPainter().info
    assert (info.name, info.ai, info.paid, info.seeds, info.edits) == ("sketch", False, False, True, False)
    assert info.styles == botfeed_sketch.STYLES
    assert [shape.value for shape in info.shapes] == [shape.value for shape in botfeed_sketch.Shape]


@pytest.mark.usefixtures("unrendered")
async def test_without_a_seed_the_prompt_determines_the_picture():
    [first], [again] = [await SketchPainter().paint(Order("a lighthouse")) for _ in range(2)]
    assert first == again
    assert first.seed == botfeed_sketch.seed_of("a lighthouse")


@pytest.mark.usefixtures("unrendered")
async def test_several_pictures_use_consecutive_seeds():
    many = await SketchPainter().paint(Order("a cat", count=3, seed=40))
    assert [painted.seed for painted in many] == [40, 41, 42]
    assert many[1:2] == await SketchPainter().paint(Order("a cat", seed=41))
    assert many[0].data != many[1].data


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (4, 4), (99, 4)])
@pytest.mark.usefixtures("unrendered")
async def test_the_painter_paints_one_to_four_pictures(asked, given):
    assert len(await SketchPainter().paint(Order("", count=asked, seed=1))) == given


async def test_a_failing_renderer_raises_paint_failed(monkeypatch):
    monkeypatch.setattr(botfeed_sketch.render, "COMMAND", ("/nowhere/python",))
    with pytest.raises(PaintFailed, match="could not be rendered"):
        await SketchPainter().paint(Order("a fox", seed=1))
