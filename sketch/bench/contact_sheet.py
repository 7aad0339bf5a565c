"""Draw contact sheets, to look at.

python sketch/bench/contact_sheet.py OUT.png                    every drawing, on plain ground
python sketch/bench/contact_sheet.py OUT.png "a fox in snow"    seeds 0 to 8 of a prompt, then its styles and shapes
"""

from __future__ import annotations

import io
import sys
import time

import resvg_py
from PIL import Image

from botfeed_sketch import STYLES, Order, Shape, draw, png
from botfeed_sketch.drawing import notation
from botfeed_sketch.subjects import ALL

CELL = 256  # pixels
COLUMNS = 10


def drawing(number: int) -> Image.Image:
    """Draw one subject alone, on a pale ground."""
    subject = ALL[number]
    body = notation.to_svg(subject.drawing, notation.inks(subject.colour, subject.accent), lambda tone: tone)
    ground = ("#cfe0d4", "#d8d3ea", "#e8dccb")[number % 3]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -20 232 232">'
        f'<rect x="-16" y="-20" width="232" height="232" fill="{ground}"/>{body}</svg>'
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, width=CELL, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def sheet(pictures: list[Image.Image], columns: int = COLUMNS) -> Image.Image:
    """Lay pictures out in rows."""
    rows = -(-len(pictures) // columns)
    out = Image.new("RGB", (columns * CELL, rows * CELL), "white")
    for place, picture in enumerate(pictures):
        small = picture.copy()
        small.thumbnail((CELL - 4, CELL - 4))
        row, column = divmod(place, columns)
        out.paste(small, (column * CELL + 2, row * CELL + 2))
    return out


def scenes(prompt: str) -> list[Image.Image]:
    """Paint nine seeds, every style and every shape; print the time and the size of each."""
    orders = [Order(prompt, seed=seed) for seed in range(9)]
    orders += [Order(prompt, style=name, seed=1) for name in STYLES]
    orders += [Order(prompt, shape=shape, seed=2) for shape in Shape]
    pictures = []
    for order in orders:
        began = time.perf_counter()
        [drawn] = draw(order)
        data = png(drawn.svg)
        print(f"{time.perf_counter() - began:.3f} s  {len(data) // 1024:4d} kB  {drawn.description}")
        pictures.append(Image.open(io.BytesIO(data)).convert("RGB"))
    return pictures


def main() -> None:
    out, *prompts = sys.argv[1:]
    pictures = scenes(prompts[0]) if prompts else [drawing(number) for number in range(len(ALL))]
    sheet(pictures, 5 if prompts else COLUMNS).save(out)


if __name__ == "__main__":
    main()
