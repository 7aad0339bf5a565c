"""Outbox: a message that the bot sends unprompted is a row before it is a call.

    queued -> sending (committed just before the call) -> sent
                                                       -> retry | unknown | dead | cancelled

The row holds a kind and its arguments; `messages` declares the kinds, `delivery` sends.
"""

from __future__ import annotations

from botfeed.core.cards import text_card
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.model import Account, Address, Payload, Space
from botfeed.core.ports import Unit
from botfeed.core.work import contactability, retry_policy
from botfeed.core.work.messages import message


def to(uow: Unit, account: int) -> Address | None:
    """Return a person's private address; None if there is none."""
    return contactability.to(uow, account)


def language(uow: Unit, account: Account | None, address: Address) -> str:
    """Return the language of the recipient: a person's, else that of the place."""
    if account is not None:
        return account.language
    space = uow.one(Space, platform=address.platform, ref=address.space) if address.space else None
    return space.language if space else "en"


def keep(services: Services, uow: Unit, text: str, account: int | None) -> str:
    """Store a payload that is too long for a button, for the account that is answered; return its short name."""
    row = Payload(uow.new_id(), text, uow.now, account)
    uow.insert(row)
    return "~" + services.sealer.ref(row.id)


@message()
def gone(ctx: RenderContext) -> Reply:
    """Return a reply saying that the requested picture is no longer stored here."""
    return Reply(cards=(text_card.words(ctx.t(retry_policy.LOST)),), private=ctx.account is not None)


@gone.note
def _gone(ctx: RenderContext) -> Reply:
    """Say the same where everybody reads it: it names nothing."""
    return Reply(cards=(text_card.words(ctx.t(retry_policy.LOST)),), private=False)
