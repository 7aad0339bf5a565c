"""Deletion of picture files that no picture needs any more; several pictures may share the same bytes.
An adapter's record about uploaded bytes is a `KeyValue` named `platform:file:owner:blob:variant`; it is
deleted too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from botfeed.core.chat.context import Services
from botfeed.core.model import Picture
from botfeed.core.ports import Unit
from botfeed.core.work import pools
from botfeed.core.work.jobs import When, job


def forget(uow: Unit, picture: Picture) -> None:
    """Empty a picture's row, which stays for credit, and schedule the deletion of its bytes."""
    uow.update(picture, removed=uow.now, checking=False, blob="", alt="", proposed_alt="", blur="", print=0, missing=())
    drop(uow, picture.blob)


def drop_all(uow: Unit, blobs: Iterable[str]) -> None:
    for blob in blobs:
        drop(uow, blob)


def drop(uow: Unit, blob: str, *, after: timedelta = timedelta(0)) -> None:
    """Schedule the deletion of bytes after `after`, unless a picture uses them by then."""
    if blob:
        when = When(f"blob:{blob}", key=f"drop:{blob}", run_at=uow.now + after)
        drop_bytes.enqueue(uow, when, blob=blob)


@job(kind="drop", pool=pools.ORDINARY)
async def drop_bytes(services: Services, blob: str) -> None:
    """Delete the bytes unless a picture uses them, and the adapters' records about them."""
    if not await services.store.read(lambda uow: uow.count(Picture, blob=blob)):
        await services.media.drop(blob)
        await services.store.run(lambda uow: uow.queries.forget_files(blob))
