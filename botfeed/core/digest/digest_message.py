"""The digest message: rendering, and follow-up after it was sent or could not be."""

from __future__ import annotations

from dataclasses import replace

from botfeed.core.cards import digest as cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.digest import due_time, edition_view, subscriptions
from botfeed.core.digest.inactivity import SURFACE
from botfeed.core.errors import NotFound
from botfeed.core.feed import impressions
from botfeed.core.language.i18n import L, words
from botfeed.core.model import Account, AccountState, Delivery, Edition, Space, Subscription
from botfeed.core.ports import Unit
from botfeed.core.social import notices
from botfeed.core.spaces import spaces
from botfeed.core.work import contactability
from botfeed.core.work.messages import Lost, Sent, To, message


def _looked(uow: Unit, edition: Edition, account: Account | None, reply: Reply) -> None:
    offered = {post for card in reply.cards for post in card.about.posts}
    for n, (post, terms, why) in enumerate(zip(edition.posts, edition.terms, edition.reasons, strict=True), 1):
        if post in offered:
            impressions.show(uow, account, post, surface=SURFACE, position=n, terms=terms, reason=why)


def read(ctx: Context, id: int) -> Reply:
    """Show an undelivered edition to its subscriber. Raises NotFound."""
    edition = ctx.uow.get(Edition, id)
    row = ctx.uow.get(Subscription, edition.subscription if edition else None)
    if edition is None or row is None or row.account != ctx.actor.id:
        raise NotFound(L("That digest is not there any more."))
    card = edition_view.card(ctx, replace(row, address=ctx.reads_at), edition)
    reply = Reply(cards=(card or cards.gone(ctx),))
    if ctx.uow.compare_and_set(Edition, {"id": id, "state": "dead"}, state="sent"):
        _looked(ctx.uow, edition, ctx.actor, reply)
    return reply


@message()
def digest(ctx: RenderContext, edition: int) -> Reply | None:
    """Render an edition with the posts that may still be seen; None if paused, off, too late or empty.
    An edition that was sent is rendered again when one of its posts changes: it stays, without posts that are
    gone.
    """
    it = ctx.uow.get(Edition, edition)
    row = ctx.uow.get(Subscription, it.subscription if it else None)
    if it is None or row is None:
        return None
    private = row.account is not None
    if not private:  # it may have moved to another channel since: what counts is where this one is said
        row = replace(row, address=ctx.address)
        ctx = replace(ctx, words=words(_language(ctx, row)))
    if it.state == "sent":
        return Reply(cards=(edition_view.card(ctx, row, it) or cards.gone(ctx),), private=private, silent=not private)
    here = ctx.account is None or ctx.account.state is AccountState.ACTIVE
    here = here and ctx.now - it.created <= due_time.LATE
    card = edition_view.card(ctx, row, it) if here and subscriptions.wanted(row, ctx.now) else None
    if card is None:
        ctx.uow.compare_and_set(Edition, {"id": it.id, "state": "queued"}, state="skipped")
        return None
    return Reply(cards=(card,), private=private, silent=not private)


@message(kind="digest.rests")
def rests(ctx: RenderContext, subscription: int) -> Reply | None:
    """Tell the owner of a digest that its hour cannot be reckoned here; None once it was set anew."""
    row = ctx.uow.get(Subscription, subscription)
    if row is None or row.state != subscriptions.PAUSED or row.due is not None:
        return None
    return Reply(cards=(cards.rests(ctx, row),), private=row.account is not None)


@digest.when_sent
def _sent(sent: Sent, edition: int) -> None:
    """Record one impression per post, with its score terms, when a digest arrives."""
    uow, row = sent.uow, sent.uow.get(Edition, edition)
    if row is None or not uow.compare_and_set(Edition, {"id": row.id, "state": "queued"}, state="sent"):
        return
    _looked(uow, row, uow.get(Account, sent.row.account), sent.reply)


@digest.when_lost
def _lost(lost: Lost, edition: int) -> None:
    """End the digest of a channel that is unreachable.
    An unreachable person gets it at another opted-in address, else in their inbox, and the subscription
    pauses.
    """
    uow, row, why, it = lost.uow, lost.row, lost.why, lost.uow.get(Edition, edition)
    if it is None or it.state != "queued":
        return
    if why == "Unreachable" and row.account is not None and (elsewhere := contactability.to(uow, row.account)):
        uow.compare_and_set(Subscription, {"id": it.subscription}, address=elsewhere)
        key = f"{row.key}:{elsewhere.platform}"
        digest.post(uow, To(elsewhere, key=key, account=row.account, urgent=False), edition=edition)
        return
    uow.update(it, state="dead")
    if why == "Unreachable":
        if row.account is None:
            spaces.lost(uow, row.address)
        state = subscriptions.OFF if row.account is None else subscriptions.PAUSED
        uow.compare_and_set(Subscription, {"id": it.subscription, "state": subscriptions.ACTIVE}, state=state, due=None)
    if row.account is not None:
        notices.tell(uow, row.account, "digest", subject=it.id, push=False)


def _language(ctx: RenderContext, row: Subscription) -> str:
    """Return the language set for the space, or else that of the person who subscribed it."""
    space = ctx.uow.get(Space, row.space)
    return space.language if space and space.set_up else row.language


def again(ctx: RenderContext, came: Delivery | None) -> Reply:
    """Render a delivered digest again in its current state."""
    shown = digest.build(ctx, came) if came else None
    return shown or Reply(cards=(cards.gone(ctx),))
