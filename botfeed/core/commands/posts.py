"""Posts: publishing a picture, and what its author can still do about it."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.posts import post_menu
from botfeed.core.cards.posts import publication as cards
from botfeed.core.cards.posts.publication import CAPTION_MOST
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Choice, Reply
from botfeed.core.errors import BadInput, Forbidden
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import WAITING, Audience, Post, PostState
from botfeed.core.social import alt_texts, post_edits, posts, surfaces
from botfeed.core.spaces import channels, showcase
from botfeed.core.studio import library
from botfeed.core.work import admin_checks

LATEST = 25  # posts that are looked through for what can be taken back

Own = Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.mine)]


@command(button=buttons.publish, tool="confirm")
def publish(
    ctx: Context,
    picture: Annotated[
        int, Param(ref=True, says=L("the picture"), asks=L("Which picture?"), suggest=library.suggest_private)
    ],
    caption: Annotated[str, Param(most=CAPTION_MOST, says=L("a caption"))] = "",
    audience: Annotated[Audience | None, Param(says=L("who sees it"))] = None,
    sensitive: Annotated[bool, Param(says=L("blur it until asked for"))] = False,
) -> Reply:
    """Publish one of your pictures."""
    what = posts.own_picture(ctx, picture)
    standing = ctx.uow.get(Post, what.post)
    if standing is not None and standing.state is PostState.REMOVED:
        raise Forbidden(L("This picture was removed by a decision and cannot be published again."))
    if standing is not None:
        return Reply(cards=(post_edits.card(ctx, standing),))
    if audience is None:
        blurred, around = sensitive or what.sensitive, showcase.places(ctx.uow, ctx.actor.id)
        ask = cards.ask_publish(ctx, what.id, ctx.space, caption, sensitive=blurred, showcases=around)
        last = cards.lately(ctx, ctx.space)
        quick = (cards.as_before(ctx, what.id, last, ctx.space),) if last and not ctx.request.forms else ()
        return Reply(cards=quick, ask=ask)
    show = ctx.address if audience is Audience.HERE else None
    mine = ctx.request.id
    post = posts.publish(ctx, what.id, caption, audience, sensitive, ctx.space, show=show, edits=mine)
    if ctx.actor.audience != audience:
        ctx.uow.update(ctx.actor, audience=str(audience))
    return _standing(ctx, post)


def _answered(ctx: Context) -> str:
    """The message that this answer replaces, and which shows the outcome by itself."""
    return ctx.request.pressed if ctx.mine else ""


def _standing(ctx: Context, post: Post, *, update: bool = False) -> Reply:
    """Show where a post stands; what is being checked is followed by the outcome in the same message."""
    waits = post.state in WAITING or post.proposed is not None
    return Reply(cards=(post_edits.card(ctx, post),), update=update, pending=waits)


def _undoable(ctx: Context, typed: str) -> list[Choice]:
    """Complete a post that can still be taken back."""
    newest = ctx.uow.all(Post, author=ctx.actor.id, newest=True, limit=LATEST)
    return surfaces.choices(ctx, [post for post in newest if posts.is_undoable(ctx, post)], typed)


@command(button=buttons.undo, tool="confirm", menu="picture.undo")
def undo(
    ctx: Context,
    post: Annotated[int | None, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=_undoable)] = None,
) -> Reply:
    """Take back a publication, within ten minutes."""
    if post is None:
        found = _undoable(ctx, "")
        if len(found) > 1:
            return Reply(ask=cards.ask_undo(ctx, tuple((one.value, one.label) for one in found)))
        if not found:
            none = L(
                "There is nothing to take back: that goes within ten minutes. {unpublish:c} deletes an older post."
            )
            raise BadInput(none, unpublish=CommandLine("/unpublish"))
        post = ctx.services.sealer.id(found[0].value) or 0
    return _standing(ctx, posts.undo(ctx, posts.own(ctx, post), but=_answered(ctx)), update=True)


@command(button=buttons.audience, tool="confirm", menu=False)
def audience(
    ctx: Context,
    post: Own,
    audience: Annotated[Audience | None, Param(says=L("who sees it"))] = None,
) -> Reply:
    """Change who sees a post of yours."""
    what = posts.own(ctx, post)
    if audience is None:
        here = ctx.space or posts.place(ctx, what)
        return Reply(ask=cards.ask_audience(ctx, what.id, here, showcase.places(ctx.uow, ctx.actor.id)))
    changed = post_edits.audience(ctx, what, audience, ctx.space, but=_answered(ctx), edits=ctx.request.id)
    return _standing(ctx, changed, update=True)


@command(button=buttons.caption, tool="confirm", menu=False)
def caption(
    ctx: Context,
    post: Own,
    caption: Annotated[str | None, Param(most=CAPTION_MOST, rest=True, says=L("a caption"))] = None,
) -> Reply:
    """Change the caption of a post of yours."""
    what = posts.own(ctx, post)
    if caption is None:
        return Reply(ask=cards.ask_caption(ctx, what))
    changed = post_edits.caption(ctx, what, caption, but=_answered(ctx), edits=ctx.request.id)
    return _standing(ctx, changed, update=True)


@command(button=buttons.alt, tool="confirm", menu=False)
def alt(
    ctx: Context,
    post: Own,
    text: Annotated[str | None, Param(most=lines.ALT_MOST, rest=True, says=L("what is to be seen"))] = None,
) -> Reply:
    """Say in your own words what is to be seen on a picture of yours."""
    what = posts.own(ctx, post)
    if not text:
        return Reply(ask=cards.ask_alt(ctx, what))
    waits = alt_texts.choose(ctx, what, text)
    return Reply(cards=(cards.alt_set(ctx, text, waits=waits),))


@command(button=buttons.unpublish, tool="confirm", menu="picture.unpublish")
def unpublish(
    ctx: Context,
    post: Own,
    sure: Annotated[bool, Param(says=L("no second question"))] = False,
) -> Reply:
    """Delete a post of yours; the picture stays in your library."""
    what = posts.own(ctx, post)
    if not sure:
        return Reply(cards=(cards.sure(ctx, what),), update=True)
    return _standing(ctx, posts.delete(ctx, what, but=_answered(ctx)), update=True)


@command(button=buttons.remixes, tool="confirm", menu=False)
def remixes(
    ctx: Context,
    post: Own,
    allowed: Annotated[bool, Param(says=L("whether others may remix it"))] = True,
) -> Reply:
    """Allow or forbid remixes of a post of yours."""
    what = post_edits.remixes(ctx, posts.own(ctx, post), allowed, but=_answered(ctx), edits=ctx.request.id)
    notice = L("Others may remix it.") if allowed else L("Nobody may remix it from now on. Remixes that exist stay.")
    card = post_menu.more(ctx, what, undo=posts.is_undoable(ctx, what))
    return Reply(cards=(card,), notice=ctx.s(notice), update=True)


@command(button=buttons.more, menu=False, reads=True)
def more(
    ctx: Context,
    post: Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.known)],
    back: bool = False,
) -> Reply:
    """Show what else can be done with a post; whether they moderate here is asked meanwhile where nobody knows."""
    what = posts.seen(ctx, post, ctx.space)
    if ctx.space is not None and ctx.keeps is None and what.author != ctx.actor.id:
        admin_checks.ask(ctx, quiet=True)
    return Reply(cards=(post_menu.more(ctx, what, undo=posts.is_undoable(ctx, what)),), update=back)


@command(button=buttons.channel_post, menu=False, tool="never")
def channel_post(ctx: Context, post: Own, place: Annotated[int, Param(ref=True, says=L("the place"))]) -> Reply:
    """Put a post of yours into a channel that you administer."""
    space = channels.send(ctx, posts.own(ctx, post), place)
    return Reply(notice=ctx.s(L("It is on its way to {place}."), place=space.title))


COMMANDS = (publish, undo, audience, caption, alt, unpublish, remixes, more, channel_post)
