"""The ⋯ menu of a post: all actions that have no button on its card."""

from __future__ import annotations

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.buttons import client as client_buttons
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import targets
from botfeed.core.cards.studio import picture as picture_cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Audience, Follow, FollowRequest, Post, PostState, Right, Saved

MENU = "menu"  # its kind of view


def more(ctx: RenderContext, post: Post, *, undo: bool) -> Card:
    """Build the menu card: edits for the author, other actions for everybody else."""
    own = ctx.account is not None and ctx.account.id == post.author
    actions = _own(ctx, post, undo=undo) if own else _others(ctx, post)
    who = lines.name(ctx, ctx.uow.get(Account, post.author))
    words = text.join((text.bold(post_cards.title(ctx, post)), text.quiet(who)))
    return Card(words, actions=actions, about=About(surface=MENU))


def _own(ctx: RenderContext, post: Post, *, undo: bool) -> tuple[Action, ...]:
    actions = [buttons.open_(ctx, L("Open"), post.id).primary()]
    if undo:
        actions.append(buttons.undo(ctx, L("Undo"), post.id))
    if post.state is PostState.PUBLIC:
        actions.append(buttons.audience(ctx, L("Change audience"), post.id))
    if post.state is not PostState.HIDDEN:
        label = ctx.s(L("Forbid remixes")) if post.remixable else ctx.s(L("Allow remixes"))
        actions.append(buttons.caption(ctx, L("Edit caption"), post.id))
        actions.append(buttons.alt(ctx, L("Alt text"), post.id))
        actions.append(buttons.remixes(ctx, label, post.id, allowed=not post.remixable))
    if post.state is PostState.PUBLIC:
        actions.append(buttons.similar(ctx, L("Find similar"), post.id))
    actions.extend(targets.of(ctx, post))
    actions.extend(picture_cards.original(ctx, post.picture))
    actions.append(buttons.unpublish(ctx, L("Delete"), post.id).danger())
    return tuple(actions)


def _others(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    author = ctx.uow.get(Account, post.author)
    assert author is not None
    return (
        buttons.open_(ctx, L("Open"), post.id).primary(),
        follow(ctx, author, post),
        buttons.profile(ctx, L("Profile"), author.handle),
        *_save(ctx, post),
        buttons.similar(ctx, L("Find similar"), post.id),
        *client_buttons.offer(ctx, L("Share"), post),
        buttons.hide(ctx, L("Less like this"), post.id),
        buttons.mute(ctx, L("Mute"), author.handle),
        buttons.block(ctx, L("Block"), author.handle).danger(),
        buttons.report(ctx, L("Report"), post.id).danger(),
        *_moderate(ctx, post),
    )


def _moderate(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    """Return the moderators' button; empty for others.
    Its payload names the space, as it may be pressed in a private chat.
    """
    if not isinstance(ctx, Context) or ctx.space is None or post.audience is Audience.FOLLOWERS:
        return ()
    known = ctx.uow.one(Right, account=ctx.actor.id, space=ctx.space.id) if ctx.keeps is None else None
    if not ctx.keeps and not (known and known.admin):
        return ()
    return (buttons.space_remove(ctx, L("Remove from here"), post.id, ctx.space.id).danger(),)


def _save(ctx: RenderContext, post: Post) -> tuple[Action, ...]:
    me = ctx.account
    if me is not None and ctx.uow.count(Saved, account=me.id, post=post.id):
        return buttons.unsave(ctx, L("Unsave"), post.id), buttons.shelf_put(ctx, L("Put on a shelf"), post.id)
    return (buttons.save(ctx, L("Save"), post.id),)


def follow(ctx: RenderContext, author: Account, post: Post | None = None) -> Action:
    """Return the button that follows or unfollows somebody."""
    me, led = ctx.account, post.id if post else None
    if me is not None and ctx.uow.count(Follow, follower=me.id, followee=author.id):
        return buttons.unfollow(ctx, L("Unfollow"), author.handle, led)
    if me is not None and author.approves and ctx.uow.count(FollowRequest, follower=me.id, followee=author.id):
        return buttons.unfollow(ctx, L("Asked to follow"), author.handle, led)
    return buttons.follow(ctx, L("Follow"), author.handle, led)
