"""Requests of a backlog: what was asked while this botfeed was away is done in order, at a pace, and not dropped."""

from __future__ import annotations

from datetime import datetime, timedelta

from botfeed.core.cards import dispatch as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply, Request
from botfeed.core.dispatch.deferred_replies import late, late_key
from botfeed.core.dispatch.transaction import answer
from botfeed.core.model import HandledRequest, Job
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import When, job
from botfeed.core.work.messages import To, message

MOST = 200  # requests of one person that wait
TOO_OLD = timedelta(hours=6)  # after which nobody expects an answer any more


async def park(services: Services, request: Request, sent: datetime | None = None) -> bool:
    """Leave a request to a job; return False where too many of this person wait. `sent`: when it was made."""
    sender = request.sender
    lane = f"backlog:{sender.platform}:{sender.user}"

    def write(uow: Unit) -> bool:
        if uow.count(Job, key=f"backlog:{request.id}") or uow.count(HandledRequest, request=request.id):
            return True
        waiting = uow.count(Job, lane=lane, kind=take_up.kind, state__in=("ready", "leased"))
        if waiting >= MOST:
            return False
        pace = timedelta(minutes=1) / services.policy.per_minute
        when = When(lane, key=f"backlog:{request.id}", run_at=uow.now + pace * (waiting + 1))
        return take_up.enqueue(uow, when, request=request, sent=sent)

    return await services.store.run(write)


@job(kind="backlog", pool=pools.ORDINARY)
async def take_up(services: Services, request: Request, sent: datetime | None = None) -> None:
    """Do what was asked and post the answer; what is too old is answered once, with words."""
    await services.store.run(lambda uow: _take_up(services, uow, request, sent))


def _take_up(services: Services, uow: Unit, request: Request, sent: datetime | None) -> None:
    account, _ = accounts.sign_in(services, uow, request)
    if sent is not None and uow.now - sent > TOO_OLD:
        key = f"backlog.old:{account.id}:{uow.now.date().isoformat()}"
        too_old.post(uow, To(request.aside or request.address, key=key, account=account.id))
        return
    reply = answer(services, uow, request)
    handled = uow.one(HandledRequest, request=request.id)
    if handled is not None and handled.address is not None and (reply.cards or reply.ask or reply.files):
        to = To(handled.address, key=late_key(request.id), account=account.id)
        late.post(uow, to, request=request.id)


@take_up.when_dead
def _given_up(dead: jobs.Dead, request: Request, sent: datetime | None = None) -> None:
    """Say that it could not be done, whatever raised."""
    del sent
    account, _ = accounts.sign_in(dead.services, dead.uow, request)
    to = To(request.aside or request.address, key=f"backlog.broke:{request.id}", account=account.id)
    broke.post(dead.uow, to)


@message(kind="backlog.old")
def too_old(ctx: RenderContext) -> Reply:
    """Say that what was asked long ago was not done."""
    return Reply(cards=(cards.too_old(ctx),))


@message(kind="backlog.broke")
def broke(ctx: RenderContext) -> Reply:
    """Say that what was asked while this botfeed was away could not be done."""
    return Reply(cards=(cards.unfinished(ctx),))
