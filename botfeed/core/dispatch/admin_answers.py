"""Ask a platform whether somebody administers a space or is in it, and run their command with the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from botfeed.core.cards import dispatch as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply, Request
from botfeed.core.chat.messenger import CanCheckRights, Messenger
from botfeed.core.dispatch.transaction import answer
from botfeed.core.errors import NotPermitted, Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Address, HandledRequest, Job, Right, Space
from botfeed.core.people import accounts, memberships
from botfeed.core.ports import Unit
from botfeed.core.work import admin_checks, jobs, pools
from botfeed.core.work.jobs import Dead, Retry, job
from botfeed.core.work.messages import To, message

TRIES = 4  # at asking
PAUSE = 2.0  # seconds after a question whose answer was lost
PART = ":carried"  # of a request: the command, once the right is known
OPENS = timedelta(minutes=2)  # for the platform to be open; somebody waits for the answer


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
    """Ask the platform and run the command. If it does not answer, say so, unless the request asked for no answer."""
    at = at or request.address
    jobs.wait_for_platform(services, row, at.platform, OPENS)
    try:
        allowed = await _ask(services.messengers.get(at.platform), at, request.sender.user)
    except (TryAgain, SendUnknown) as error:
        if row.attempts + 1 < TRIES:
            raise Retry(error.after if isinstance(error, TryAgain) else PAUSE, str(error)) from None
        if not quiet:
            await services.store.run(lambda uow: _report_no_answer(services, uow, request))
    else:
        await services.store.run(lambda uow: _run_with_right(services, uow, request, at, allowed, quiet=quiet))


@check_rights.when_dead
def _given_up(dead: Dead, request: Request, at: Address | None = None, quiet: bool = False) -> None:
    del at  # the answer goes where it was asked
    if not quiet:
        _report_no_answer(dead.services, dead.uow, request)


@job(
    implements=admin_checks.membership,
    row=True,
    pool=pools.RIGHTS,
    lease=timedelta(seconds=30),
    attempts=TRIES,
    messenger=jobs.ANY,
)
async def check_membership(services: Services, row: Job, request: Request, space: int) -> None:
    """Ask the platform and run the command, which is done in the space only for who is there."""
    where = await services.store.read(lambda uow: uow.get(Space, space))
    if where is None:
        return
    at = Address(where.platform, where.ref, where.ref, where.title, private=False)
    jobs.wait_for_platform(services, row, at.platform, OPENS)
    try:
        inside = await memberships.ask(services.messengers.get(at.platform), at, request.sender.user)
    except (TryAgain, SendUnknown) as error:
        if row.attempts + 1 < TRIES:
            raise Retry(error.after if isinstance(error, TryAgain) else PAUSE, str(error)) from None
        await services.store.run(lambda uow: _report_no_answer(services, uow, request))
    else:
        await services.store.run(lambda uow: _run_as_member(services, uow, request, where, inside))


@check_membership.when_dead
def _membership_unknown(dead: Dead, request: Request, space: int) -> None:
    del space  # the answer goes where it was asked
    _report_no_answer(dead.services, dead.uow, request)


def _run_as_member(services: Services, uow: Unit, request: Request, space: Space, inside: bool) -> None:
    account, _ = accounts.sign_in(services, uow, request)
    memberships.note(uow, account.id, space, inside=inside)
    part = f":member{space.id}"  # a part of its own: its rights may be asked after this
    to = To(request.address, key=f"member:{request.id}{part}", account=account.id, edits=request.id)
    carried.post(uow, to, request=request, part=part)


async def _ask(messenger: Messenger | None, at: Address, user: str) -> bool:
    """Return False where the platform knows no rights, or the person is no member. Where the bot may not ask, nobody
    knows: raises SendUnknown, as for a lost answer, and TryAgain.
    """
    if messenger is None:
        raise SendUnknown(f"{at.platform} is not open")
    try:
        return isinstance(messenger, CanCheckRights) and await messenger.is_admin(at, user)
    except NotPermitted as error:
        raise SendUnknown(str(error)) from None
    except (Unreachable, Rejected):
        return False


def _report_no_answer(services: Services, uow: Unit, request: Request) -> None:
    account, _ = accounts.sign_in(services, uow, request)
    key = f"carried:{request.id}"
    unasked.post(uow, To(request.address, key=key, account=account.id, edits=request.id))


@message()
def unasked(ctx: RenderContext) -> Reply:
    """Say that the platform did not answer."""
    return Reply(cards=(cards.rights_unknown(ctx),), private=True)


def _run_with_right(
    services: Services, uow: Unit, request: Request, at: Address, allowed: bool, *, quiet: bool
) -> None:
    """Store the right for ten minutes and post the answer that runs the command with it."""
    account, _ = accounts.sign_in(services, uow, request)
    space = accounts.space(uow, replace(request, address=at))
    assert space is not None
    uow.delete(Right, account=account.id, space=space.id)
    uow.insert(Right(uow.new_id(), account.id, space.id, allowed, uow.now))
    if quiet and not allowed:
        return
    here = request.address.space == at.space  # a right in another space says nothing about this one
    sender = replace(request.sender, admin=allowed) if here else request.sender
    again = replace(request, sender=sender)
    to = To(request.address, key=f"carried:{request.id}", account=account.id, edits=request.id)
    carried.post(uow, to, request=again, quiet=quiet)


@message()
def carried(ctx: RenderContext, request: Request, quiet: bool = False, part: str = PART) -> Reply | None:
    """Run the command now; None if it asked for no answer and the message that it would replace is gone.

    It keeps its id, by which what follows finds the answer that waits; `part` says which question came before it.
    """
    if quiet and ctx.late:
        return None
    part = "" if request.id.endswith(PART) else part  # one that was queued before carries the part in its id
    reply = answer(ctx.services, ctx.uow, request, part=part)
    ctx.uow.compare_and_set(HandledRequest, {"request": request.id + part}, address=None)  # the outbox says it
    return reply
