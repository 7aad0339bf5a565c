"""Sample pictures of people and attackers."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw


def picture(seed: int = 1, size: tuple[int, int] = (800, 600), mode: str = "RGB") -> Image.Image:
    """Draw discs on a gradient: different for each seed."""
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
    """Return the files on disk, by path."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def noise(side: int) -> bytes:
    """Draw noise, the worst picture for a codec."""
    return encoded(Image.frombytes("RGB", (side, side), Random(3).randbytes(side * side * 3)))


def bomb(width: int, height: int = 0) -> bytes:
    """Make a valid one-bit PNG of width x height pixels in a few kilobytes; a square without a height."""
    height = height or width

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows, many = bytes(1 + -(-width // 8)), max(1, 2_000_000 // width)
    body = b"".join(packer.compress(rows * min(many, height - done)) for done in range(0, height, many))
    body += packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
