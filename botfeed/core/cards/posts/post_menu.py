"""What stands behind ⋯ on a post: the rest of what one can do with it."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import About, Action, ButtonStyle, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Follow, Post, PostState, Right, Saved

UNFOLLOW = "unfollow"


def more(ctx: RenderContext, post: Post, *, undo: bool) -> Card:
    """List the rest: for its author what changes it, for others what concerns them."""
    own = ctx.account is not None and ctx.account.id == post.author
    actions = _own(ctx, post, undo=undo) if own else _others(ctx, post)
    who = lines.name(ctx, ctx.uow.get(Account, post.author))
    words = text.join((text.bold(post_cards.title(ctx, post)), text.quiet(who)))
    return Card(words, actions=actions, about=About(surface="menu"))


def _own(ctx: RenderContext, post: Post, *, undo: bool) -> tuple[Action, ...]:
    ref = {"post": ctx.ref(post.id)}
    actions = [Action(ctx.s(L("Open")), "open", ref, ButtonStyle.PRIMARY)]
    if undo:
        actions.append(Action(ctx.s(L("Undo")), "undo", ref))
    if post.state is PostState.PUBLIC:
        actions.append(Action(ctx.s(L("Change audience")), "audience", ref))
    if post.state is not PostState.HIDDEN:
        label = ctx.s(L("Forbid remixes")) if post.remixable else ctx.s(L("Allow remixes"))
        actions.append(Action(ctx.s(L("Edit caption")), "caption", ref))
        actions.append(Action(label, "remixes", {**ref, "allowed": "0" if post.remixable else "1"}))
    if post.state is PostState.PUBLIC:
        actions.append(Action(ctx.s(L("Find similar")), "similar", ref))
    actions.append(Action(ctx.s(L("Delete")), "unpublish", ref, ButtonStyle.DANGER))
    return tuple(actions)


def _others(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    ref, author = {"post": ctx.ref(post.id)}, ctx.uow.get(Account, post.author)
    assert author is not None
    who = {"who": author.handle}
    return (
        Action(ctx.s(L("Open")), "open", ref, ButtonStyle.PRIMARY),
        follow(ctx, author, post),
        Action(ctx.s(L("Profile")), "profile", who),
        *_save(ctx, post),
        Action(ctx.s(L("Find similar")), "similar", ref),
        Action(ctx.s(L("Less like this")), "hide", ref),
        Action(ctx.s(L("Mute")), "mute", who),
        Action(ctx.s(L("Block")), "block", who, ButtonStyle.DANGER),
        Action(ctx.s(L("Report")), "report", ref, ButtonStyle.DANGER),
        *_moderate(ctx, ref),
    )


def _moderate(ctx: RenderContext, ref: dict[str, str]) -> tuple[Action, ...]:
    """What moderators can do here. The button names the place: where it is pressed may be aside."""
    if not isinstance(ctx, Context) or ctx.space is None:
        return ()
    known = ctx.uow.one(Right, account=ctx.actor.id, space=ctx.space.id) if ctx.keeps is None else None
    if not ctx.keeps and not (known and known.admin):
        return ()
    args = {**ref, "place": ctx.ref(ctx.space.id)}
    return (Action(ctx.s(L("Remove from here")), "space.remove", args, ButtonStyle.DANGER),)


def _save(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    me, ref = ctx.account, {"post": ctx.ref(post.id)}
    if me is not None and ctx.uow.count(Saved, account=me.id, post=post.id):
        return Action(ctx.s(L("Unsave")), "unsave", ref), Action(ctx.s(L("Put on a shelf")), "shelf.put", ref)
    return (Action(ctx.s(L("Save")), "save", ref),)


def follow(ctx: RenderContext, author: Account, post: Post | None = None) -> Action:
    """Give the button that follows somebody, or takes it back."""
    args = {"who": author.handle} | ({"post": ctx.ref(post.id)} if post else {})
    me = ctx.account
    if me is not None and ctx.uow.count(Follow, follower=me.id, followee=author.id):
        return Action(ctx.s(L("Unfollow")), UNFOLLOW, args)
    return Action(ctx.s(L("Follow")), "follow", args)
