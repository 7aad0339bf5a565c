"""Picture bytes on their way to Telegram: sent once, then named by the `file_id` that Telegram gave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, Message

from botfeed.core.chat.context import House
from botfeed.core.chat.message import Attachment, Media
from botfeed.core.model import Fact
from botfeed.core.ports import Unit


@dataclass(frozen=True, slots=True)
class Photo:
    """`content` is a file id, or the bytes where Telegram has not seen them. `name` ends with what is stored."""

    name: str
    content: str | bytes

    @property
    def stored(self) -> tuple[str, str]:
        """Blob and variant."""
        blob, variant = self.name.split(":")[-2:]
        return blob, variant


class Files:
    """A `file_id` belongs to one bot: a cache, never the only copy."""

    def __init__(self, house: House, bot: Bot) -> None:
        self._house = house
        self._bot = bot

    async def photo(self, media: Sequence[Media]) -> Photo:
        """Give one picture, or several as one numbered sheet."""
        blob, variant = media[0].blob, media[0].variant
        if len(media) > 1:
            blob = await self._house.media.collage([m.blob for m in media], [m.veiled for m in media])
            variant = "display"
        name = f"telegram:file:{self._bot.id}:{blob}:{variant}"
        known = await self._house.store.read(lambda uow: uow.one(Fact, name=name))
        return Photo(name, known.value if known else await self._house.media.load(blob, variant))

    async def remember(self, photo: Photo, message: Message) -> None:
        """Keep the file id of what was uploaded just now."""
        if isinstance(photo.content, str) or not message.photo:
            return
        fact = (photo.name, message.photo[-1].file_id)

        def write(uow: Unit) -> None:
            uow.add(Fact(uow.new_id(), *fact))

        await self._house.store.run(write)

    async def again(self, photo: Photo) -> Photo:
        """Forget a file id that Telegram does not know any more; give the bytes."""
        await self._house.store.run(lambda uow: uow.remove(Fact, name=photo.name))
        return Photo(photo.name, await self._house.media.load(*photo.stored))

    async def load(self, file: Attachment) -> bytes:
        return await self._house.media.load(file.blob, "original")
