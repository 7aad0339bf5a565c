"""Picture bytes go when no picture needs them any more. The same bytes may belong to several.

What an adapter keeps about uploaded bytes is a Fact whose name holds their blob between colons; it goes with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from botfeed.core.chat.context import House
from botfeed.core.model import Fact, Job, Picture
from botfeed.core.ports import Unit
from botfeed.core.work import job as jobs


def forget(uow: Unit, picture: Picture) -> None:
    """Take a picture out of its owner's hands: the row stays for credit, empty; the bytes are dropped by a job."""
    uow.change(picture, removed=uow.now, checking=False, blob="", alt="", blur="", print=0, missing=())
    drop(uow, picture.blob)


def drop_all(uow: Unit, blobs: Iterable[str]) -> None:
    for blob in blobs:
        drop(uow, blob)


def drop(uow: Unit, blob: str, *, after: timedelta = timedelta(0)) -> None:
    """Have bytes dropped, unless a picture needs them when the time comes."""
    if blob:
        jobs.add(uow, "drop", {"blob": blob}, lane=f"blob:{blob}", key=f"drop:{blob}", run_at=uow.now + after)


@jobs.job("drop")
async def dropped(house: House, job: Job) -> None:
    blob = str(job.args["blob"])
    if not await house.store.read(lambda uow: uow.count(Picture, blob=blob)):
        await house.media.drop(blob)
        await house.store.run(lambda uow: uow.remove(Fact, name__like=f":{blob}:"))
