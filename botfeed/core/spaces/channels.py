"""Channels in which only administrators write: a person's post is put there by who may, and follows the post."""

from __future__ import annotations

from botfeed.core.cards import spaces as cards
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, Audience, Delivery, Identity, Post, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.spaces import removals, showcase, spaces
from botfeed.core.work import outbox
from botfeed.core.work.messages import Lost, Sent, To, message


def opened(uow: Unit, there: Address, user: str, locale: str = "") -> None:
    """Record that the bot may post in a channel, by whom it was let in; they are told if they may be written to."""
    spaces.joined(uow, there, None, locale)
    space = visibility.space_of(uow, there)
    if space is None or (space.broadcast and space.showcase is not None):
        return
    identity = uow.one(Identity, platform=there.platform, user=user)
    keeper = identity.account if identity else space.keeper
    space = uow.update(space, broadcast=True, showcase=there, keeper=keeper, set_up=uow.now)
    at = outbox.to(uow, keeper) if keeper is not None else None
    if at is not None:
        tell_opened.post(uow, To(at, key=f"channel:{space.id}:{uow.new_id()}", account=keeper), space=space.id)


@message(kind="channel.opened")
def tell_opened(ctx: RenderContext, space: int) -> Reply | None:
    """Say that one's pictures can be put into a channel; None if the bot may not post there any more."""
    row = ctx.uow.get(Space, space)
    return Reply(cards=(cards.channel_opened(ctx, row),)) if row and row.showcase and not row.left else None


def send(ctx: Context, post: Post, place: int) -> Space:
    """Put the actor's own public post into a channel that they administer, which the platform is asked.
    Raises BadInput, NotFound, Forbidden and NeedsRights.
    """
    space = ctx.uow.get(Space, place)
    if space is None or space.left or space.barred or not space.broadcast or space.showcase is None:
        raise NotFound(L("I can't post in that channel: I have to be an administrator there who may post messages."))
    if not post.for_anybody:
        raise BadInput(L("Only what everybody may see can be put into a channel. Change its audience first."))
    removals.where(ctx, space.id)
    if not visibility.may_see(ctx.uow, visibility.of_address(ctx.uow, None, space.showcase), post):
        raise BadInput(L("That picture can't be shown in {place:b}."), place=space.title)
    if showcase.stands(ctx.uow, post.id, space.showcase.ref):
        raise BadInput(L("It stands in {place:b} already."), place=space.title)
    key = f"channel:{post.id}:{space.id}"
    again = f":{ctx.uow.new_id()}" if ctx.uow.count(Delivery, key=key) else ""
    card.post(ctx.uow, To(space.showcase, key=key + again, urgent=False), post=post.id, key=key + again)
    return space


@message(kind="channel.card")
def card(ctx: RenderContext, post: int, key: str) -> Reply | None:
    """Render a post for the readers of a channel; None if they may not see it or another message there shows it."""
    uow, row = ctx.uow, ctx.uow.get(Post, post)
    if row is None or row.audience is not Audience.EVERYONE:
        return None
    hidden = not visibility.may_see(uow, visibility.of_address(uow, None, ctx.address), row)
    if hidden or showcase.stands(uow, row.id, ctx.address.ref, uow.one(Delivery, key=key)):
        return None
    return Reply(cards=(post_cards.post(ctx, row),), private=False)


@card.when_sent
def _sent(sent: Sent, post: int, *_: object, **__: object) -> None:
    post_copies.recheck(sent.uow, post, sent.row.address)


@card.when_lost
def _lost(lost: Lost, *_: object, **__: object) -> None:
    if lost.why == "Unreachable":
        spaces.lost(lost.uow, lost.row.address)
