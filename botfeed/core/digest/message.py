"""What a digest says when it is sent, and what follows once it arrived or cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.i18n import L, words
from botfeed.core.chat.message import Card, Reply
from botfeed.core.digest import sheet, subscriptions
from botfeed.core.digest.lapses import SURFACE
from botfeed.core.feed import impressions
from botfeed.core.model import Account, AccountState, Delivery, Edition, Subscription
from botfeed.core.ports import Unit
from botfeed.core.work import outbox


def sent(_: House, uow: Unit, row: Delivery, reply: Reply) -> None:
    """Each line is one look, with the terms that placed it."""
    edition = uow.get(Edition, int(row.args["edition"]))
    if edition is None or not uow.swap(Edition, {"id": edition.id, "state": "queued"}, state="sent"):
        return
    account = uow.get(Account, row.account)
    offered = {post for card in reply.cards for post in card.about.posts}
    for n, (post, terms, why) in enumerate(zip(edition.posts, edition.terms, edition.reasons, strict=True), 1):
        if post in offered:
            impressions.show(uow, account, post, surface=SURFACE, position=n, terms=terms, reason=why)


def lost(_: House, uow: Unit, row: Delivery, why: str) -> None:
    """An address that will not hear from us again ends a channel's digest and pauses a person's."""
    edition = uow.get(Edition, int(row.args["edition"]))
    if edition is None:
        return
    uow.swap(Edition, {"id": edition.id, "state": "queued"}, state="dead")
    if why == "Unreachable":
        state = subscriptions.OFF if row.account is None else subscriptions.PAUSED
        uow.swap(Subscription, {"id": edition.subscription, "state": subscriptions.ACTIVE}, state=state, due=None)


@outbox.message("digest", sent=sent, lost=lost)
def build(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Say what may still be seen; nothing to whom the digest is paused or off by now, nor where nothing is left.

    One that was sent is built again here when a post on it changes: it stays, less what is gone.
    """
    edition = voice.uow.get(Edition, int(args["edition"]))
    row = voice.uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None:
        return None
    voice = replace(voice, words=words(voice.account.language if voice.account else row.language))
    private = row.account is not None
    if edition.state == "sent":
        return Reply(cards=(sheet.card(voice, row, edition) or _empty(voice),), private=private)
    here = voice.account is None or voice.account.state is AccountState.ACTIVE
    card = sheet.card(voice, row, edition) if here and subscriptions.wanted(row, voice.now) else None
    if card is None:
        voice.uow.swap(Edition, {"id": edition.id, "state": "queued"}, state="skipped")
        return None
    return Reply(cards=(card,), private=private)


def again(voice: Voice, came: Delivery | None) -> Reply:
    """Show a delivered digest once more, as it stands now."""
    shown = build(voice, came.args) if came else None
    return shown or Reply(cards=(_empty(voice),))


def _empty(voice: Voice) -> Card:
    return Card(voice.t(L("The pictures of this digest are not shown any more.")))
