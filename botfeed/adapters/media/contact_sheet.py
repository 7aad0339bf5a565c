"""Draw a numbered contact sheet from thumbnails."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

CELL = 320  # pixels
GAP = 12
PAPER = "#f4f1ec"
BADGE = "#1c1a22"


def contact(thumbs: Sequence[bytes | None], sensitive: Sequence[bool]) -> bytes:
    """Return a PNG of the pictures in rows, numbered from 1; None leaves an empty cell with its number."""
    columns = _columns(len(thumbs))
    rows = -(-len(thumbs) // columns)
    size = (columns * (CELL + GAP) + GAP, rows * (CELL + GAP) + GAP)
    sheet = Image.new("RGB", size, PAPER)
    for index, data in enumerate(thumbs):
        row, column = divmod(index, columns)
        at = (GAP + column * (CELL + GAP), GAP + row * (CELL + GAP))
        sheet.paste(_cell(data, blurred=index < len(sensitive) and sensitive[index]), at)
        _badge(sheet, at, index + 1)
    out = io.BytesIO()
    sheet.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _columns(many: int) -> int:
    return {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 9: 3}.get(many, 4)


def _cell(data: bytes | None, *, blurred: bool) -> Image.Image:
    if data is None:
        return Image.new("RGB", (CELL, CELL), "#dcd8d0")
    picture = ImageOps.fit(Image.open(io.BytesIO(data)).convert("RGB"), (CELL, CELL), Image.Resampling.LANCZOS)
    if not blurred:
        return picture
    few = picture.resize((9, 9), Image.Resampling.BOX).resize((CELL, CELL), Image.Resampling.BICUBIC)
    return few.filter(ImageFilter.GaussianBlur(CELL / 22))


def _badge(sheet: Image.Image, at: tuple[int, int], number: int) -> None:
    """Draw a number in a circle, at four times its size and then shrunk, for a smooth edge."""
    side, zoom = 48, 4
    badge = Image.new("L", (side * zoom, side * zoom), 0)
    ImageDraw.Draw(badge).ellipse((0, 0, side * zoom - 1, side * zoom - 1), fill=225)
    corner = (at[0] + 12, at[1] + 12)
    sheet.paste(BADGE, corner, badge.resize((side, side), Image.Resampling.LANCZOS))
    middle = (corner[0] + side / 2, corner[1] + side / 2)
    ImageDraw.Draw(sheet).text(middle, str(number), fill="white", anchor="mm", font=ImageFont.load_default(28))
