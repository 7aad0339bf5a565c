"""What a digest says when it is sent, and what follows once it arrived or cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.digest import due_time, edition_view, subscriptions
from botfeed.core.digest.inactivity import SURFACE
from botfeed.core.errors import NotFound
from botfeed.core.feed import impressions
from botfeed.core.language.i18n import L, words
from botfeed.core.model import Account, AccountState, Delivery, Edition, Space, Subscription
from botfeed.core.ports import Unit
from botfeed.core.social import notices
from botfeed.core.spaces import spaces
from botfeed.core.work import contactability, outbox


def sent(_: Services, uow: Unit, row: Delivery, reply: Reply) -> None:
    """Each line is one look, with the terms that placed it."""
    edition = uow.get(Edition, int(row.args["edition"]))
    if edition is None or not uow.compare_and_set(Edition, {"id": edition.id, "state": "queued"}, state="sent"):
        return
    _looked(uow, edition, uow.get(Account, row.account), reply)


def _looked(uow: Unit, edition: Edition, account: Account | None, reply: Reply) -> None:
    offered = {post for card in reply.cards for post in card.about.posts}
    for n, (post, terms, why) in enumerate(zip(edition.posts, edition.terms, edition.reasons, strict=True), 1):
        if post in offered:
            impressions.show(uow, account, post, surface=SURFACE, position=n, terms=terms, reason=why)


def lost(_: Services, uow: Unit, row: Delivery, why: str) -> None:
    """An address that will not hear from us again ends a channel's digest.

    A person is met where else they asked for it, or finds it in their inbox, and it is paused.
    """
    edition = uow.get(Edition, int(row.args["edition"]))
    if edition is None or edition.state != "queued":
        return
    if why == "Unreachable" and row.account is not None and (elsewhere := contactability.to(uow, row.account)):
        uow.compare_and_set(Subscription, {"id": edition.subscription}, address=elsewhere)
        key = f"{row.key}:{elsewhere.platform}"
        outbox.post(uow, row.kind, row.args, elsewhere, key, account=row.account, urgent=False)
        return
    uow.update(edition, state="dead")
    if why == "Unreachable":
        if row.account is None:
            spaces.lost(uow, row.address)
        state = subscriptions.OFF if row.account is None else subscriptions.PAUSED
        uow.compare_and_set(
            Subscription, {"id": edition.subscription, "state": subscriptions.ACTIVE}, state=state, due=None
        )
    if row.account is not None:
        notices.tell(uow, row.account, "digest", subject=edition.id, push=False)


def read(ctx: Context, id: int) -> Reply:
    """Show an edition that could not be brought, to whom it was for. Raises NotFound."""
    edition = ctx.uow.get(Edition, id)
    row = ctx.uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None or row.account != ctx.actor.id:
        raise NotFound(L("That digest is not there any more."))
    card = edition_view.card(ctx, replace(row, address=ctx.reads_at), edition)
    reply = Reply(cards=(card or _empty(ctx),))
    if ctx.uow.compare_and_set(Edition, {"id": id, "state": "dead"}, state="sent"):
        _looked(ctx.uow, edition, ctx.actor, reply)
    return reply


@outbox.message("digest", sent=sent, lost=lost)
def build(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    """Say what may still be seen; nothing to whom the digest is paused or off by now, nor where nothing is left.

    One that was sent is built again here when a post on it changes: it stays, less what is gone.
    """
    edition = ctx.uow.get(Edition, int(args["edition"]))
    row = ctx.uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None:
        return None
    private = row.account is not None
    if not private:  # it may have moved to another channel since: what counts is where this one is said
        row = replace(row, address=ctx.address)
        ctx = replace(ctx, words=words(_language(ctx, row)))
    if edition.state == "sent":
        return Reply(cards=(edition_view.card(ctx, row, edition) or _empty(ctx),), private=private, silent=not private)
    here = ctx.account is None or ctx.account.state is AccountState.ACTIVE
    here = here and ctx.now - edition.created <= due_time.LATE
    card = edition_view.card(ctx, row, edition) if here and subscriptions.wanted(row, ctx.now) else None
    if card is None:
        ctx.uow.compare_and_set(Edition, {"id": edition.id, "state": "queued"}, state="skipped")
        return None
    return Reply(cards=(card,), private=private, silent=not private)


def _language(ctx: RenderContext, row: Subscription) -> str:
    """What was chosen for the place, else the language of who asked for its digest."""
    space = ctx.uow.get(Space, row.space)
    return space.language if space and space.set_up else row.language


def again(ctx: RenderContext, came: Delivery | None) -> Reply:
    """Show a delivered digest once more, as it stands now."""
    shown = build(ctx, came.args) if came else None
    return shown or Reply(cards=(_empty(ctx),))


def _empty(ctx: RenderContext) -> Card:
    return Card(ctx.t(L("The pictures of this digest are not shown any more.")))
