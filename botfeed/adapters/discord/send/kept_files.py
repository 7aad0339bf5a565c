"""Reuse the files that a message has already, so that an edit uploads only what is new.

Discord leaves files that components use out of a message's attachments; their ids are in the components.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import discord
from cachetools import LRUCache

REMEMBERED = 10_000  # messages

Kept = Mapping[str, discord.Attachment]  # by the name under which a file was uploaded


class KeptFiles:
    """The files of the messages that this process sent, edited, or saw pressed last."""

    def __init__(self) -> None:
        self._known: LRUCache[str, Kept] = LRUCache(REMEMBERED)

    def learn(self, ref: str, message: discord.Message | None) -> None:
        """Store the files of a message as Discord returned it; None forgets them."""
        if message is None:
            self._known.pop(ref, None)
        else:
            self._known[ref] = of(message)

    def get(self, ref: str) -> Kept:
        return self._known.get(ref, {})


def of(message: discord.Message) -> Kept:
    """Return a message's files: those of its components, and attachments that no component uses."""
    found = {each.filename: each for each in message.attachments}
    for media in _media(message.components):
        if media.attachment_id:
            kept = _attachment(message, media, media.attachment_id)
            found[kept.filename] = kept
    return found


def _media(components: Iterable[Any]) -> Iterator[discord.components.UnfurledMediaItem]:
    """Yield the media of galleries, thumbnails and files, inside containers too."""
    for part in components:
        for one in (part, *(getattr(part, "items", None) or ())):
            media = getattr(one, "media", None)
            if isinstance(media, discord.components.UnfurledMediaItem):
                yield media
        yield from _media(getattr(part, "children", None) or ())


def _attachment(message: discord.Message, media: discord.components.UnfurledMediaItem, id: int) -> discord.Attachment:
    name = unquote(PurePosixPath(urlsplit(media.url).path).name)
    data: Any = {"id": id, "filename": name, "size": 0, "url": media.url, "proxy_url": media.proxy_url or media.url}
    return discord.Attachment(data=data, state=message._state)
