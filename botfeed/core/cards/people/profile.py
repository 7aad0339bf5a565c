"""A person as a card: who they are, their numbers, and a sheet of their best pictures."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import lines
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import post_menu
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, ButtonStyle, Card, Media
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Block, Follow, Mute, Picture, Post, PostState


def profile(ctx: RenderContext, them: Account, best: Sequence[Post]) -> Card:
    """Show somebody, with a sheet of `best`: posts of theirs that may be seen here."""
    me = ctx.account
    words = text.join((text.bold(them.handle), them.bio, text.quiet(_numbers(ctx, them)), _note(ctx, them, best)))
    numbers = _circles(ctx, them)
    media = tuple(_thumb(ctx, post) for post in best)
    own = me is not None and me.id == them.id
    about = About(surface="profile", posts=tuple(post.id for post in best))
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
    picture = ctx.uow.get(Picture, post.picture)
    assert picture is not None
    return lines.media(picture, veiled=post.sensitive, variant="thumb", alt=post_cards.title(ctx, post))


def _circles(ctx: RenderContext, them: Account) -> tuple[Action, ...]:
    """Lead to whom they follow and who follows them, where there is anybody."""
    who, me = {"who": them.handle}, ctx.account
    if me is not None and ctx.uow.count(Block, account=me.id, blocked=them.id):
        return ()
    counted = ctx.uow.count(Follow, followee=them.id), ctx.uow.count(Follow, follower=them.id)
    lists = ("followers", L("Followers")), ("following", L("Following"))
    return tuple(Action(ctx.s(says), verb, who) for (verb, says), some in zip(lists, counted, strict=True) if some)


def _own(ctx: RenderContext) -> tuple[Action, ...]:
    return (Action(ctx.s(L("My pictures")), "mine", look=ButtonStyle.PRIMARY), Action(ctx.s(L("Inbox")), "inbox"))


def _others(ctx: RenderContext, them: Account) -> tuple[Action, ...]:
    me, who = ctx.account, {"who": them.handle}
    blocked = me is not None and ctx.uow.count(Block, account=me.id, blocked=them.id) > 0
    if blocked:
        return (Action(ctx.s(L("Unblock")), "unblock", who),)
    muted = me is not None and ctx.uow.count(Mute, account=me.id, muted=them.id) > 0
    quiet = Action(ctx.s(L("Unmute")), "unmute", who) if muted else Action(ctx.s(L("Mute")), "mute", who)
    return (post_menu.follow(ctx, them), quiet, Action(ctx.s(L("Block")), "block", who, ButtonStyle.DANGER))
