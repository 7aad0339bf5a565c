"""Check pictures and make the copies for display. All functions block: call them in a thread.
Bytes, sides and pixels are bounded by the header, before a pixel is decoded.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageFilter, ImageOps
from PIL.PngImagePlugin import PngInfo

from botfeed.core.ports import UnfitPicture

MOST_BYTES = 25_000_000
MOST_PIXELS = 40_000_000
MOST_SIDE = 16_383  # pixels: what WebP can hold; a longer one takes gigabytes to make smaller
DISPLAY_BYTES = 300_000
DISPLAY_SIDE = 1280  # pixels
THUMB_SIDE = 320
RATIO = 16  # of the sides at most; Telegram refuses more than 20 as a photo
MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp"}
CONVERTED = ("GIF", "BMP", "AVIF", "TIFF")  # taken, and kept as PNG: not every platform shows them
READ = ("PNG", "JPEG", "WEBP")
_NAMED = {
    b"<svg": "SVG",
    b"<?xml": "SVG",
    b"%PDF": "PDF",
    b"\0\0\0\x0cJXL ": "JPEG XL",
    b"\x1aE\xdf\xa3": "a film",
}
QUALITIES = (88, 80, 72, 64, 55, 45, 35)


@dataclass(frozen=True, slots=True)
class Copies:
    """Encoded variants by name, and what `ports.Kept` wants to know."""

    variants: dict[str, bytes]
    mime: str
    width: int
    height: int
    blur: str
    print: int


def checked(data: bytes, formats: tuple[str, ...] = READ) -> Image.Image:
    """Read a picture's header and decode no pixel. Raises UnfitPicture for formats and sizes that are not accepted, and
    ValueError for what is no picture.
    """
    if len(data) > MOST_BYTES:
        raise UnfitPicture(f"The picture is too large: {len(data) / 1e6:.1f} MB, at most {MOST_BYTES / 1e6:.0f} MB.")
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except Image.DecompressionBombError as error:
        raise UnfitPicture(f"The picture has too many pixels: at most {MOST_PIXELS / 1e6:.0f} million.") from error
    except Exception as error:  # a header is anybody's bytes: Pillow's parsers raise many kinds
        if name := _other_format(data):
            raise UnfitPicture(f"This is not a PNG, JPEG or WebP picture, but {name}.") from error
        raise ValueError("This is not a PNG, JPEG or WebP picture.") from error
    if image.width * image.height > MOST_PIXELS:
        raise UnfitPicture(
            f"The picture has too many pixels: {image.width} x {image.height}, at most {MOST_PIXELS / 1e6:.0f} million."
        )
    if max(image.size) > MOST_SIDE:
        raise UnfitPicture(f"The picture is too long: {image.width} x {image.height}, at most {MOST_SIDE} a side.")
    return image


def _other_format(data: bytes) -> str:
    """Return the name of a known format that is not accepted, empty for bytes that are nothing known."""
    head = data[:64].lstrip()
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "HEIC"
    if head[4:8] == b"ftyp":
        return "a film"
    return next((name for begins, name in _NAMED.items() if head.startswith(begins)), "")


def accepted(data: bytes) -> bytes:
    """Return a picture in a format that every platform shows: as it is, or the first image of another format as PNG.
    Raises UnfitPicture and ValueError, like `checked`.
    """
    image = checked(data, (*READ, *CONVERTED))
    if image.format in MIMES:
        return data
    out = io.BytesIO()
    try:
        upright = ImageOps.exif_transpose(image)
        upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(out, "PNG")
    except Exception as error:  # broken pixels raise OSError, SyntaxError and more
        raise ValueError("The picture is damaged: its pixels cannot be read.") from error
    return out.getvalue()


def copies(data: bytes, xmp: bytes) -> Copies:
    """Decode a picture once and make every variant. Raises ValueError if header or pixels are damaged."""
    image = checked(data)
    mime = MIMES[image.format or "PNG"]
    try:
        upright = ImageOps.exif_transpose(image)
        upright.load()
    except Exception as error:  # broken pixels raise OSError, SyntaxError, struct.error and more
        raise ValueError("The picture is damaged: its pixels cannot be read.") from error
    shown = framed(shrunk(flattened(upright), DISPLAY_SIDE))
    variants = {
        "file": marked(upright, mime, xmp, kept=upright is image),
        "display": within(shown, xmp, DISPLAY_BYTES),
        "thumb": within(shrunk(shown, THUMB_SIDE), xmp, DISPLAY_BYTES // 6),
        "blurred": within(veiled(shown), xmp, DISPLAY_BYTES // 3),
    }
    return Copies(variants, mime, upright.width, upright.height, placeholder(shown), dhash(shown))


def flattened(image: Image.Image) -> Image.Image:
    """Convert to RGB; transparent pixels become white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def shrunk(image: Image.Image, side: int) -> Image.Image:
    """Return a copy whose longest side is at most `side` pixels."""
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def framed(image: Image.Image) -> Image.Image:
    """Return a picture that is too long for its width, or too high, on a white ground with sides of `RATIO`."""
    least = -(-max(image.size) // RATIO)
    if min(image.size) >= least:
        return image
    size = (max(image.width, least), max(image.height, least))
    ground = Image.new("RGB", size, "white")
    ground.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    return ground


def marked(image: Image.Image, mime: str, xmp: bytes, *, kept: bool) -> bytes:
    """Encode the original's pixels in its own format, with `xmp` and without EXIF, which may hold a position.

    `kept`: the image is as it was opened, so a JPEG keeps its quantisation and loses nothing visible.
    """
    out = io.BytesIO()
    icc = image.info.get("icc_profile")
    if mime == "image/png":
        chunk = PngInfo()
        chunk.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(out, "PNG", pnginfo=chunk, icc_profile=icc)
    elif mime == "image/webp":
        image.save(out, "WEBP", xmp=xmp, icc_profile=icc or b"", quality=95, exif=b"")
    else:
        quality: int | Literal["keep"] = "keep" if kept and image.format == "JPEG" else 95
        image.save(out, "JPEG", xmp=xmp, icc_profile=icc, quality=quality, exif=b"")
    return out.getvalue()


def within(image: Image.Image, xmp: bytes, limit: int) -> bytes:
    """Encode a JPEG of at most `limit` bytes: first with less quality, then with fewer pixels."""
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, xmp=xmp)
            if out.tell() <= limit:
                return out.getvalue()
        image = shrunk(image, max(1, max(image.size) * 3 // 4))


def veiled(image: Image.Image) -> Image.Image:
    """Blur a picture until only its colours are left."""
    few = shrunk(image, 12)
    side = min(640, max(image.size))
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return few.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(side / 20))


def placeholder(image: Image.Image) -> str:
    """Return a data URI under 200 characters: 8 by 8 pixels, to be shown blurred until the picture loads."""
    out = io.BytesIO()
    image.resize((8, 8), Image.Resampling.BOX).save(out, "WEBP", quality=20, method=6)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()


def dhash(image: Image.Image) -> int:
    """Return a perceptual hash: for each of 8 by 8 cells, whether its right neighbour is lighter; signed, 64 bits."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            spot = row * 9 + column
            bits = bits << 1 | (grey[spot] < grey[spot + 1])
    return bits - (1 << 64) if bits >> 63 else bits
