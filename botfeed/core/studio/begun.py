"""Keep words that somebody began to paint with in another chat, until they come to the private one by a link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from botfeed.core import serialization
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Ask
from botfeed.core.model import Account, Draft
from botfeed.core.ports import Unit, fresh

PLACE = "inline"  # no address has this form, so that nothing typed is taken for an answer
LIVES = timedelta(hours=1)


def keep(uow: Unit, account: Account, prompt: str) -> int:
    """Keep a person's latest words in place of those before; return the id of their draft."""
    known = uow.one(Draft, account=account.id, place=PLACE)
    if known is not None and _prompt(known) == prompt and fresh(uow.now, known.created, LIVES / 2):
        return known.id
    uow.delete(Draft, account=account.id, place=PLACE)  # a new id: an older link does not lead to other words
    ask = cast("dict[str, Any]", serialization.dump(Ask("imagine", "", (), {"prompt": prompt})))
    draft = Draft(uow.new_id(), account.id, PLACE, ask, uow.now)
    uow.insert(draft)
    return draft.id


def take(ctx: Context, id: int) -> str:
    """Return the words of the actor's own draft and forget them; empty where they are not kept any more."""
    draft = ctx.uow.get(Draft, id)
    if draft is None or draft.account != ctx.actor.id or draft.place != PLACE:
        return ""
    ctx.uow.delete(Draft, id=draft.id)
    return _prompt(draft) if fresh(ctx.now, draft.created, LIVES) else ""


def _prompt(draft: Draft) -> str:
    return serialization.load(Ask, draft.ask).args.get("prompt", "")
