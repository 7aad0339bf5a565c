"""Draw the bot's profile photo: the mark of the page (`web/static/icon.svg`) on the whole square."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

SIDE = 640  # pixels, as Telegram keeps it
_UNIT = SIDE * 4 // 64  # of the mark's 64 by 64, drawn four times as large, so that its edges are smooth
_GROUND, _SUN, _HILLS = "#c2410c", "#ffe3c2", "#fff7ed"


def draw() -> bytes:
    """Return the photo as JPEG."""
    image = Image.new("RGB", (64 * _UNIT, 64 * _UNIT), _GROUND)
    pen = ImageDraw.Draw(image)
    pen.ellipse([value * _UNIT for value in (36, 14, 50, 28)], fill=_SUN)
    hills = ((8, 50), (24, 27), (35, 41), (42, 33), (56, 50))
    pen.polygon([(x * _UNIT, y * _UNIT) for x, y in hills], fill=_HILLS)
    pen.line([8 * _UNIT, 50 * _UNIT, 56 * _UNIT, 50 * _UNIT], fill=_HILLS, width=3 * _UNIT)
    out = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)
    return out.getvalue()
