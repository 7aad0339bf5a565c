"""Checks of rights: a job asks the platform whether somebody administers a place, and carries their command on."""

from __future__ import annotations

from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Request
from botfeed.core.model import Address, Space
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When, forward_job


@forward_job()
def rights(request: Request, at: Address | None = None, quiet: bool = False) -> None:
    """Ask whether somebody administers a place, and carry their command on; `dispatch` implements it."""


def ask(ctx: Context, space: int | None = None, *, quiet: bool = False) -> None:
    """Enqueue the question about a place, else about this one; the command's later answer replaces its answer of now.

    `quiet`: the answer of now is good by itself, so it is replaced only where they may do more, and where it still is.
    """
    row = ctx.uow.get(Space, space)
    at = Address(row.platform, row.ref, row.ref, row.title, private=False) if row else ctx.address
    when = When(f"rights:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST)
    rights.enqueue(ctx.uow, when, request=ctx.request, at=at, quiet=quiet)
