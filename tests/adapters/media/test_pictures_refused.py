"""Files that are no picture, or too large, are refused and leave nothing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from botfeed.adapters.media import imaging, in_memory, on_disk
from botfeed.core.ports import UnfitPicture
from tests.adapters.media.samples import bomb, encoded, files, picture


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "I;16"])
async def test_every_pixel_format_is_accepted(mode: str) -> None:
    image = Image.new("I;16", (40, 30), 9000) if mode == "I;16" else picture(size=(40, 30), mode=mode)
    kept = await in_memory().keep(encoded(image), ai=True, model="m")
    assert (kept.width, kept.height) == (40, 30)


@pytest.mark.parametrize("side", [6400, 11_000, 20_000])
async def test_too_many_pixels_are_refused_by_the_header_alone(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: decoded.append(image.width))
    with pytest.raises(ValueError, match="too many pixels"):
        await in_memory().keep(bomb(side), ai=True, model="m")
    assert decoded == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
def test_a_decompression_bomb_takes_no_memory(tmp_path: Path) -> None:
    """400 million pixels would be 400 MB at one byte each."""
    (tmp_path / "bomb.png").write_bytes(bomb(20_000))
    script = (
        "import asyncio, resource, sys\n"
        "from botfeed.adapters.media import in_memory\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n    asyncio.run(in_memory().keep(data, ai=True, model='m'))\n"
        "except ValueError:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "bomb.png")],
        capture_output=True, text=True, timeout=60, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert int(done.stdout) < 40_000  # kilobytes


async def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"25\.0 MB, at most 25 MB"):
        await in_memory().keep(b"\x89PNG\r\n\x1a\n" + bytes(25_000_000), ai=True, model="m")


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
async def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a PNG, JPEG or WebP"):
        await in_memory().keep(data, ai=True, model="m")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
async def test_other_formats_are_converted(kind: str, mode: str) -> None:
    given = encoded(picture(size=(40, 30), mode=mode).convert("RGBA" if (kind, mode) == ("AVIF", "P") else mode), kind)
    store = in_memory()
    kept = await store.keep(given, ai=True, model="m")
    assert (kept.mime, kept.width, kept.height) == ("image/png", 40, 30)
    assert Image.open(io.BytesIO(await store.load(kept.blob, "original"))).format == "PNG"


NOT_TAKEN = {
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "svg with a head": b"<?xml version='1.0'?><svg/>",
    "pdf": b"%PDF-1.7",
    "jpeg xl": b"\0\0\0\x0cJXL \r\n\x87\n",
    "heic": b"\0\0\0\x18ftypheic",
    "mp4": b"\0\0\0\x18ftypisom",
    "webm": b"\x1aE\xdf\xa3",
    "48 megapixels": bomb(6930),
    "one pixel wide": bomb(39_000_000, 1),
    "one pixel high": bomb(1, 39_000_000),
    "too many bytes": b"\x89PNG\r\n\x1a\n" + bytes(25_000_000),
}


@pytest.mark.parametrize("name", NOT_TAKEN)
async def test_known_formats_and_sizes_that_are_not_taken_are_told_apart_from_rubbish(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: decoded.append(image.width))
    with pytest.raises(UnfitPicture):
        await in_memory().keep(NOT_TAKEN[name], ai=True, model="m")
    assert decoded == [], "the header is enough"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_truncated_picture_is_refused_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    data = encoded(picture(), kind)
    with pytest.raises(ValueError, match=r"damaged|not a PNG"):
        await on_disk(tmp_path).keep(data[: len(data) // 2], ai=True, model="m")
    assert not files(tmp_path)


@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
def test_corrupted_bytes_are_stored_or_raise_value_error(kind: str, data: st.DataObject) -> None:
    sound = bytearray(encoded(picture(size=(48, 32)), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ValueError):
        assert imaging.copies(bytes(sound), b"<x/>").width > 0
