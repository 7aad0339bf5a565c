"""Where picture bytes live: what is taken in, what is made of it, what is left after an accident."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import struct
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from random import Random

import obstore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from obstore.exceptions import GenericError
from PIL import Image, ImageDraw

from botfeed.adapters.media import Pictures, imaging, in_memory, on_disk
from botfeed.adapters.media.provenance import SCHEME
from botfeed.core.feed import prints

VARIANTS = ("original", "file", "display", "thumb", "blurred")


def picture(seed: int = 1, size: tuple[int, int] = (800, 600), mode: str = "RGB") -> Image.Image:
    """Discs on a gradient: different for each seed."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen, rng = ImageDraw.Draw(image), Random(seed)
    for _ in range(12):
        x, y, r = rng.random() * size[0], rng.random() * size[1], size[0] * rng.uniform(0.05, 0.2)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(rng.randrange(256) for _ in range(3)))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    """What stands on the disk, by path."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def noise(side: int) -> bytes:
    """The worst picture for a codec."""
    return encoded(Image.frombytes("RGB", (side, side), Random(3).randbytes(side * side * 3)))


def bomb(side: int) -> bytes:
    """A sound one-bit PNG of side x side pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + -(-side // 8))
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture(params=["memory", "disk"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    return in_memory() if request.param == "memory" else on_disk(tmp_path / "pictures")


async def test_keeps_the_original_untouched_under_its_own_hash(media: Pictures) -> None:
    data = encoded(picture())
    kept = await media.keep(data, ai=True, model="gpt-image")
    assert kept.blob == hashlib.sha256(data).hexdigest()
    assert (kept.mime, kept.width, kept.height) == ("image/png", 800, 600)
    assert await media.load(kept.blob, "original") == data
    assert await media.keep(data, ai=True, model="gpt-image") == kept


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
async def test_takes_three_formats_and_gives_the_file_back_in_the_same(kind: str, mime: str) -> None:
    media = in_memory()
    kept = await media.keep(encoded(picture(), kind), ai=False, model="sketch")
    again = Image.open(io.BytesIO(await media.load(kept.blob, "file")))
    assert kept.mime == mime
    assert (again.format, again.size) == (kind, (800, 600))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(("ai", "term"), [(True, "trainedAlgorithmicMedia"), (False, "algorithmicMedia")])
async def test_every_copy_says_how_it_was_made(kind: str, ai: bool, term: str) -> None:
    media = in_memory()
    kept = await media.keep(encoded(picture(), kind), ai=ai, model='a "model" <1>')
    for variant in VARIANTS[1:]:
        image = Image.open(io.BytesIO(await media.load(kept.blob, variant)))
        image.load()
        xmp = image.info["xmp"].decode()
        assert f'DigitalSourceType="{SCHEME}{term}"' in xmp
        assert "xmp:CreatorTool='a \"model\" &lt;1&gt;'" in xmp


async def test_the_pixels_of_the_file_are_those_of_the_original() -> None:
    media = in_memory()
    image = picture(mode="RGBA")
    kept = await media.keep(encoded(image), ai=True, model="m")
    assert Image.open(io.BytesIO(await media.load(kept.blob, "file"))).tobytes() == image.tobytes()


async def test_a_photograph_stands_upright_and_does_not_say_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "at home"
    media = in_memory()
    kept = await media.keep(encoded(picture(), "JPEG", exif=exif.tobytes()), ai=False, model="")
    assert (kept.width, kept.height) == (600, 800)
    file = Image.open(io.BytesIO(await media.load(kept.blob, "file")))
    assert file.size == (600, 800)
    assert not dict(file.getexif())


@pytest.mark.parametrize("side", [1500, 2000])
async def test_copies_stay_small_even_of_noise(side: int) -> None:
    media = in_memory()
    kept = await media.keep(noise(side), ai=True, model="m")
    sizes = {variant: Image.open(io.BytesIO(await media.load(kept.blob, variant))).size for variant in VARIANTS}
    assert len(await media.load(kept.blob, "display")) <= 300_000
    assert max(sizes["display"]) <= 1280
    assert max(sizes["thumb"]) <= 320


async def test_the_blurred_copy_shows_no_more_than_colours() -> None:
    """A chequered board of fine squares becomes one even grey."""
    board = Image.new("L", (64, 64))
    board.putdata([255 * ((x // 4 + y // 4) % 2) for y in range(64) for x in range(64)])
    media = in_memory()
    kept = await media.keep(encoded(board.resize((512, 512), Image.Resampling.NEAREST)), ai=True, model="m")
    shown = Image.open(io.BytesIO(await media.load(kept.blob, "display"))).convert("L").getextrema()
    hidden = Image.open(io.BytesIO(await media.load(kept.blob, "blurred"))).convert("L").getextrema()
    assert shown[1] - shown[0] > 200
    assert hidden[1] - hidden[0] < 70


async def test_the_placeholder_is_a_short_picture() -> None:
    for seed in range(8):
        kept = await in_memory().keep(encoded(picture(seed)), ai=True, model="m")
        assert kept.blur.startswith("data:image/webp;base64,")
        assert len(kept.blur) < 200


async def test_prints_are_near_for_the_same_picture_and_far_for_another() -> None:
    media = in_memory()
    one = await media.keep(encoded(picture(1)), ai=True, model="m")
    smaller = await media.keep(encoded(picture(1).resize((400, 300)), "JPEG", quality=60), ai=True, model="m")
    other = await media.keep(encoded(picture(2)), ai=True, model="m")
    assert prints.distance(one.print, smaller.print) <= 4
    assert prints.distance(one.print, other.print) > 10
    assert all(-(2**63) <= kept.print < 2**63 for kept in (one, smaller, other))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "I;16"])
async def test_every_kind_of_pixel_is_taken(mode: str) -> None:
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
def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
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
async def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a PNG, JPEG or WebP"):
        await in_memory().keep(data, ai=True, model="m")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
async def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="not a PNG, JPEG or WebP"):
        await in_memory().keep(encoded(picture(), kind), ai=True, model="m")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_half_a_picture_is_refused_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    data = encoded(picture(), kind)
    with pytest.raises(ValueError, match=r"damaged|not a PNG"):
        await on_disk(tmp_path).keep(data[: len(data) // 2], ai=True, model="m")
    assert not files(tmp_path)


@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
@settings(max_examples=80, deadline=None)
def test_bytes_changed_anywhere_are_taken_or_refused_with_a_value_error(kind: str, data: st.DataObject) -> None:
    sound = bytearray(encoded(picture(size=(48, 32)), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ValueError):
        assert imaging.copies(bytes(sound), b"<x/>").width > 0


async def test_path_is_a_file_on_disk_and_nothing_in_memory(tmp_path: Path) -> None:
    disk, memory = on_disk(tmp_path), in_memory()
    data = encoded(picture())
    kept = await disk.keep(data, ai=True, model="m")
    await memory.keep(data, ai=True, model="m")
    path = disk.path(kept.blob, "original")
    assert path is not None
    assert files(tmp_path)[path] == data
    assert memory.path(kept.blob, "original") is None
    assert disk.path("0" * 64, "original") is None


@pytest.mark.parametrize(
    ("blob", "variant"), [("../../etc/passwd", "original"), ("0" * 64, "../x"), ("A" * 64, "thumb")]
)
async def test_names_are_never_paths(media: Pictures, blob: str, variant: str) -> None:
    with pytest.raises(FileNotFoundError):
        await media.load(blob, variant)
    assert media.path(blob, variant) is None


async def test_what_is_dropped_is_gone_and_may_be_dropped_twice(media: Pictures) -> None:
    kept = await media.keep(encoded(picture()), ai=True, model="m")
    await media.drop(kept.blob)
    await media.drop(kept.blob)
    for variant in VARIANTS:
        with pytest.raises(FileNotFoundError):
            await media.load(kept.blob, variant)


async def test_an_accident_half_way_leaves_nothing_that_looks_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    media, data = in_memory(), encoded(picture())
    put, written = obstore.put_async, []

    async def failing(store: object, path: str, *args: object, **more: object) -> object:
        if len(written) == 3:
            raise GenericError("Unable to copy data to file: No space left on device (os error 28)")
        written.append(path)
        return await put(store, path, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(obstore, "put_async", failing)
        with pytest.raises(OSError) as caught:
            await media.keep(data, ai=True, model="m")
    assert caught.value.errno == errno.ENOSPC
    with pytest.raises(FileNotFoundError):
        await media.load(hashlib.sha256(data).hexdigest(), "original")
    kept = await media.keep(data, ai=True, model="m")
    assert all([await media.load(kept.blob, variant) for variant in VARIANTS])


async def test_a_disk_that_refuses_is_an_oserror(tmp_path: Path) -> None:
    data = encoded(picture())
    media = on_disk(tmp_path)
    (tmp_path / hashlib.sha256(data).hexdigest()[:2]).write_text("a file where a folder should be")
    with pytest.raises(OSError):
        await media.keep(data, ai=True, model="m")


async def test_a_collage_is_a_picture_like_any_other(media: Pictures) -> None:
    blobs = [(await media.keep(encoded(picture(seed)), ai=seed == 0, model="m")).blob for seed in range(5)]
    blob = await media.collage(blobs)
    assert blob == await media.collage(blobs)
    shown = Image.open(io.BytesIO(await media.load(blob, "display")))
    assert shown.width > shown.height
    assert b"compositeWithTrainedAlgorithmicMedia" in shown.info["xmp"]
    assert await media.load(blob, "thumb")
    alone = await media.load(await media.collage(blobs[1:2]), "display")
    assert b"digitalsourcetype/algorithmicMedia" in Image.open(io.BytesIO(alone)).info["xmp"]


async def test_the_sensitive_ones_are_blurred_in_a_collage() -> None:
    media = in_memory()
    stripes = Image.new("L", (320, 320))
    stripes.putdata([255 * (x // 10 % 2) for _ in range(320) for x in range(320)])
    blob = (await media.keep(encoded(stripes), ai=True, model="m")).blob
    sheet = Image.open(io.BytesIO(await media.load(await media.collage([blob, blob], [False, True]), "original")))
    left, right = (sheet.crop(box).convert("L").getextrema() for box in ((100, 100, 300, 300), (432, 100, 632, 300)))
    assert left[1] - left[0] > 200
    assert right[1] - right[0] < 60


async def test_a_picture_that_is_gone_keeps_its_number_in_a_collage() -> None:
    media = in_memory()
    one = (await media.keep(encoded(picture(1)), ai=True, model="m")).blob
    sheet = Image.open(io.BytesIO(await media.load(await media.collage(["0" * 64, one]), "original")))
    assert sheet.convert("L").crop((100, 100, 300, 300)).getextrema() in {(215, 215), (216, 216)}


async def test_a_collage_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError):
        await in_memory().collage([])
