"""Reactions to a post: like, comment, open; by buttons, words or the platform's own ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from botfeed.core.cards import buttons, text_card
from botfeed.core.cards.posts import comments as comment_cards
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.command import ASKED, Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Ask, Reply
from botfeed.core.errors import BadInput, NotYours
from botfeed.core.feed import events, impressions
from botfeed.core.language import emojis
from botfeed.core.language.i18n import L
from botfeed.core.language.text import of
from botfeed.core.model import Comment, Placement, Post, PostState
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import comments, posts, reactions, surfaces

COMMENT_MOST = 1000  # characters
CHOICES = 25  # comments that a form offers
_NONE = L("There is no comment here that this could mean.")

Shown = Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.shown)]


@command(button=buttons.like, menu="post.like")
def like(
    ctx: Context,
    post: Shown,
    wanted: Annotated[bool, Param(says=L("yes, or no to take it back"))] = True,
) -> Reply:
    """Like a post, or take it back."""
    what = posts.seen(ctx, post, ctx.space)
    but = ctx.request.pressed if ctx.mine else ""
    changed = reactions.like(ctx, ctx.actor, what, wanted, surface=surfaces.surface(ctx), but=but, space=ctx.space)
    impressions.remember(ctx.uow, ctx.actor, what.id)
    notice = L("Liked.") if wanted else L("Like taken back.")
    said = surfaces.after(ctx, ctx.s(notice), post=changed.id)
    if not wanted or ctx.mine:
        return said
    return replace(said, undo=buttons.like(ctx, L("Take it back"), changed.id, wanted=False))


@command(button=buttons.comment, tool="confirm", title=L("Comment"), menu="post.comment")
def comment(
    ctx: Context,
    post: Shown,
    text: Annotated[
        str, Param(least=1, most=COMMENT_MOST, rest=True, says=L("Your comment"), asks=L("What do you want to say?"))
    ] = ASKED,
) -> Reply:
    """Comment on a post."""
    return _say(ctx, posts.seen(ctx, post, ctx.space), text)


def _say(ctx: Context, post: Post, text: str, *, answers: Comment | None = None) -> Reply:
    said = comments.say(ctx, ctx.actor, post, text, surface=surfaces.surface(ctx), answers=answers)
    if said.state is not PostState.PUBLIC:
        return Reply(notice=ctx.s(L("Your comment is being checked; others see it after that.")))
    return surfaces.after(ctx, ctx.s(L("Your comment is there.")), post=post.id)


@command(button=buttons.open_, reads=True, menu="post.open")
def open_post(
    ctx: Context,
    post: Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.known)],
    page: Annotated[str, Param(most=16, says=L("a page of comments"))] = "",
) -> Reply:
    """Open a post and what is said below it."""
    what = posts.seen(ctx, post, ctx.space)
    paging = surfaces.surface(ctx) in (post_cards.OPEN, post_cards.OPENED)
    if not paging:
        events.record(ctx.uow, ctx.actor, what.id, "open", surface=surfaces.surface(ctx))
        impressions.remember(ctx.uow, ctx.actor, what.id)
    if surfaces.digest(ctx):
        return Reply(cards=comments.opened(ctx, what, page), update=True)
    return Reply(cards=comments.view(ctx, what, page), update=paging)


@command(button=buttons.unveil, menu=False, reads=True)
def unveil(ctx: Context, post: Shown) -> Reply:
    """Show a sensitive picture, to you alone."""
    return Reply(cards=post_cards.unveiled(ctx, posts.seen(ctx, post, ctx.space)))


Which = Annotated[int | None, Param(ref=True, says=L("the comment"))]
Below = Annotated[int | None, Param(ref=True, says=L("the post"), asks=L("Which post?"))]


@command(button=buttons.uncomment, menu=False)
def uncomment(ctx: Context, comment: Which = None, post: Below = None) -> Reply:
    """Delete a comment of yours."""
    if comment is None:
        return _which(ctx, buttons.uncomment, L("Delete my comment"), _mine(ctx, post))
    what = comments.get(ctx, comment)
    comments.delete(ctx, ctx.actor, what)
    return surfaces.after(ctx, ctx.s(L("Your comment is deleted.")), post=what.post)


Words = Annotated[str, Param(most=COMMENT_MOST, rest=True, says=L("Your comment"))]


@command(button=buttons.editcomment, menu=False, tool="confirm")
def editcomment(ctx: Context, comment: Which = None, post: Below = None, text: Words = "") -> Reply:
    """Change a comment of yours."""
    if comment is None or not text:
        found = [_own_comment(ctx, comment)] if comment is not None else _mine(ctx, post)
        old = found[0].text if len(found) == 1 else ""
        return Reply(ask=_words(ctx, buttons.editcomment, L("Edit my comment"), found, old))
    changed = comments.edit(ctx, ctx.actor, comments.get(ctx, comment), text)
    if changed.state is not PostState.PUBLIC or changed.proposed is not None:
        return Reply(notice=ctx.s(L("Your new words are being checked; others see them after that.")))
    return surfaces.after(ctx, ctx.s(L("Your comment is changed.")), post=changed.post)


def _mine(ctx: Context, post: int | None) -> list[Comment]:
    return ctx.uow.all(Comment, post=post, author=ctx.actor.id, state=PostState.PUBLIC, newest=True, limit=CHOICES)


def _own_comment(ctx: Context, comment: int) -> Comment:
    what = comments.get(ctx, comment)
    if what.author != ctx.actor.id:
        raise NotYours(L("That comment is not yours. Only who wrote it can change it."))
    return what


@command(button=buttons.answercomment, menu=False, tool="confirm")
def answercomment(ctx: Context, comment: Which = None, post: Below = None, text: Words = "") -> Reply:
    """Answer a comment."""
    if comment is None:
        found = _others(ctx, posts.seen(ctx, post or 0, ctx.space))
        return Reply(ask=_words(ctx, buttons.answercomment, L("Answer"), found, ""))
    what = comments.get(ctx, comment)
    where = comments.answerable(ctx, what, posts.seen(ctx, what.post, ctx.space))
    if not text:
        return Reply(ask=_words(ctx, buttons.answercomment, L("Answer"), [what], ""))
    return _say(ctx, where, text, answers=what)


def _others(ctx: Context, post: Post) -> list[Comment]:
    """Return what others said below a post, as far as the actor may read it, newest first."""
    return [said for said in comments.thread_of(ctx, post, 2 * CHOICES) if said.author != ctx.actor.id][:CHOICES]


def _words(ctx: Context, press: comment_cards.OnComment, title: str, found: list[Comment], old: str) -> Ask:
    if not found:
        raise BadInput(_NONE)
    return comment_cards.words(ctx, press, title, found, most=COMMENT_MOST, old=old)


@command(button=buttons.hidecomment, menu=False)
def hidecomment(ctx: Context, comment: Which = None, post: Below = None) -> Reply:
    """Hide a comment below a post of yours."""
    if comment is None:
        found = _others(ctx, posts.own(ctx, post or 0))
        return _which(ctx, buttons.hidecomment, L("Hide a comment"), found)
    what = comments.get(ctx, comment)
    comments.dismiss(ctx, ctx.actor, what)
    return surfaces.after(ctx, ctx.s(L("It is hidden. Who wrote it is not told.")), post=what.post)


def _which(ctx: Context, press: comment_cards.OnComment, title: str, found: list[Comment]) -> Reply:
    if not found:
        raise BadInput(_NONE)
    return Reply(ask=comment_cards.which(ctx, press, title, found))


@command(menu=False, tool="never")
def react(
    ctx: Context,
    message: Annotated[str, Param()],
    emoji: Annotated[str, Param()],
    wanted: bool = True,
) -> Reply:
    """Take a heart on a card as a like. Other reactions are people's own business."""
    post = _shown(ctx, message)
    if post is not None and emojis.is_like(ctx.space.likes if ctx.space else (), emoji) and post.author != ctx.actor.id:
        reactions.like(ctx, ctx.actor, post, wanted, surface="native", space=ctx.space)
    return Reply()


@command(menu=False, tool="never")
def reply(
    ctx: Context,
    message: Annotated[str, Param()],
    text: Annotated[str, Param(least=1, most=COMMENT_MOST)],
) -> Reply:
    """Take a reply to a card as a comment; the first time it is asked who is meant to read it."""
    post = _shown(ctx, message)
    if post is None:
        return Reply()
    if ctx.actor.replies_told:
        return _say(ctx, post, text)
    actions = (
        replied.button(ctx, L("Comment"), post.id, text).primary(),
        nevermind.button(ctx, L("Not now")),
    )
    return Reply(cards=(comment_cards.reply_asked(ctx, post, actions),))


@command(menu=False, tool="never")
def replied(
    ctx: Context,
    post: Annotated[int, Param(ref=True)],
    text: Annotated[str, Param(least=1, most=COMMENT_MOST)],
) -> Reply:
    """Post a reply as a comment, now and from now on."""
    ctx.uow.update(ctx.actor, replies_told=True)
    said = _say(ctx, _asked_about(ctx, post), text)
    return Reply(cards=(text_card.words(of(said.notice)),), update=True)


def _asked_about(ctx: Context, id: int) -> Post:
    """The post that the pressed question is about: who was asked saw it, maybe from inside a place this is not."""
    question, post = ctx.pressed, ctx.uow.get(Post, id)
    asked = ctx.mine and question is not None and question.posts == (id,)
    return posts.seen(ctx, id, posts.place(ctx, post) if asked and post else ctx.space)


@command(menu=False, tool="never", reads=True)
def nevermind(ctx: Context) -> Reply:
    """Close a question without doing anything."""
    return Reply(cards=(comment_cards.not_posted(ctx),), update=True)


def _shown(ctx: Context, message: str) -> Post | None:
    """Give the one visible post that a message shows."""
    place = ctx.uow.one(Placement, platform=ctx.address.platform, ref=message, gone=None)
    if place is None or len(place.posts) != 1:
        return None
    post = ctx.uow.get(Post, place.posts[0])
    return post if post and _visible(ctx.uow, ctx, post) else None


def _visible(uow: Unit, ctx: Context, post: Post) -> bool:
    viewer = visibility.viewer(uow, ctx.actor, ctx.space)
    return post.state is PostState.PUBLIC and visibility.may_see(uow, viewer, post)


COMMANDS = (
    like,
    comment,
    open_post,
    unveil,
    uncomment,
    editcomment,
    answercomment,
    hidecomment,
    react,
    reply,
    replied,
    nevermind,
)
