"""From SVG to PNG."""

import io
import sys

import pytest
from PIL import Image

from botfeed_sketch import SIZES, Order, RenderError, Shape, draw_one, png, render

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#f00"/></svg>'


@pytest.mark.parametrize("shape", Shape)
def test_a_picture_has_the_size_of_its_shape(shape: Shape) -> None:
    picture = Image.open(io.BytesIO(png(draw_one(Order("a fox", shape=shape), 1).svg)))
    assert (picture.size, picture.format) == (SIZES[shape], "PNG")


def test_the_same_svg_gives_the_same_bytes() -> None:
    assert png(SVG) == png(SVG)


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "raise SystemExit(3)")])
def test_a_renderer_that_breaks_is_an_error(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "COMMAND", command)
    with pytest.raises(RenderError, match="could not be rendered"):
        png(SVG)


def test_a_renderer_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = "import sys; sys.stdin.read(); import threading; threading.Event().wait()"
    monkeypatch.setattr(render, "COMMAND", (sys.executable, "-c", hangs))
    monkeypatch.setattr(render, "MOST_SECONDS", 0.3)
    with pytest.raises(RenderError, match="timed out"):
        png(SVG)


def test_text_that_is_no_svg_is_an_error() -> None:
    with pytest.raises(RenderError, match="could not be rendered"):
        png("no svg")
