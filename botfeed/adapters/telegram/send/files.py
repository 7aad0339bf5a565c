"""Upload a picture's bytes to Telegram once, and send it by the returned `file_id` afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import struct
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from cachetools import LRUCache
from telegram import Bot, Message

from botfeed.core import picture_kind
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment, Media
from botfeed.core.errors import TooLarge
from botfeed.core.model import KeyValue
from botfeed.core.ports import Unit

REMEMBERED = 10_000  # file ids in memory, the least recently used dropped first
SHARED = 2.0  # seconds to wait for another upload of the same picture before uploading it twice
DOCUMENT = 50 * 1024 * 1024  # bytes of a file that Telegram's own server takes
LOCAL = 2000 * 1024 * 1024  # bytes that the operator's own server takes, started with --local


def _blank(side: int) -> bytes:
    """Return a grey square as PNG."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + b"\xbb" * side) * side)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + name + d + struct.pack(">I", zlib.crc32(name + d)) for name, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


BLANK = _blank(256)


@dataclass(frozen=True, slots=True)
class Photo:
    """Picture to send: `content` is a file id, or the bytes where Telegram has none.
    `name` ends with the stored variant.
    """

    name: str
    content: str | bytes

    @property
    def stored(self) -> tuple[str, str]:
        """Return blob and variant."""
        blob, variant = self.name.split(":")[-2:]
        return blob, variant

    @property
    def filename(self) -> str:
        """Return the name under which its reader saves the file."""
        data = self.content if isinstance(self.content, bytes) else b""
        return f"botfeed-{self.stored[0][:8]}.{picture_kind.ending(data) or 'png'}"


class Files:
    """Cache of file ids, which belong to one bot; the bytes are stored elsewhere."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self._bot = bot
        self._most = LOCAL if bot.local_mode else DOCUMENT
        self._known: LRUCache[str, str] = LRUCache(REMEMBERED)
        self._uploads: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def photo(self, media: Sequence[Media]) -> AsyncIterator[Photo]:
        """Yield one picture, or several as one numbered sheet; while it is uploaded others wait for its file id."""
        blob, variant = await self._stored(media)
        uploading = self._uploads.setdefault(f"{blob}:{variant}", asyncio.Lock())
        async with contextlib.AsyncExitStack() as held:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SHARED):
                    await held.enter_async_context(uploading)
            photo = await self.one(blob, variant)
            if isinstance(photo.content, str):
                await held.aclose()
            yield photo

    async def _stored(self, media: Sequence[Media]) -> tuple[str, str]:
        """Return blob and variant of the picture that shows all of these."""
        if len(media) == 1:
            return media[0].blob, media[0].variant
        return await self._services.media.collage([m.blob for m in media], [m.veiled for m in media]), "display"

    async def one(self, blob: str, variant: str = "display") -> Photo:
        """Return a stored picture, by its file id if there is one. Raises TooLarge where Telegram does not take it."""
        name = f"telegram:file:{self._bot.id}:{blob}:{variant}"
        if name not in self._known:
            known = await self._services.store.read(lambda uow: uow.one(KeyValue, name=name))
            if known is None:
                return Photo(name, self._fitting(await self._services.media.load(blob, variant)))
            self._known[name] = known.value
        return Photo(name, self._known[name])

    async def known(self, blobs: Sequence[str]) -> dict[str, str]:
        """Return the known file ids of these pictures' display variants, by blob."""
        names = {f"telegram:file:{self._bot.id}:{blob}:display": blob for blob in blobs}
        if not names:
            return {}
        rows = await self._services.store.read(lambda uow: uow.all(KeyValue, name__in=list(names)))
        return {names[row.name]: row.value for row in rows}

    async def remember(self, photo: Photo, message: Message) -> None:
        """Store the file id of a picture that was just uploaded."""
        file = message.photo[-1] if message.photo else message.document
        if isinstance(photo.content, str) or file is None:
            return
        fact = (photo.name, file.file_id)

        def write(uow: Unit) -> None:
            uow.insert(KeyValue(uow.new_id(), *fact))

        await self._services.store.run(write)
        self._known[photo.name] = file.file_id

    async def again(self, photo: Photo) -> Photo:
        """Drop a file id that Telegram does not recognise any more; return the photo with its bytes."""
        if isinstance(photo.content, bytes):
            return photo
        self._known.pop(photo.name, None)
        await self._services.store.run(lambda uow: uow.delete(KeyValue, name=photo.name))
        return Photo(photo.name, await self._services.media.load(*photo.stored))

    async def original(self, photo: Photo) -> bytes:
        """Return the bytes of a picture, to be sent as a document: a photo's file id names no document."""
        return self._fitting(await self._services.media.load(*photo.stored))

    async def load(self, file: Attachment) -> bytes:
        """Load an attached file. Raises TooLarge where Telegram does not take it."""
        if file.size > self._most:
            raise TooLarge("the file is too large for Telegram")
        return await self._services.media.load(file.blob, "original")

    def _fitting(self, data: bytes) -> bytes:
        if len(data) > self._most:
            raise TooLarge("the file is too large for Telegram")
        return data
