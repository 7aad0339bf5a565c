"""Picture storage: accepted pictures, their variants, and the state after an interrupted write."""

from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path

import obstore
import pytest
from obstore.exceptions import GenericError
from PIL import Image

from botfeed.adapters.media import Pictures, in_memory, on_disk
from botfeed.adapters.media.provenance import SCHEME
from botfeed.core.feed import fingerprints
from tests.adapters.media.samples import encoded, files, noise, picture

VARIANTS = ("original", "file", "display", "thumb", "blurred")


async def test_the_original_is_stored_unchanged_under_its_hash(media: Pictures) -> None:
    data = encoded(picture())
    kept = await media.keep(data, ai=True, model="gpt-image")
    assert kept.blob == hashlib.sha256(data).hexdigest()
    assert (kept.mime, kept.width, kept.height) == ("image/png", 800, 600)
    assert await media.load(kept.blob, "original") == data
    assert await media.keep(data, ai=True, model="gpt-image") == kept


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
async def test_three_formats_are_stored_and_returned_unconverted(media: Pictures, kind: str, mime: str) -> None:
    kept = await media.keep(encoded(picture(), kind), ai=False, model="sketch")
    again = Image.open(io.BytesIO(await media.load(kept.blob, "file")))
    assert kept.mime == mime
    assert (again.format, again.size) == (kind, (800, 600))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(("ai", "term"), [(True, "trainedAlgorithmicMedia"), (False, "algorithmicMedia")])
async def test_every_copy_records_its_provenance(kind: str, ai: bool, term: str) -> None:
    media = in_memory()
    kept = await media.keep(encoded(picture(), kind), ai=ai, model='a "model" <1>')
    for variant in VARIANTS[1:]:
        image = Image.open(io.BytesIO(await media.load(kept.blob, variant)))
        image.load()
        xmp = image.info["xmp"].decode()
        assert f'DigitalSourceType="{SCHEME}{term}"' in xmp
        assert "xmp:CreatorTool='a \"model\" &lt;1&gt;'" in xmp


async def test_the_file_variant_keeps_the_pixels(media: Pictures) -> None:
    image = picture(mode="RGBA")
    kept = await media.keep(encoded(image), ai=True, model="m")
    assert Image.open(io.BytesIO(await media.load(kept.blob, "file"))).tobytes() == image.tobytes()


async def test_photographs_are_upright_and_lose_their_location() -> None:
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
async def test_copies_of_noise_stay_small(side: int) -> None:
    media = in_memory()
    kept = await media.keep(noise(side), ai=True, model="m")
    sizes = {variant: Image.open(io.BytesIO(await media.load(kept.blob, variant))).size for variant in VARIANTS}
    assert len(await media.load(kept.blob, "display")) <= 300_000
    assert max(sizes["display"]) <= 1280
    assert max(sizes["thumb"]) <= 320


async def test_the_blurred_copy_shows_no_more_than_colours() -> None:
    """A fine chequered board becomes one even grey."""
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


async def test_perceptual_hashes_are_near_only_for_the_same_picture() -> None:
    media = in_memory()
    one = await media.keep(encoded(picture(1)), ai=True, model="m")
    smaller = await media.keep(encoded(picture(1).resize((400, 300)), "JPEG", quality=60), ai=True, model="m")
    other = await media.keep(encoded(picture(2)), ai=True, model="m")
    assert fingerprints.distance(one.print, smaller.print) <= 4
    assert fingerprints.distance(one.print, other.print) > 10
    assert all(-(2**63) <= kept.print < 2**63 for kept in (one, smaller, other))


async def test_path_is_a_file_on_disk_and_none_in_memory(tmp_path: Path) -> None:
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


async def test_dropping_deletes_and_is_repeatable(media: Pictures) -> None:
    kept = await media.keep(encoded(picture()), ai=True, model="m")
    await media.drop(kept.blob)
    await media.drop(kept.blob)
    for variant in VARIANTS:
        with pytest.raises(FileNotFoundError):
            await media.load(kept.blob, variant)


async def test_an_interrupted_write_leaves_no_complete_picture(
    media: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = encoded(picture())
    put, written = obstore.put, []

    def failing(store: object, path: str, *args: object, **more: object) -> object:
        if len(written) == 3:
            raise GenericError("Unable to copy data to file: No space left on device (os error 28)")
        written.append(path)
        return put(store, path, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(obstore, "put", failing)
        with pytest.raises(OSError) as caught:
            await media.keep(data, ai=True, model="m")
    assert caught.value.errno == errno.ENOSPC
    with pytest.raises(FileNotFoundError):
        await media.load(hashlib.sha256(data).hexdigest(), "original")
    kept = await media.keep(data, ai=True, model="m")
    assert all([await media.load(kept.blob, variant) for variant in VARIANTS])


async def test_a_failing_disk_raises_oserror(tmp_path: Path) -> None:
    data = encoded(picture())
    media = on_disk(tmp_path)
    (tmp_path / hashlib.sha256(data).hexdigest()[:2]).write_text("a file where a folder should be")
    with pytest.raises(OSError):
        await media.keep(data, ai=True, model="m")


async def test_a_collage_is_stored_as_a_picture(media: Pictures) -> None:
    blobs = [(await media.keep(encoded(picture(seed)), ai=seed == 0, model="m")).blob for seed in range(5)]
    blob = await media.collage(blobs)
    assert blob == await media.collage(blobs)
    shown = Image.open(io.BytesIO(await media.load(blob, "display")))
    assert shown.width > shown.height
    assert b"compositeWithTrainedAlgorithmicMedia" in shown.info["xmp"]
    assert await media.load(blob, "thumb")
    alone = await media.load(await media.collage(blobs[1:2]), "display")
    assert b"digitalsourcetype/algorithmicMedia" in Image.open(io.BytesIO(alone)).info["xmp"]


async def test_a_collage_blurs_sensitive_pictures(media: Pictures) -> None:
    stripes = Image.new("L", (320, 320))
    stripes.putdata([255 * (x // 10 % 2) for _ in range(320) for x in range(320)])
    blob = (await media.keep(encoded(stripes), ai=True, model="m")).blob
    sheet = Image.open(io.BytesIO(await media.load(await media.collage([blob, blob], [False, True]), "original")))
    left, right = (sheet.crop(box).convert("L").getextrema() for box in ((100, 100, 300, 300), (432, 100, 632, 300)))
    assert left[1] - left[0] > 200
    assert right[1] - right[0] < 60


async def test_a_missing_picture_keeps_its_number_in_a_collage(media: Pictures) -> None:
    one = (await media.keep(encoded(picture(1)), ai=True, model="m")).blob
    sheet = Image.open(io.BytesIO(await media.load(await media.collage(["0" * 64, one]), "original")))
    assert sheet.convert("L").crop((100, 100, 300, 300)).getextrema() in {(215, 215), (216, 216)}


async def test_an_empty_collage_is_refused(media: Pictures) -> None:
    with pytest.raises(ValueError):
        await media.collage([])


async def test_the_store_is_called_in_threads_that_the_interpreter_waits_for(
    media: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coroutine of obstore ends in a thread of its own runtime; one that outlives the interpreter aborts it."""

    async def refused(*_: object, **__: object) -> None:
        raise AssertionError("a coroutine of obstore was used")

    for name in ("put_async", "get_async", "head_async", "delete_async"):
        monkeypatch.setattr(obstore, name, refused)
    kept = await media.keep(encoded(picture()), ai=True, model="m")
    assert await media.load(kept.blob, "thumb")
    sheet = await media.collage([kept.blob])
    await media.drop(kept.blob)
    assert await media.load(sheet, "original")
