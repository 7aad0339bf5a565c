"""Checks of rights and membership: a job asks the platform about a person, and runs their command."""

from __future__ import annotations

from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Request
from botfeed.core.model import Address, Space
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When, forward_job


@forward_job()
def rights(request: Request, at: Address | None = None, quiet: bool = False) -> None:
    """Ask whether a person administers a place, and run their command; `dispatch` implements it."""


def ask(ctx: Context, space: int | None = None, *, quiet: bool = False) -> None:
    """Queue the check of rights in a place, else in this one; the command's later answer replaces its present answer.
    `quiet`: the present answer is complete by itself, so it is replaced only where the person has more rights, and
    where it still stands.
    """
    row = ctx.uow.get(Space, space)
    at = Address(row.platform, row.ref, row.ref, row.title, private=False) if row else ctx.address
    when = When(f"rights:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST)
    rights.enqueue(ctx.uow, when, request=ctx.arrived or ctx.request, at=at, quiet=quiet)


@forward_job()
def membership(request: Request, space: int) -> None:
    """Ask whether a person is in a space, and run their command; `dispatch` implements it."""


def ask_membership(ctx: Context, space: int) -> None:
    """Queue the check of membership of a space; the command's later answer replaces its present answer."""
    when = When(f"rights:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST)
    membership.enqueue(ctx.uow, when, request=ctx.arrived or ctx.request, space=space)
