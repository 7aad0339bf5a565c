"""Load the files that are uploaded with a message."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace

import discord

from botfeed.adapters.discord import render
from botfeed.adapters.discord.send.kept_files import Kept
from botfeed.core import picture_kind
from botfeed.core.chat.message import Attachment
from botfeed.core.ports import Media

PARTIAL_MOST = 8 * 1024 * 1024  # bytes


async def load(media: Media, body: render.Body, attached: Sequence[Attachment] = ()) -> list[discord.File]:
    """Load a message's pictures and attached files, as many as it can show. Raises FileNotFoundError."""
    attached = attached[: render.FILES]
    pictures = [_picture(media, each) for each in body.attached]
    others = [_file(media, each) for each in attached]
    return list(await asyncio.gather(*pictures, *others))


async def load_missing(
    media: Media, body: render.Body, kept: Kept, attached: Sequence[Attachment] = ()
) -> list[discord.File | discord.Attachment]:
    """Return what an edited message shows: the files that it has already, and those that are uploaded with the edit.
    Raises FileNotFoundError.
    """
    there = [kept[each.name] for each in body.attached if each.name in kept]
    missing = replace(body, attached=tuple(each for each in body.attached if each.name not in kept))
    return [*there, *await load(media, missing, attached)]


async def _picture(media: Media, which: render.Attached) -> discord.File:
    data = await media.load(which.media.blob, which.media.variant)
    return discord.File(io.BytesIO(data), which.name, description=which.media.alt[: render.ALT] or None)


async def _file(media: Media, which: Attachment) -> discord.File:
    return discord.File(io.BytesIO(await media.load(which.blob, "original")), which.name)


def partial_picture(data: bytes | None) -> discord.File | None:
    """Return a partial picture as a file; None for none, for no picture, and for one that is too large to send."""
    if not data or len(data) > PARTIAL_MOST:
        return None
    ending = picture_kind.ending(data)
    return discord.File(io.BytesIO(data), f"progress.{ending}") if ending else None
