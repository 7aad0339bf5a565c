"""Showcase: a channel of a space that gets each post published to this space, once."""

from __future__ import annotations

from botfeed.core.cards.posts import post as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.copies import post_copies
from botfeed.core.model import Address, Audience, Delivery, Placement, Post, PostState, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.spaces import spaces
from botfeed.core.work.messages import Lost, Sent, To, message


def exhibit(uow: Unit, post: Post, shown: str = "", mark: str = "") -> bool:
    """Queue a post for the showcase of its space. Returns True if it is there already or will be.
    `shown` is the ref of the channel that gets its card anyway; `mark` names the decision that brings it
    back.
    """
    space = uow.get(Space, post.space)
    if post.audience is not Audience.HERE or post.state is not PostState.PUBLIC or space is None or space.left:
        return False
    channel = space.showcase
    if (
        channel is None
        or channel.ref == shown
        or not visibility.may_see(uow, visibility.of_address(uow, None, channel), post)
    ):
        return False
    if not stands(uow, post.id, channel.ref):
        put(uow, post, space, channel, mark)
    return True


def put(uow: Unit, post: Post, space: Space, channel: Address, mark: str = "") -> None:
    """Queue the card of a post for a channel of a space."""
    key = f"showcase:{post.id}:{space.id}"
    again = f":{mark or post.revision}" if uow.count(Delivery, key=key) else ""
    showcase.post(uow, To(channel, key=key + again, urgent=False), post=post.id, key=key + again)


def stands(uow: Unit, post: int, channel: str) -> bool:
    """Return True if a message in a channel shows this single post to everybody there."""
    return bool(_standing(uow, post, channel))


def _standing(uow: Unit, post: int, channel: str) -> list[Placement]:
    """Return the messages in a channel that show this single post to everybody there."""
    return [place for place in post_copies.of(uow, post, place=channel, covered=None) if len(place.posts) == 1]


@message()
def showcase(ctx: RenderContext, post: int, key: str) -> Reply | None:
    """Render the showcase post in the language of the space.
    Returns None if another message in the channel shows it.
    """
    uow, row = ctx.uow, ctx.uow.get(Post, post)
    if row is None or not visibility.may_see(uow, visibility.of_address(uow, None, ctx.address), row):
        return None
    mine = uow.one(Delivery, key=key)
    others = [p for p in _standing(uow, post, ctx.address.ref) if mine is None or p.delivery != mine.id]
    return None if others else Reply(cards=(cards.post(ctx, row),), private=False, silent=True)


@showcase.when_sent
def _sent(sent: Sent, post: int, *_: object, **__: object) -> None:
    post_copies.recheck(sent.uow, post, sent.row.address)


@showcase.when_lost
def _lost(lost: Lost, *_: object, **__: object) -> None:
    if lost.why == "Unreachable":
        spaces.lost(lost.uow, lost.row.address)
