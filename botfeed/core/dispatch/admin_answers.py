"""Asking a platform whether somebody administers a place, and carrying their command on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply, Request
from botfeed.core.chat.messenger import CanCheckRights
from botfeed.core.dispatch.answering import answer
from botfeed.core.errors import Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, HandledRequest, Job, Right
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.work import admin_checks, jobs, pools
from botfeed.core.work.jobs import Retry, job
from botfeed.core.work.messages import To, message

TRIES = 4  # at asking
PAUSE = 2.0  # seconds after a question whose answer was lost


@job(
    implements=admin_checks.rights,
    row=True,
    pool=pools.RIGHTS,
    lease=timedelta(seconds=30),
    attempts=TRIES,
    messenger=jobs.ANY,
)
async def check_rights(
    services: Services, row: Job, request: Request, at: Address | None = None, quiet: bool = False
) -> None:
    """Ask, and carry the command on. Where nobody answers, that is what they hear, unless they asked for nothing."""
    at = at or request.address
    jobs.leave_to_others(services, at.platform)
    messenger = services.messengers[at.platform]
    try:
        allowed = isinstance(messenger, CanCheckRights) and await _ask(messenger, at, request.sender.user)
    except (TryAgain, SendUnknown) as error:
        if row.attempts + 1 < TRIES:
            raise Retry(error.after if isinstance(error, TryAgain) else PAUSE, str(error)) from None
        if not quiet:
            await services.store.run(lambda uow: _unanswered(services, uow, request))
    else:
        await services.store.run(lambda uow: _carry(services, uow, request, at, allowed, quiet=quiet))


async def _ask(messenger: CanCheckRights, at: Address, user: str) -> bool:
    """Where we are not heard, or they are not there, nobody is an administrator."""
    try:
        return await messenger.is_admin(at, user)
    except (Unreachable, Rejected):
        return False


def _unanswered(services: Services, uow: Unit, request: Request) -> None:
    account, _ = accounts.sign_in(services, uow, request)
    key = f"carried:{request.id}"
    unasked.post(uow, To(request.address, key=key, account=account.id, edits=request.id))


@message()
def unasked(ctx: RenderContext) -> Reply:
    asks = L("I asked whether you may do that, and got no answer. Nothing was changed: please try again later.")
    return Reply(cards=(Card(ctx.t(asks)),), private=True)


def _carry(services: Services, uow: Unit, request: Request, at: Address, allowed: bool, *, quiet: bool) -> None:
    account, _ = accounts.sign_in(services, uow, request)
    space = accounts.space(uow, replace(request, address=at))
    assert space is not None
    uow.delete(Right, account=account.id, space=space.id)
    uow.insert(Right(uow.new_id(), account.id, space.id, allowed, uow.now))
    if quiet and not allowed:
        return
    here = request.address.space == at.space  # what was asked of another place says nothing of this one
    sender = replace(request.sender, admin=allowed) if here else request.sender
    again = replace(request, id=f"{request.id}:carried", sender=sender)
    to = To(request.address, key=f"carried:{request.id}", account=account.id, edits=request.id)
    carried.post(uow, to, request=again, quiet=quiet)


@message()
def carried(ctx: RenderContext, request: Request, quiet: bool = False) -> Reply | None:
    """Answer it now; None where nobody waits for that and the answer it would replace is not there any more."""
    if quiet and ctx.late:
        return None
    reply = answer(ctx.services, ctx.uow, request)
    ctx.uow.compare_and_set(HandledRequest, {"request": request.id}, address=None)  # the outbox says it
    return reply
