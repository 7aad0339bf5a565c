"""The kind of a picture is told by its first bytes, in one place for all doors."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from botfeed.core import picture_kind


@pytest.mark.parametrize(("format", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_a_picture_is_known_by_its_first_bytes(format: str, ending: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, format)
    assert picture_kind.mime(out.getvalue()) == f"image/{format.lower()}"
    assert picture_kind.ending(out.getvalue()) == ending


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"RIFF\x00\x00\x00\x00WAVEfmt ", b"<svg>", b"GIF8", b"BM"])
def test_anything_else_is_no_picture(data: bytes) -> None:
    """A sound begins with RIFF, too."""
    assert picture_kind.mime(data) == picture_kind.UNKNOWN
    assert picture_kind.ending(data) == ""
