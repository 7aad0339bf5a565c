"""The command line: python -m botfeed_sketch "a fox in snow" fox.png."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from botfeed_sketch import STYLES, Drawing, Order, RenderError, Shape, draw, png


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what the arguments ask for; return the exit status."""
    asked = _parser().parse_args(arguments)
    order = Order(asked.prompt, style=asked.style, shape=Shape(asked.shape), seed=asked.seed, count=asked.count)
    try:
        for number, drawing in enumerate(draw(order), 1):
            path = asked.out if order.count == 1 else asked.out.with_stem(f"{asked.out.stem}-{number}")
            _write(drawing, path)
    except (OSError, RenderError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("botfeed_sketch", description="Draw a picture of a prompt in English or Italian.")
    parser.add_argument("prompt")
    parser.add_argument("out", type=Path, help="a file that ends in .png or .svg")
    parser.add_argument("--style", choices=STYLES, default="")
    parser.add_argument("--shape", choices=[shape.value for shape in Shape], default=Shape.SQUARE.value)
    parser.add_argument("--seed", type=int, help="another number is another picture; the prompt decides without one")
    parser.add_argument("--count", type=int, default=1, help="so many pictures, numbered in their names")
    return parser


def _write(drawing: Drawing, path: Path) -> None:
    """Write a picture and print its path, description and seed, and the nouns that are not in it."""
    path.write_bytes(drawing.svg.encode() if path.suffix == ".svg" else png(drawing.svg))
    print(f"{path}: {drawing.description} (seed {drawing.seed})")
    if drawing.missing:
        print(f"  not drawn: {', '.join(drawing.missing)}")


if __name__ == "__main__":
    sys.exit(main())
