"""Channels in which only administrators write: a person's post is put there by who may, and follows the post."""

from __future__ import annotations

from botfeed.core.cards import spaces as cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, Audience, Identity, Post, PostState, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.spaces import removals, showcase, spaces
from botfeed.core.work import outbox
from botfeed.core.work.messages import To, message


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
    if post.state is not PostState.PUBLIC or post.audience is not Audience.EVERYONE or post.sensitive:
        raise BadInput(L("Only what everybody may see can be put into a channel. Change its audience first."))
    removals.where(ctx, space.id)
    if not visibility.may_see(ctx.uow, visibility.of_address(ctx.uow, None, space.showcase), post):
        raise BadInput(L("That picture can't be shown in {place:b}."), place=space.title)
    if showcase.stands(ctx.uow, post.id, space.showcase.ref):
        raise BadInput(L("It stands in {place:b} already."), place=space.title)
    showcase.put(ctx.uow, post, space, space.showcase)
    return space
