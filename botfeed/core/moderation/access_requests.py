"""Requests to be let in, where this botfeed is open by invitation: the operators are told and decide."""

from __future__ import annotations

from datetime import timedelta

from botfeed.core.cards.people import access_requests as cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.errors import Forbidden
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account
from botfeed.core.safety import access
from botfeed.core.work import operators
from botfeed.core.work.messages import message

ASK_EVERY = timedelta(days=1)


def admitted(ctx: Context) -> bool:
    """Return True if the actor may use this botfeed here, or comes in by doing so."""
    known = access.is_admitted(ctx.policy, ctx.actor, ctx.identity, ctx.request.sender.platform)
    return known or (not ctx.actor.barred and access.admits(ctx.policy, ctx.space))


def ask(ctx: Context) -> Reply:
    """Tell the operators that the actor wants to be let in, at most once a day; nobody who is in already.
    Raises Forbidden for who was shut out.
    """
    me = ctx.actor
    if me.barred:
        export = CommandLine("/me export")
        raise Forbidden(L("This botfeed is closed to you. {export:c} gives you what is yours."), export=export)
    if admitted(ctx):
        return Reply(cards=(cards.inside(ctx),))
    if me.asked_in is not None and timedelta(0) <= ctx.now - me.asked_in < ASK_EVERY:
        return Reply(cards=(cards.waits(ctx),))
    ctx.uow.update(me, asked_in=ctx.now)
    key = f"access.asked:{me.id}:{ctx.now.date().isoformat()}"
    reached = operators.tell(ctx.services, ctx.uow, asked, key, account=me.id)
    return Reply(cards=(cards.asked(ctx) if reached else cards.unheard(ctx),))


@message(kind="access.asked", readers=operators.read)
def asked(ctx: RenderContext, account: int) -> Reply | None:
    """Render a request for an operator; None if it is decided already."""
    who: Account | None = ctx.uow.get(Account, account)
    return Reply(cards=(cards.request(ctx, who),)) if who is not None and not who.invited and not who.barred else None
