"""Painter without a model: it draws the things that a prompt names, as SVG or PNG."""

from botfeed_sketch.drawing.style import NAMES as STYLES
from botfeed_sketch.order import SIZES, Drawing, Order, RenderError, Shape
from botfeed_sketch.painter import draw, draw_one, seed_of
from botfeed_sketch.render import png

__all__ = ["SIZES", "STYLES", "Drawing", "Order", "RenderError", "Shape", "draw", "draw_one", "png", "seed_of"]
