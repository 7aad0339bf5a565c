"""What a digest says when it is sent, and what follows once it arrived or cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from botfeed.core.chat.context import Context, House, Voice
from botfeed.core.chat.i18n import L, words
from botfeed.core.chat.message import Card, Reply
from botfeed.core.digest import sheet, subscriptions, when
from botfeed.core.digest.lapses import SURFACE
from botfeed.core.errors import NotFound
from botfeed.core.feed import impressions
from botfeed.core.model import Account, AccountState, Delivery, Edition, Space, Subscription
from botfeed.core.ports import Unit
from botfeed.core.social import notices, spaces
from botfeed.core.work import outbox, reach


def sent(_: House, uow: Unit, row: Delivery, reply: Reply) -> None:
    """Each line is one look, with the terms that placed it."""
    edition = uow.get(Edition, int(row.args["edition"]))
    if edition is None or not uow.swap(Edition, {"id": edition.id, "state": "queued"}, state="sent"):
        return
    _looked(uow, edition, uow.get(Account, row.account), reply)


def _looked(uow: Unit, edition: Edition, account: Account | None, reply: Reply) -> None:
    offered = {post for card in reply.cards for post in card.about.posts}
    for n, (post, terms, why) in enumerate(zip(edition.posts, edition.terms, edition.reasons, strict=True), 1):
        if post in offered:
            impressions.show(uow, account, post, surface=SURFACE, position=n, terms=terms, reason=why)


def lost(_: House, uow: Unit, row: Delivery, why: str) -> None:
    """An address that will not hear from us again ends a channel's digest.

    A person is met where else they asked for it, or finds it in their inbox, and it is paused.
    """
    edition = uow.get(Edition, int(row.args["edition"]))
    if edition is None or edition.state != "queued":
        return
    if why == "Unreachable" and row.account is not None and (elsewhere := reach.to(uow, row.account)):
        uow.swap(Subscription, {"id": edition.subscription}, address=elsewhere)
        key = f"{row.key}:{elsewhere.platform}"
        outbox.post(uow, row.kind, row.args, elsewhere, key, account=row.account, urgent=False)
        return
    uow.change(edition, state="dead")
    if why == "Unreachable":
        if row.account is None:
            spaces.lost(uow, row.address)
        state = subscriptions.OFF if row.account is None else subscriptions.PAUSED
        uow.swap(Subscription, {"id": edition.subscription, "state": subscriptions.ACTIVE}, state=state, due=None)
    if row.account is not None:
        notices.tell(uow, row.account, "digest", subject=edition.id, push=False)


def read(ctx: Context, id: int) -> Reply:
    """Show an edition that could not be brought, to whom it was for. Raises NotFound."""
    edition = ctx.uow.get(Edition, id)
    row = ctx.uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None or row.account != ctx.actor.id:
        raise NotFound(L("That digest is not there any more."))
    card = sheet.card(ctx, replace(row, address=ctx.reads_at), edition)
    reply = Reply(cards=(card or _empty(ctx),))
    if ctx.uow.swap(Edition, {"id": id, "state": "dead"}, state="sent"):
        _looked(ctx.uow, edition, ctx.actor, reply)
    return reply


@outbox.message("digest", sent=sent, lost=lost)
def build(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Say what may still be seen; nothing to whom the digest is paused or off by now, nor where nothing is left.

    One that was sent is built again here when a post on it changes: it stays, less what is gone.
    """
    edition = voice.uow.get(Edition, int(args["edition"]))
    row = voice.uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None:
        return None
    private = row.account is not None
    if not private:  # it may have moved to another channel since: what counts is where this one is said
        row = replace(row, address=voice.address)
        voice = replace(voice, words=words(_language(voice, row)))
    if edition.state == "sent":
        return Reply(cards=(sheet.card(voice, row, edition) or _empty(voice),), private=private, silent=not private)
    here = voice.account is None or voice.account.state is AccountState.ACTIVE
    here = here and voice.now - edition.created <= when.LATE
    card = sheet.card(voice, row, edition) if here and subscriptions.wanted(row, voice.now) else None
    if card is None:
        voice.uow.swap(Edition, {"id": edition.id, "state": "queued"}, state="skipped")
        return None
    return Reply(cards=(card,), private=private, silent=not private)


def _language(voice: Voice, row: Subscription) -> str:
    """What was chosen for the place, else the language of who asked for its digest."""
    space = voice.uow.get(Space, row.space)
    return space.language if space and space.set_up else row.language


def again(voice: Voice, came: Delivery | None) -> Reply:
    """Show a delivered digest once more, as it stands now."""
    shown = build(voice, came.args) if came else None
    return shown or Reply(cards=(_empty(voice),))


def _empty(voice: Voice) -> Card:
    return Card(voice.t(L("The pictures of this digest are not shown any more.")))
