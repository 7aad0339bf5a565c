"""Storage of picture bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class UnfitPicture(ValueError):
    """A picture of a format or size that is not accepted: the same answer again would not be either."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """Stored picture: facts from its header and the copies made for display."""

    blob: str
    mime: str
    width: int
    height: int
    blur: str
    print: int


class Media(Protocol):
    """Picture bytes by content. Variants: original, file (original + provenance), display, thumb, blurred."""

    async def keep(self, data: bytes, *, ai: bool, model: str) -> StoredPicture:
        """Check the header, store the original, make the copies off the loop. Formats that platforms do not show are
        converted first. Raises ValueError, and UnfitPicture of what is a picture and can't be taken.
        """

    async def keep_file(self, data: bytes) -> str:
        """Store bytes that are no picture, as they are; gives their blob. They load as the variant "original"."""

    async def load(self, blob: str, variant: str) -> bytes: ...

    def path(self, blob: str, variant: str) -> str | None:
        """Return a file path, where the bytes are files on this machine."""

    async def collage(self, blobs: Sequence[str], sensitive: Sequence[bool] = ()) -> str:
        """Draw one numbered contact sheet of stored thumbnails; return its blob."""

    async def drop(self, blob: str) -> None: ...
