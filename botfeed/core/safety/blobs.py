"""Deletion of picture files that no picture needs any more; several pictures may share the same bytes.
An adapter's record about uploaded bytes is a `KeyValue` named `platform:file:owner:blob:variant`; it is
deleted too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from botfeed.core.chat.context import Services
from botfeed.core.model import DerivedFile, Job, Picture
from botfeed.core.ports import Unit
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import Retry, When, job


def forget(uow: Unit, picture: Picture) -> None:
    """Empty a picture's row, which stays for credit, and schedule the deletion of its bytes."""
    uow.update(picture, removed=uow.now, checking=False, blob="", alt="", proposed_alt="", blur="", print=0, missing=())
    drop(uow, picture.blob)
    disown(uow, uow.all(DerivedFile, picture=picture.id))


def own(
    uow: Unit, blob: str, kind: str, keep: timedelta, *, pictures: Sequence[int] = (), account: int | None = None
) -> bool:
    """Record whose bytes these are, and until when they are kept.
    Returns False, and lets them go, where a picture on them was deleted meanwhile.
    """
    if pictures and uow.count(Picture, id__in=list(pictures), removed=None) < len(set(pictures)):
        drop(uow, blob)
        return False
    until = uow.now + keep
    for picture in pictures or (0,):
        if not uow.insert(DerivedFile(uow.new_id(), blob, kind, uow.now, until, picture, account)):
            uow.compare_and_set(DerivedFile, {"blob": blob, "picture": picture, "until__lt": until}, until=until)
    drop(uow, blob, after=keep)
    return True


def disown(uow: Unit, rows: Iterable[DerivedFile]) -> int:
    """Let derived bytes go, with all rows that own them. Returns the number of blobs."""
    gone = {row.blob for row in rows}
    for blob in sorted(gone):
        uow.delete(DerivedFile, blob=blob)
        drop(uow, blob)
    return len(gone)


def drop_all(uow: Unit, blobs: Iterable[str]) -> None:
    for blob in blobs:
        drop(uow, blob)


def drop(uow: Unit, blob: str, *, after: timedelta = timedelta(0)) -> None:
    """Schedule the deletion of bytes after `after`, unless a row owns them by then."""
    if not blob:
        return
    at, key = uow.now + after, f"drop:{blob}"
    if drop_bytes.enqueue(uow, When(f"blob:{blob}", key=key, run_at=at), blob=blob):
        return
    if uow.compare_and_set(Job, {"key__in": jobs.waiting_keys(key), "state": "ready", "run_at__gt": at}, run_at=at):
        uow.wake(drop_bytes.kind, at)


@job(kind="drop", pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def drop_bytes(services: Services, blob: str) -> None:
    """Delete the bytes unless a row owns them, and the adapters' records about them."""
    owned, until = await services.store.read(lambda uow: _owners(uow, blob))
    if owned:
        return
    if until is not None and (left := until - services.clock.now()) > timedelta(0):
        raise Retry(left.total_seconds(), "somebody may still read it", counts=False)
    await services.media.drop(blob)
    await services.store.run(lambda uow: uow.queries.forget_files(blob))


def _owners(uow: Unit, blob: str) -> tuple[bool, datetime | None]:
    """Return whether a picture has these bytes, and until when derived ones are kept."""
    derived = uow.all(DerivedFile, blob=blob)
    return uow.count(Picture, blob=blob) > 0, max((row.until for row in derived), default=None)
