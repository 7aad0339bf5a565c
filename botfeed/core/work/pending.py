"""Answers that promised more: each ends in its result, or in words within the deadline.

`dispatch` begins one with every pending reply, `messages.post` names the newest message that is to replace it, and
`delivery` ends it when that message arrived or is lost. A sweep ends those that nothing ended.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from botfeed.core.cards import dispatch as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.policy import DEADLINE
from botfeed.core.model import Address, Delivery, Pending, SendState
from botfeed.core.ports import Unit, fresh
from botfeed.core.work import batches, contactability
from botfeed.core.work.messages import To, message

log = structlog.get_logger()

MARGIN = timedelta(seconds=30)  # after a painting's deadline, for its own words to arrive
UNDER_WAY = timedelta(minutes=1)  # between two looks at a message that is still being sent
LONGEST = timedelta(days=1)  # of waiting for one
BATCH = 200  # answers looked at in one transaction
CANCELLED, FAILED, GONE = "cancelled", "failed", "FileNotFoundError"  # beside the names of errors
_WORDS = ("unshown", "unfinished")  # kinds of messages that say it in words
ON_ITS_WAY = (SendState.QUEUED, SendState.SENDING, SendState.RETRY, SendState.UNKNOWN)


def begin(uow: Unit, handled: int, request: str, account: int, address: Address) -> None:
    """Record that the answer to a request promises more. `handled`: the id of the request's row, and of this one.

    A command that first waited for what its platform says of rights has its whole time from here.
    """
    until = uow.now + DEADLINE + MARGIN
    if not uow.insert(Pending(handled, request, account, address, uow.now, until)):
        uow.compare_and_set(Pending, {"request": request}, until=until)


def end(uow: Unit, request: str) -> None:
    """Record that the answer to a request promises nothing any more."""
    if request:
        uow.delete(Pending, request=request)


def explain(services: Services, uow: Unit, row: Delivery, why: str) -> None:
    """Post words in place of a message that will not arrive, for the person who waits for it.

    `why` is an error's name, or one of this module's. Nobody waits for a message that replaces no answer and whose kind
    has no words of its own.
    """
    promise = uow.one(Pending, request=row.edits) if row.edits else None
    if row.placement is not None or not _wanted(services, row, why, promise):
        return
    account = row.account or (promise.account if promise else None)
    to = _next(uow, row, why, account)
    if to is None:
        contactability.missed(uow, account, row.address.platform, row.kind)
    elif row.kind == unfinished.kind:
        unfinished.post(uow, to)
    elif row.kind == unshown.kind:
        unshown.post(uow, to, delivery=row.args["delivery"], why=row.args["why"])
    else:
        unshown.post(uow, to, delivery=row.id, why=why)
    if to is None or not to.edits:
        end(uow, row.edits)


def _wanted(services: Services, row: Delivery, why: str, promise: Pending | None) -> bool:
    if why == CANCELLED:
        return promise is not None and promise.delivery == row.id
    kind = services.messages.get(row.kind)
    return (
        bool(row.edits) or row.kind in _WORDS or (kind is not None and kind.has_words) or (why == GONE and row.urgent)
    )


def _next(uow: Unit, row: Delivery, why: str, account: int | None) -> To | None:
    """Return where words are said instead of a message that was lost; None where only the next answer can tell.

    In place of the answer; where words are refused there too, below it; where the chat is out of reach, in private.
    """
    to = To(row.address, key=f"{row.key}:unshown", account=row.account, edits=row.edits)
    if why in ("Unreachable", "Unlinked"):
        elsewhere = None if row.address.private or account is None else contactability.to(uow, account)
        return replace(to, address=elsewhere, account=account, edits="") if elsewhere else None
    if row.kind not in _WORDS:
        return to
    return replace(to, edits="") if row.edits else None


async def sweep(services: Services) -> int:
    """End in words what waits longer than anything takes. Return the number of answers looked at."""
    looked = 0
    while n := await services.store.run(_sweep):
        looked += n
    return looked


def _sweep(uow: Unit) -> int:
    rows = uow.all(Pending, until__le=uow.now, limit=BATCH)
    batches.each(uow, "pending", rows, _overdue, lambda uow, row, _: end(uow, row.request))
    return len(rows)


def _overdue(uow: Unit, row: Pending) -> None:
    """Let a message that is being sent go on; else say that nothing came of it."""
    delivery = uow.get(Delivery, row.delivery)
    sending = delivery is not None and delivery.state in ON_ITS_WAY
    to = To(row.address, key=f"unfinished:{row.request}", account=row.account, edits=row.request)
    if (sending and fresh(uow.now, row.created, LONGEST)) or (not sending and unfinished.post(uow, to)):
        uow.compare_and_set(Pending, {"id": row.id}, until=uow.now + UNDER_WAY)
        if not sending:
            log.error("an answer was promised and never came", request=row.request)
    else:
        end(uow, row.request)


@message()
def unshown(ctx: RenderContext, delivery: int, why: str) -> Reply | None:
    """Say why a message is not shown, and what to do instead: in the words of its kind where it has some."""
    row = ctx.uow.get(Delivery, delivery)
    kind = ctx.services.messages.get(row.kind) if row else None
    own = kind.build_words(ctx, row, why) if kind and row and why not in (CANCELLED, GONE) else None
    return own or _reply(ctx, _card(ctx, why))


@unshown.note
def _unshown(ctx: RenderContext, delivery: int, why: str) -> Reply:
    del delivery  # a shared place reads nothing about it
    return Reply(cards=(_card(ctx, why),), private=False)


@message()
def unfinished(ctx: RenderContext) -> Reply:
    """Say that nothing came of what was asked for."""
    return _reply(ctx, cards.unfinished(ctx))


@unfinished.note
def _unfinished(ctx: RenderContext) -> Reply:
    return Reply(cards=(cards.unfinished(ctx),), private=False)


def _reply(ctx: RenderContext, card: Card) -> Reply:
    return Reply(cards=(card,), private=ctx.account is not None)


def _card(ctx: RenderContext, why: str) -> Card:
    if why == GONE:
        return cards.lost(ctx)
    if why == CANCELLED:
        return cards.outdated(ctx)
    return cards.unfinished(ctx) if why == FAILED else cards.refused(ctx)
