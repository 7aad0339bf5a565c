"""What a press changes is shown where it was pressed: the message is built again as the kind of view it is."""

from __future__ import annotations

from botfeed.core.cards import menu
from botfeed.core.cards import post as post_cards
from botfeed.core.cards import profile as profile_cards
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Card, Reply
from botfeed.core.model import Account, Delivery, Placement, Post
from botfeed.core.social import posts


def pressed(ctx: Context) -> Placement | None:
    """Give the message whose button was pressed."""
    if not ctx.request.pressed:
        return None
    return ctx.uow.one(Placement, platform=ctx.address.platform, ref=ctx.request.pressed)


def surface(ctx: Context) -> str:
    """Give the kind of view a button was pressed on, empty for typed words."""
    place = pressed(ctx)
    return place.surface if place else ""


def digest(ctx: Context) -> Delivery | None:
    """Give the delivery of the presser's own digest that they pressed, or that a post was opened in the place of."""
    place = pressed(ctx)
    if place is None or not ctx.mine or place.account != ctx.actor.id:
        return None
    came = ctx.uow.get(Delivery, place.delivery)
    return came if came and came.kind == "digest" else None


def after(ctx: Context, said: str, *, them: Account | None = None, post: int | None = None) -> Reply:
    """Say what was done; where the presser's own message shows it, build that message again."""
    cards = _again(ctx, them, ctx.uow.get(Post, post)) if ctx.mine else ()
    return Reply(cards=cards, notice=said, update=bool(cards))


def _again(ctx: Context, them: Account | None, post: Post | None) -> tuple[Card, ...]:
    place = pressed(ctx)
    if place is None:
        return ()
    if place.surface == "profile" and them is not None:
        return (profile_cards.profile(ctx, them, posts.best(ctx, them, ctx.space)),)
    if place.surface == "menu" and post is not None:
        return (menu.more(ctx, post, undo=posts.is_undoable(ctx, post)),)
    if post is not None and place.posts == (post.id,):
        return post_cards.again(ctx, post, place.surface)
    return ()
