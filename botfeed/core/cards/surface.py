"""Surfaces: kinds of view that are rebuilt in place after a press."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from botfeed.core.chat.context import Change, RenderContext, Surface
from botfeed.core.chat.message import Card
from botfeed.core.errors import StartError
from botfeed.core.model import Post

Build = Callable[[RenderContext, Post], tuple[Card, ...]]


def of_post(name: str, build: Build) -> Surface:
    """Return the surface of a view of one post, rebuilt when that post changed."""

    def again(ctx: RenderContext, change: Change) -> tuple[Card, ...]:
        post = change.post
        return build(ctx, post) if post is not None and change.place.posts == (post.id,) else ()

    return Surface(name, again)


def again(ctx: RenderContext, change: Change) -> tuple[Card, ...]:
    """Rebuild the cards of a message.
    Empty if no surface of that name is listed, and the message stays as it is.
    """
    surface = ctx.services.surfaces.get(change.place.surface)
    return surface.again(ctx, change) if surface else ()


def listed(surfaces: Iterable[Surface]) -> Mapping[str, Surface]:
    """Return surfaces by name. Raises StartError if two have the same name."""
    found: dict[str, Surface] = {}
    for each in surfaces:
        if each.name in found:
            raise StartError(f"Two kinds of view are listed as {each.name}.")
        found[each.name] = each
    return found
