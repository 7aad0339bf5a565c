"""Load the files that are uploaded with a message."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence

import discord

from botfeed.adapters.discord import render
from botfeed.core.chat.message import Attachment
from botfeed.core.ports import Media

PARTIAL_MOST = 8 * 1024 * 1024  # bytes
_HEADS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}  # first bytes of a picture, and its extension


async def load(media: Media, body: render.Body, attached: Sequence[Attachment] = ()) -> list[discord.File]:
    """Load a message's pictures and attached files, as many as it can show. Raises FileNotFoundError."""
    attached = attached[: render.FILES]
    pictures = (media.load(a.media.blob, a.media.variant) for a in body.attached)
    others = (media.load(f.blob, "original") for f in attached)
    loaded = await asyncio.gather(*pictures, *others)
    shown = [
        discord.File(io.BytesIO(data), a.name, description=a.media.alt[: render.ALT] or None)
        for a, data in zip(body.attached, loaded, strict=False)
    ]
    rest = zip(attached, loaded[len(shown) :], strict=True)
    return [*shown, *(discord.File(io.BytesIO(data), f.name) for f, data in rest)]


def partial_picture(data: bytes | None) -> discord.File | None:
    """Return a partial picture as a file; None for none, for no picture, and for one that is too large to send."""
    if not data or len(data) > PARTIAL_MOST:
        return None
    ending = next((ending for head, ending in _HEADS.items() if data.startswith(head)), "")
    return discord.File(io.BytesIO(data), f"progress.{ending}") if ending else None
