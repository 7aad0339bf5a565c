"""Kinds of pictures, known by their first bytes."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}  # of files' names


def mime(data: bytes) -> str:
    """Return the media type of a picture; `UNKNOWN` for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else UNKNOWN


def ending(data: bytes) -> str:
    """Return the usual ending of a picture's file, without its dot; empty for anything else."""
    return ENDINGS.get(mime(data), "")
