"""Kinds of view: what a press changes is shown where it was pressed, by building the message again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from botfeed.core.chat.context import Change, RenderContext, Surface
from botfeed.core.chat.message import Card
from botfeed.core.errors import StartError
from botfeed.core.model import Post

Build = Callable[[RenderContext, Post], tuple[Card, ...]]


def of_post(name: str, build: Build) -> Surface:
    """Make the surface of a view that shows one post: it is built again when that post changed."""

    def again(ctx: RenderContext, change: Change) -> tuple[Card, ...]:
        post = change.post
        return build(ctx, post) if post is not None and change.place.posts == (post.id,) else ()

    return Surface(name, again)


def again(ctx: RenderContext, change: Change) -> tuple[Card, ...]:
    """Build anew what a message shows; empty where no surface of that name is listed: then it stays as it is."""
    surface = ctx.services.surfaces.get(change.place.surface)
    return surface.again(ctx, change) if surface else ()


def listed(surfaces: Iterable[Surface]) -> Mapping[str, Surface]:
    """Return surfaces by their names. Raises StartError where two bear one name."""
    found: dict[str, Surface] = {}
    for each in surfaces:
        if each.name in found:
            raise StartError(f"Two kinds of view are listed as {each.name}.")
        found[each.name] = each
    return found
