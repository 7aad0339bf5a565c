"""Show an undeliverable private answer once its reader opens the chat by the link they were given."""

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
    """Greet, and show the pending answer: the message that replaced it by now, else as it was given."""
    greeting, row = cards.start(ctx), ctx.uow.get(HandledRequest, answer)
    reply = _pending(ctx, row) if row and row.account == ctx.actor.id and ctx.address.private else None
    if reply is None:
        return Reply(cards=(greeting,))
    if any(card.about.surface == cards.START for card in reply.cards):  # /start itself was what was asked
        return replace(reply, update=False)
    return replace(reply, cards=(greeting, *reply.cards), update=False)


def _pending(ctx: Context, row: HandledRequest) -> Reply | None:
    """Return the message that later replaced the answer, else the answer itself. Index: delivery(account)."""
    newer = ctx.uow.all(Delivery, account=row.account, edits=row.request, newest=True, limit=1)
    built = messages.rebuild(ctx, newer[0]) if newer else None
    return built or deferred_replies.rebuild(ctx, row)


COMMANDS = (waits,)
