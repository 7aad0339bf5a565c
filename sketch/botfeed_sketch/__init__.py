"""The offline painter: scenes from drawings of our own, found by the prompt's nouns."""

from botfeed_sketch.painter import SketchPainter

__all__ = ["SketchPainter"]
