"""Implement the `Media` port over obstore. A picture is named by the SHA-256 of its original bytes.
Its files are `<ab>/<cd>/<sha>/<variant>`; the original is written last, and each write is atomic: where the original
exists, every variant exists. Errors of the disk or the bucket (full, read-only, unreachable) are raised as OSError.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, MemoryStore, ObjectStore
from PIL import Image

from botfeed.adapters.media import contact_sheet, imaging, provenance, s3
from botfeed.adapters.media.provenance import Source
from botfeed.core.ports import StoredPicture

COPIES = ("file", "display", "thumb", "blurred")
VARIANTS = ("original", *COPIES)
BLOB = re.compile(r"[0-9a-f]{64}")
AT_ONCE = 2  # pictures decoded at a time: each may take 40 million pixels of memory
CALLS = 8  # of the store at a time, in threads of their own: a bucket that hangs holds up nothing else

T = TypeVar("T")


def on_disk(folder: Path) -> Pictures:
    """Store pictures as files below `folder`, which is made."""
    return Pictures(LocalStore(folder, mkdir=True, automatic_cleanup=True), folder)


def in_memory() -> Pictures:
    return Pictures(MemoryStore())


def in_s3(bucket: s3.Bucket) -> Pictures:
    """Store pictures as objects of a bucket, below its prefix. Raises ValueError if obstore refuses the configuration.
    Nothing is sent before the first picture.
    """
    return Pictures(s3.connect(bucket))


class Pictures:
    """Implementation of `botfeed.core.ports.Media` over any store of obstore."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._decoding = asyncio.Semaphore(AT_ONCE)
        self._threads = ThreadPoolExecutor(CALLS, "botfeed-pictures")

    async def keep(self, data: bytes, *, ai: bool, model: str) -> StoredPicture:
        """Store a picture with its variants. Raises ValueError, in words for people, for what is not accepted."""
        return await self._keep(data, provenance.packet(Source.AI if ai else Source.ALGORITHM, model))

    async def keep_file(self, data: bytes) -> str:
        """Store bytes unchanged and return their name; the same bytes may be stored twice."""
        blob = hashlib.sha256(data).hexdigest()
        await self._put(blob, "original", data)
        return blob

    async def load(self, blob: str, variant: str) -> bytes:
        """Return the bytes of a variant. Raises FileNotFoundError if it is not stored."""
        with _store_errors():
            return await self._call(partial(_read, self._store, _path(blob, variant)))

    def path(self, blob: str, variant: str) -> str | None:
        """Return the path of a variant's file, None if there is none on this disk."""
        if self._folder is None or not _known(blob, variant):
            return None
        path = self._folder / _path(blob, variant)
        return str(path) if path.is_file() else None

    async def collage(self, blobs: Sequence[str], sensitive: Sequence[bool] = ()) -> str:
        """Store a contact sheet; a picture that is gone leaves an empty cell. Raises ValueError for no pictures."""
        if not blobs:
            raise ValueError("A collage needs at least one picture.")
        thumbs = [await self._thumb(blob) for blob in blobs]
        data = await asyncio.to_thread(contact_sheet.contact, thumbs, sensitive)
        source = Source.AI_COLLAGE if any(_is_ai(thumb) for thumb in thumbs if thumb) else Source.ALGORITHM
        return (await self._keep(data, provenance.packet(source, "botfeed"))).blob

    async def drop(self, blob: str) -> None:
        """Delete a picture; the original first, so that a crash leaves no complete picture. May be repeated."""
        for variant in VARIANTS:
            with _store_errors(missing_is_fine=True):
                await self._call(partial(obstore.delete, self._store, _path(blob, variant)))

    async def _keep(self, data: bytes, xmp: bytes) -> StoredPicture:
        async with self._decoding:
            data, blob, made = await asyncio.to_thread(_made, data, xmp)
        if not await self._complete(blob):
            for variant, copy in (*made.variants.items(), ("original", data)):
                await self._put(blob, variant, copy)
        return StoredPicture(blob, made.mime, made.width, made.height, made.blur, made.print)

    async def _put(self, blob: str, variant: str, data: bytes) -> None:
        """Write one file. A bucket that is not there raises OSError, as a disk that fails does."""
        try:
            with _store_errors():
                await self._call(partial(obstore.put, self._store, _path(blob, variant), data, use_multipart=False))
        except FileNotFoundError as error:
            raise OSError(errno.EIO, "The picture store failed: there is no place to write to.") from error

    async def _complete(self, blob: str) -> bool:
        try:
            with _store_errors():
                await self._call(partial(obstore.head, self._store, _path(blob, "original")))
        except FileNotFoundError:
            return False
        return True

    async def _call(self, call: Callable[[], T]) -> T:
        """Call the store in a thread, which the interpreter waits for at its end.

        The coroutines of obstore are finished by threads of its runtime, which nobody can wait for. One that still
        hands its result over when the interpreter ends aborts the process.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def _thumb(self, blob: str) -> bytes | None:
        try:
            return await self.load(blob, "thumb")
        except FileNotFoundError:
            return None


def _made(data: bytes, xmp: bytes) -> tuple[bytes, str, imaging.Copies]:
    """Return the bytes to store as the original, their name, and the copies."""
    data = imaging.accepted(data)
    return data, hashlib.sha256(data).hexdigest(), imaging.copies(data, xmp)


def _read(store: ObjectStore, path: str) -> bytes:
    return bytes(obstore.get(store, path).bytes())


def _known(blob: str, variant: str) -> bool:
    return variant in VARIANTS and BLOB.fullmatch(blob) is not None


def _path(blob: str, variant: str) -> str:
    if not _known(blob, variant):
        raise FileNotFoundError(errno.ENOENT, "no such picture")
    return f"{blob[:2]}/{blob[2:4]}/{blob}/{variant}"


def _is_ai(thumb: bytes) -> bool:
    return provenance.is_ai(Image.open(io.BytesIO(thumb)).info.get("xmp", b""))


@contextmanager
def _store_errors(*, missing_is_fine: bool = False) -> Iterator[None]:
    """Raise OSError for the errors of any store; FileNotFoundError where no file has that name."""
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        if not missing_is_fine:
            raise FileNotFoundError(errno.ENOENT, "no such picture") from error
    except BaseError as error:
        text = str(error)
        if "No space left" in text or "StorageFull" in text:
            raise OSError(errno.ENOSPC, "No space left where the pictures are kept.") from error
        raise OSError(errno.EIO, f"The picture store failed: {text.splitlines()[0]}") from error
