"""Record what each person was shown, in order, and what their screens show now."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from botfeed.core import picture_kind
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Attachment, Card, Media, Reply
from botfeed.core.model import Address

Files = tuple[tuple[str, ...], ...]  # of each card: the paths of its pictures


@dataclass(frozen=True, slots=True)
class Shown:
    """Shown message. `to` is a person's name, or `#place` where it was for nobody in particular.
    `ref` names the message; a notice or a question has none of its own and carries that of the button's message.
    `origin` is the place of the request, if it is shown aside from there.
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
    """Screens of all people: calls `notify` with each message as it is shown."""

    def __init__(self, services: Services, notify: Callable[[Shown], None], *, copies: bool = False) -> None:
        """`copies`: show each picture as a copy with a suffix, by which a desktop opens it, until `close`."""
        self.services = services
        self._always = copies
        self.shown: list[Shown] = []
        self._notify = notify
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
        self._notify(shown)

    def message(self, ref: str) -> Shown | None:
        """Return a message as it is now."""
        return self._now.get(ref)

    def newest(self) -> Iterator[Shown]:
        """Yield messages as they are now, the last shown or changed first."""
        return reversed(self._now.values())

    async def _files(self, card: Card) -> tuple[str, ...]:
        return tuple([await self._file(media) for media in card.media])

    async def _file(self, media: Media) -> str:
        """Return a path that can be opened: the stored file, or a copy if pictures are not stored on this disk."""
        if not self._always and (kept := self.services.media.path(media.blob, media.variant)):
            return os.path.abspath(kept)  # noqa: PTH100, ASYNC240 - only the name is spelled out
        data = await self.services.media.load(media.blob, media.variant)
        path = self._copies() / f"{media.blob[:16]}-{media.variant}{_suffix(data)}"
        path.write_bytes(data)
        return str(path)

    async def _attached(self, file: Attachment) -> str:
        """Return the path of a copy under the file's own name."""
        path = self._copies() / file.blob[:12] / file.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(await self.services.media.load(file.blob, "original"))
        return str(path)

    def _copies(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="botfeed-pictures-"))
        return self._folder

    def close(self) -> None:
        """Delete the copies."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _suffix(data: bytes) -> str:
    """Return the usual suffix of a picture's file."""
    ending = picture_kind.ending(data)
    return f".{ending}" if ending else ""
