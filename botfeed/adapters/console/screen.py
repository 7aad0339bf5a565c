"""What everybody was shown, in order, and what stands on their screens now."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment, Card, Media, Reply
from botfeed.core.model import Address

Files = tuple[tuple[str, ...], ...]  # of each card: the paths of its pictures


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that was shown. `to` is a person's name, or `#place` where nobody in particular was meant.

    `ref` names the message; a notice or a question has none of its own and carries that of the button's message.
    `origin` is where it was asked for, if it is shown aside from there.
    """

    to: str
    private: bool
    event: str  # reply | edit | delivery | notice
    reply: Reply
    address: Address
    ref: str
    files: Files = ()
    attached: tuple[str, ...] = ()  # paths of what travels with the message
    origin: Address | None = None


class Screen:
    """`tell` hears of each thing as it is shown."""

    def __init__(self, services: Services, tell: Callable[[Shown], None]) -> None:
        self.services = services
        self.shown: list[Shown] = []
        self._tell = tell
        self._now: dict[str, Shown] = {}
        self._folder: Path | None = None

    async def show(self, shown: Shown) -> None:
        files = tuple([await self._files(card) for card in shown.reply.cards])
        attached = tuple([await self._attached(file) for file in shown.reply.files])
        shown = replace(shown, files=files, attached=attached)
        self.shown.append(shown)
        if shown.reply.cards:
            self._now.pop(shown.ref, None)
            self._now[shown.ref] = shown
        self._tell(shown)

    def message(self, ref: str) -> Shown | None:
        """A message as it reads now."""
        return self._now.get(ref)

    def newest(self) -> Iterator[Shown]:
        """Messages as they read now, the one that was shown or changed last first."""
        return reversed(self._now.values())

    async def _files(self, card: Card) -> tuple[str, ...]:
        return tuple([await self._file(media) for media in card.media])

    async def _file(self, media: Media) -> str:
        """Give a path that can be opened: the kept file, or a copy where the bytes are kept elsewhere."""
        if kept := self.services.media.path(media.blob, media.variant):
            return os.path.abspath(kept)  # noqa: PTH100, ASYNC240 - only the name is spelled out
        path = self._copies() / f"{media.blob}-{media.variant}"
        path.write_bytes(await self.services.media.load(media.blob, media.variant))
        return str(path)

    async def _attached(self, file: Attachment) -> str:
        """Give a copy under its own name."""
        path = self._copies() / file.blob[:12] / file.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(await self.services.media.load(file.blob, "original"))
        return str(path)

    def _copies(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="botfeed-pictures-"))
        return self._folder
