"""Preview of a digest, composed now for the actor alone: nothing counts as seen.
The numbered sheet follows by job.
"""

from __future__ import annotations

from dataclasses import replace

from botfeed.core.cards import digest as cards
from botfeed.core.cards.choices import Place
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.digest import compose, edition_view, inactivity, subscriptions, time_zones
from botfeed.core.language.i18n import L
from botfeed.core.model import Edition, Post, Subscription
from botfeed.core.people import memberships
from botfeed.core.spaces import spaces
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import When, job
from botfeed.core.work.messages import To, message


def show(ctx: Context, place: Place) -> Reply:
    """Preview the next digest: the channel's for its administrators, otherwise the actor's own."""
    if subscriptions.shared(ctx, place):
        ctx.must_keep()
        return _compose(ctx, subscriptions.find(ctx, place) or subscriptions.blank(ctx, place))
    return mine(ctx)


def mine(ctx: Context) -> Reply:
    """Preview the actor's own digest, filtered for the chat where it is read."""
    own = ctx.uow.one(Subscription, account=ctx.actor.id)
    row = inactivity.welcome_back(ctx, own) if own else subscriptions.nobodys(ctx)
    return _compose(ctx, replace(row, address=ctx.reads_at))


def _compose(ctx: Context, row: Subscription) -> Reply:
    chosen = compose.choose(ctx.services, ctx.uow, row)
    placed = chosen.placed
    today = ctx.now.astimezone(time_zones.zone(row.zone)).date().isoformat()
    edition = compose.filled(Edition(ctx.uow.new_id(), row.id, today, ctx.now), placed)
    card = edition_view.card(ctx, row, edition)
    if card is None:
        return Reply(cards=(cards.nothing_new(ctx),))
    if len(placed) > 1:
        when = When(f"preview:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST)
        complete.enqueue(ctx.uow, when, row=row, edition=edition, request=ctx.request.id, who=ctx.actor.id)
    few = "" if chosen.enough else ctx.s(L("So few would not be sent: it waits for more."))
    return Reply(cards=(card,), notice=few, pending=len(placed) > 1, whole=True)


@job(kind="digest.preview", pool=pools.ORDINARY, attempts=3)
async def complete(services: Services, row: Subscription, edition: Edition, request: str, who: int) -> None:
    """Make the contact sheet and edit the preview message to show it."""
    found = await services.store.read(lambda uow: {p.id: p for p in uow.all(Post, id__in=edition.posts)})
    posts = [replace(found[id], sensitive=id in edition.veiled) for id in edition.posts if id in found]
    made = replace(edition, collage=await edition_view.collage(services, posts))
    to = To(row.address, key=f"preview:{request}", account=who, edits=request)
    await services.store.run(lambda uow: preview.post(uow, to, row=row, edition=made))


@message(kind="digest.preview")
def preview(ctx: RenderContext, row: Subscription, edition: Edition) -> Reply | None:
    """Render the preview with its sheet; None if the preview message can no longer be edited.
    Its text was sent already, and the sheet alone is not worth a message.
    """
    if ctx.late or not _may_preview(ctx, row):
        return None
    card = edition_view.card(ctx, row, edition)
    return None if card is None else Reply(cards=(card,))


def _may_preview(ctx: RenderContext, row: Subscription) -> bool:
    """Return True unless the reader lost, since they asked, what lets them preview the digest of a place."""
    space, me = edition_view.space(ctx.uow, row), ctx.account
    if me is None or space is None:
        return me is not None
    may = memberships.may_be_inside if row.account is not None else spaces.may_keep
    return space.left is None and not space.barred and may(ctx.uow, me.id, space)
