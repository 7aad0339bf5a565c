"""Attachments: bytes under signed addresses that expire with the clock, as the real ones do."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from typing import Any

from botfeed.testing.discord.api.errors import Refused
from botfeed.testing.discord.clock import Clock, Snowflakes
from botfeed.testing.discord.model import File
from botfeed.testing.discord.payloads import ATTACHMENT_LIMIT

HOST = "https://cdn.discordapp.com"
_LIFE = timedelta(hours=24)


class Cdn:
    def __init__(self, clock: Clock, ids: Snowflakes) -> None:
        self._clock = clock
        self._ids = ids
        self._kept: dict[str, File] = {}

    def keep(self, file: File, channel: int) -> dict[str, Any]:
        """Store it and give the attachment's payload; 413 beyond 10 MiB."""
        if len(file.content) > ATTACHMENT_LIMIT:
            raise Refused(413, 40005, "Request entity too large")
        id = self._ids.next()
        path = f"/attachments/{channel}/{id}/{file.name}"
        self._kept[path] = file
        expires = int((self._clock.now() + _LIFE).timestamp())
        url = f"{HOST}{path}?ex={expires:x}&is={expires - int(_LIFE.total_seconds()):x}&hm={_signature(path, expires)}&"
        out: dict[str, Any] = {
            "id": str(id),
            "filename": file.name,
            "size": len(file.content),
            "url": url,
            "proxy_url": url.replace(HOST, "https://media.discordapp.net"),
            "content_type": file.mime,
        }
        if file.description is not None:
            out["description"] = file.description
        return out | _dimensions(file.content)

    def fetch(self, path: str, query: dict[str, str]) -> File | None:
        """Return a file; None for an unknown path, a wrong signature, or an expired one."""
        try:
            expires = int(query.get("ex", ""), 16)
        except ValueError:
            return None
        if query.get("hm") != _signature(path, expires) or expires < self._clock.now().timestamp():
            return None
        return self._kept.get(path)


def _signature(path: str, expires: int) -> str:
    return hashlib.sha256(f"{path}:{expires}".encode()).hexdigest()


def _dimensions(content: bytes) -> dict[str, int]:
    """Return a picture's width and height; nothing for other bytes."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return {"width": picture.width, "height": picture.height}
    except UnidentifiedImageError:
        return {}
