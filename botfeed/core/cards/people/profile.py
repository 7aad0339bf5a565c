"""The profile card: a person, their numbers, and a sheet of their best pictures."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import post_menu
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card, Media
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Block, Follow, Mute, Post, PostState

PROFILE = "profile"  # its kind of view


def profile(ctx: RenderContext, them: Account, best: Sequence[Post]) -> Card:
    """Build a person's profile card; `best` are posts of theirs that may be seen here."""
    me = ctx.account
    name = text.bold(lines.name(ctx, them))
    words = text.join((name, them.bio, text.quiet(_numbers(ctx, them)), _note(ctx, them, best)))
    numbers = _circles(ctx, them)
    media = tuple(_thumb(ctx, post) for post in best)
    own = me is not None and me.id == them.id
    about = About(surface=PROFILE, posts=tuple(post.id for post in best))
    return Card(words, media, (*(_own(ctx) if own else _others(ctx, them)), *numbers), about)


def _numbers(ctx: RenderContext, them: Account) -> Text:
    posts = ctx.uow.count(Post, author=them.id, state=PostState.PUBLIC)
    followers = ctx.uow.count(Follow, followee=them.id)
    following = ctx.uow.count(Follow, follower=them.id)
    parts = (
        ctx.n(L("{n} picture"), L("{n} pictures"), posts),
        ctx.n(L("{n} follower"), L("{n} followers"), followers),
        ctx.t(L("follows {n}"), n=following),
    )
    return text.join(parts, " · ")


def _note(ctx: RenderContext, them: Account, best: Sequence[Post]) -> Text:
    if best:
        return Text()
    if ctx.account is not None and ctx.account.id == them.id:
        return ctx.t(L("Nothing published yet."))
    return ctx.t(L("Nothing here that you can see."))


def _thumb(ctx: RenderContext, post: Post) -> Media:
    return lines.posted(post, *post_cards.origin(ctx, post), veiled=post.sensitive, variant="thumb")


def _circles(ctx: RenderContext, them: Account) -> tuple[Action, ...]:
    """Return buttons to the lists of followers and following that are not empty."""
    me = ctx.account
    if me is not None and ctx.uow.count(Block, account=me.id, blocked=them.id):
        return ()
    lists = []
    if ctx.uow.count(Follow, followee=them.id):
        lists.append(buttons.followers(ctx, L("Followers"), them.handle))
    if ctx.uow.count(Follow, follower=them.id):
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
