"""Answers that could not be said when they were given: from then on the outbox keeps them, as it keeps everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from botfeed.core.chat import wire
from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.message import Reply, Request
from botfeed.core.model import Address, Answered
from botfeed.core.ports import Unit
from botfeed.core.work import outbox


async def say(house: House, request: Request, address: Address, after: float) -> None:
    """Have the recorded answer to a request said at `address` in `after` seconds, and again until it arrives."""

    def write(uow: Unit) -> None:
        row = uow.one(Answered, request=request.id)
        if row is not None:
            when = uow.now + timedelta(seconds=after)
            args = {"request": request.id}
            outbox.post(uow, "late", args, address, f"late:{request.id}", account=row.account, run_at=when)

    await house.store.run(write)


@outbox.message("late")
def build(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Give what was answered; below, since what it was to replace may be long gone."""
    row = voice.uow.one(Answered, request=str(args["request"]))
    return replace(wire.load(Reply, row.reply), update=False) if row else None
