"""The profile card: a person, their numbers, and a sheet of their best pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.choices import Order
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import post_menu
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card, Media
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.listing import circles, pages
from botfeed.core.listing.pages import Count
from botfeed.core.model import Account, Block, Follow, Mute, Post

PROFILE = "profile"  # its kind of view


def profile(ctx: RenderContext, them: Account, best: Sequence[Post], pictures: Count) -> Card:
    """Build a person's profile card; `best` are posts of theirs that may be seen here, `pictures` their number."""
    me = ctx.account
    name, numbers = text.bold(lines.name(ctx, them)), _numbers(ctx, them, pictures)
    words = text.join((name, them.bio, text.quiet(numbers.said(ctx)), _note(ctx, them, best)))
    media = tuple(_thumb(ctx, post) for post in best)
    own = me is not None and me.id == them.id
    about = About(surface=PROFILE, posts=tuple(post.id for post in best))
    return Card(words, media, (*(_own(ctx) if own else _others(ctx, them)), *_lists(ctx, them, best, numbers)), about)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of the lists that a profile leads to, as this viewer sees them."""

    pictures: Count
    followers: Count
    following: Count

    def said(self, ctx: RenderContext) -> Text:
        parts = (
            self.pictures.said(ctx, L("{n} picture"), L("{n} pictures")),
            self.followers.said(ctx, L("{n} follower"), L("{n} followers")),
            ctx.t(L("follows {n}"), n=str(self.following)),
        )
        return text.join(parts, " · ")


def _numbers(ctx: RenderContext, them: Account, pictures: Count) -> _Numbers:
    around = circles.followers(ctx, them.id), circles.following(ctx, them.id)
    return _Numbers(pictures, *map(pages.count, around))


def _note(ctx: RenderContext, them: Account, best: Sequence[Post]) -> Text:
    if best:
        return Text()
    if ctx.account is not None and ctx.account.id == them.id:
        return ctx.t(L("Nothing published yet."))
    return ctx.t(L("Nothing here that you can see."))


def _thumb(ctx: RenderContext, post: Post) -> Media:
    return lines.posted(post, *post_cards.origin(ctx, post), veiled=post.sensitive, variant="thumb")


def _lists(ctx: RenderContext, them: Account, best: Sequence[Post], numbers: _Numbers) -> tuple[Action, ...]:
    """Return buttons to the lists that are not empty: pictures beyond those shown, followers, following."""
    me = ctx.account
    if me is not None and ctx.uow.count(Block, account=me.id, blocked=them.id):
        return ()
    lists = []
    if numbers.pictures.but(len(best)):
        lists.append(buttons.search(ctx, L("All pictures"), f"@{them.handle}", by=Order.NEWEST))
    if numbers.followers:
        lists.append(buttons.followers(ctx, L("Followers"), them.handle))
    if numbers.following:
        lists.append(buttons.following(ctx, L("Following"), them.handle))
    return tuple(lists)


def _own(ctx: RenderContext) -> tuple[Action, ...]:
    return (buttons.mine(ctx, L("My pictures")).primary(), buttons.inbox(ctx, L("Inbox")))


def _others(ctx: RenderContext, them: Account) -> tuple[Action, ...]:
    me = ctx.account
    blocked = me is not None and ctx.uow.count(Block, account=me.id, blocked=them.id) > 0
    if blocked:
        return (buttons.unblock(ctx, L("Unblock"), them.handle),)
    muted = me is not None and ctx.uow.count(Mute, account=me.id, muted=them.id) > 0
    quiet = buttons.unmute(ctx, L("Unmute"), them.handle) if muted else buttons.mute(ctx, L("Mute"), them.handle)
    follows = me is not None and ctx.uow.count(Follow, follower=them.id, followee=me.id) > 0
    remove = (buttons.me_unfollower(ctx, L("Remove follower"), them.handle),) if follows else ()
    return (post_menu.follow(ctx, them), quiet, buttons.block(ctx, L("Block"), them.handle).danger(), *remove)


def renamed(ctx: RenderContext, old: str, now: str) -> Card:
    """Confirm a new handle."""
    says = L("You are {now:b} now. {old:b} still leads to you, and is nobody else's.")
    return Card(ctx.t(says, now=now, old=old))


def bio(ctx: RenderContext, words: str) -> Card:
    """Confirm what a profile says now."""
    if not words:
        return Card(ctx.t(L("Your profile says nothing about you now.")))
    return Card(ctx.t(L("Your profile says now: {bio:b}"), bio=words))
