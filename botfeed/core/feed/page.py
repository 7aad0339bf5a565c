"""The feed in a chat: one picture at a time, and the card at its end."""

from __future__ import annotations

from botfeed.core.cards import buttons, lines, surface
from botfeed.core.cards import feed as feed_cards
from botfeed.core.cards.choices import View
from botfeed.core.cards.posts import post as cards
from botfeed.core.cards.posts import post_menu
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Action, Card, Reply
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.feed import events, exploration, impressions, reasons
from botfeed.core.feed import home as feed
from botfeed.core.feed.feed_context import FEED
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Event, Follow, Post
from botfeed.core.safety import visibility


def turn(ctx: Context, view: View, *, update: bool = False) -> Reply:
    """Show the next post and record its impression.
    Leaves out sensitive posts where not even blurred ones may be shown. Raises BadInput for `here` outside a
    space.
    """
    if view is View.HERE and ctx.space is None:
        raise BadInput(L("{here:c} is what was published in a server or group. Ask for it inside one."), here="here")
    eyes = visibility.of(ctx, ctx.space)
    chance = exploration.rng(ctx.actor.id, ctx.now)
    placed = feed.home(ctx.uow, ctx.services, ctx.actor, eyes, view, 1, chance, sensitive=eyes.sensitive)
    if not placed:
        follows = view is not View.FOLLOWING or ctx.uow.count(Follow, follower=ctx.actor.id) > 0
        return Reply(cards=(feed_cards.end(ctx, view, follows=follows),), update=update)
    impressions.shown(ctx.uow, ctx.actor, placed, FEED)
    return Reply(cards=(_card(ctx, placed[0].post, view, placed[0].reason),), update=update)


def hide(ctx: Context, post: int) -> Reply:
    """Handle "less like this": never show the post again and rank its author lower. Raises NotFound."""
    row = ctx.uow.get(Post, post)
    eyes = visibility.of(ctx, ctx.space)
    if row is None or not visibility.may_see(ctx.uow, eyes, row):
        raise NotFound(L("That picture is not there any more."))
    if not ctx.uow.count(Event, account=ctx.actor.id, post=post, kind="hide"):
        events.record(ctx.uow, ctx.actor, post, "hide", surface=FEED)
    impressions.remember(ctx.uow, ctx.actor, post)
    return Reply(cards=(feed_cards.hidden(ctx),), update=bool(ctx.request.pressed))


def _card(ctx: RenderContext, post: Post, view: View, reason: str) -> Card:
    author = ctx.uow.get(Account, post.author)
    says = reasons.line(ctx, reason, lines.name(ctx, author)) if reason else ""
    return cards.post(ctx, post, reason=says, surface=_surface(view), extra=_extra(ctx, post, view, author))


def _extra(ctx: RenderContext, post: Post, view: View, author: Account | None) -> tuple[Action, ...]:
    more = buttons.next_(ctx, L("More"), view=view)
    if ctx.account is None or author is None:
        return (more,)
    follow = post_menu.follow(ctx, author, post)
    return (more,) if buttons.unfollow.makes(follow) else (follow, more)


def _surface(view: View) -> str:
    return FEED if view is View.FOR_YOU else f"{FEED}.{view}"


def _rebuilt(view: View) -> surface.Build:
    def build(ctx: RenderContext, post: Post) -> tuple[Card, ...]:
        reason = impressions.reason_of(ctx.uow, ctx.account, post.id) if ctx.account else ""
        return (_card(ctx, post, view, reason),)

    return build


SURFACES = tuple(surface.of_post(_surface(view), _rebuilt(view)) for view in View)
