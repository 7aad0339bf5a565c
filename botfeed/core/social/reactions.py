"""Likes: a wanted state, never a toggle. One row per person and post; counters move only when a row did."""

from __future__ import annotations

from botfeed.core.chat.context import RenderContext
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput
from botfeed.core.feed import events, heat
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Post, Reaction, Space
from botfeed.core.social import notices
from botfeed.core.spaces import showcase


def like(
    ctx: RenderContext,
    me: Account,
    post: Post,
    wanted: bool = True,
    *,
    surface: str = "",
    but: str = "",
    space: Space | None = None,
) -> Post:
    """Like a post, or take the like back. Returns the post with its new counters. `space`: where it is done.
    Raises BadInput for one's own post.
    """
    uow = ctx.uow
    if post.author == me.id:
        raise BadInput(L("That one is yours: likes come from others."))
    if wanted:
        changed = uow.insert(Reaction(uow.new_id(), me.id, post.id, uow.now, space=space.id if space else None))
    else:
        changed = uow.delete(Reaction, account=me.id, post=post.id, kind="like") > 0
    if not changed:
        return post
    step = 1 if wanted else -1
    uow.increment(Post, post.id, likes=step)
    heat.liked(uow, post.id, step)
    events.record(uow, me, post.id, "like" if wanted else "unlike", surface=surface)
    if wanted:
        notices.tell(uow, post.author, "like", actor=me.id, post=post.id)
        showcase.liked(uow, post, space)
    else:
        notices.take_back(uow, post.author, "like", actor=me.id, post=post.id)
    post_copies.recount(uow, post.id, but=but)
    return uow.get(Post, post.id) or post
