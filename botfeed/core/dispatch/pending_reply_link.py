"""What could not be said to somebody in private, brought when they open that chat by the link they were given."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from botfeed.core.cards import about as cards
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.dispatch import deferred_replies
from botfeed.core.model import Delivery, HandledRequest
from botfeed.core.work import messages


@command(name="start.waits", menu=False, tool="never", open=True)
def waits(ctx: Context, answer: Annotated[int, Param(ref=True)]) -> Reply:
    """Greet, and bring the answer that waits: what became of it by now, else as it was given."""
    greeting, row = cards.start(ctx), ctx.uow.get(HandledRequest, answer)
    said = _said(ctx, row) if row and row.account == ctx.actor.id and ctx.address.private else None
    return replace(said, cards=(greeting, *said.cards), update=False) if said else Reply(cards=(greeting,))


def _said(ctx: Context, row: HandledRequest) -> Reply | None:
    """Index: delivery(account)."""
    came = ctx.uow.all(Delivery, account=row.account, edits=row.request, newest=True, limit=1)
    built = messages.rebuild(ctx, came[0]) if came else None
    return built or deferred_replies.given(ctx, row)


COMMANDS = (waits,)
