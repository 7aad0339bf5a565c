"""Remix credit: the post that a remix came from, and the count and notice its author gets."""

from __future__ import annotations

from botfeed.core.chat.context import RenderContext
from botfeed.core.errors import BadInput
from botfeed.core.feed import events, heat
from botfeed.core.language.i18n import L
from botfeed.core.model import Painting, Picture, Post, PostState
from botfeed.core.ports import Unit
from botfeed.core.social import notices

GENERATIONS = 32  # how far up a picture's line we look for the post it came from


def parent(ctx: RenderContext, picture: Picture, painting: Painting | None) -> Post | None:
    """Return the post that a picture was made from, looking through unpublished steps up to 32 generations.
    Returns None if there is none. Raises BadInput if its author forbids remixes.
    """
    at = painting
    for _ in range(GENERATIONS):
        if at is None or at.parent is None:
            return None
        found = ctx.uow.all(Post, picture=at.parent, published__ne=None, newest=True, limit=1)
        if found and (found[0].author != picture.account or found[0].state is PostState.PUBLIC):
            return _allowing(ctx, found[0])
        before = ctx.uow.get(Picture, at.parent)
        at = ctx.uow.get(Painting, before.painting) if before else None
    return None


def _allowing(ctx: RenderContext, parent: Post) -> Post:
    if not parent.remixable and ctx.account and parent.author != ctx.account.id:
        raise BadInput(
            L("The picture this came from may not be remixed, its author decided. Yours stays in your library.")
        )
    return parent


def give(uow: Unit, post: Post) -> None:
    """Count a remix at its parent post and notify the parent's author once for each picture."""
    parent = uow.get(Post, post.parent)
    if parent is None:
        return
    uow.increment(Post, parent.id, remixes=1)
    heat.remixed(uow, post, 1)
    events.record(uow, post.author, parent.id, "remix")
    earlier = uow.count(Post, picture=post.picture, published__ne=None, id__lt=post.id)
    if not earlier:
        notices.tell(uow, parent.author, "remix", actor=post.author, post=parent.id, subject=post.id)


def take_back(uow: Unit, post: Post) -> None:
    """Subtract a remix that is not public any more from its parent post's counters."""
    if post.parent is not None:
        uow.increment(Post, post.parent, remixes=-1)
        heat.remixed(uow, post, -1)
