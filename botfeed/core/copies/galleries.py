"""Galleries: pictures of one painting that are published where they were asked for stand in one message."""

from __future__ import annotations

from botfeed.core.cards.posts import gallery as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.model import WAITING, Audience, Delivery, Painting, Picture, Post, PostState, SendState, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility


def of(uow: Unit, post: Post, request: str) -> Painting | None:
    """Return the painting that a request asked to be published at once, if it has several pictures."""
    picture = uow.get(Picture, post.picture)
    painting = uow.get(Painting, picture.painting) if picture else None
    if painting is None or not painting.here or not request or painting.request != request:
        return None
    return painting if uow.count(Picture, painting=painting.id, checking=False, removed=None) > 1 else None


def to_send(uow: Unit, painting: Painting, post: Post) -> str:
    """Return the key of the message that shows the gallery as it is now; empty where one that is queued will, or all
    of it waits for review.
    """
    posts = [each for _, each in _published(uow, painting)]
    if not any(each.state is PostState.PUBLIC for each in posts) and any(each.state in WAITING for each in posts):
        return ""
    first = f"gallery:{painting.id}"
    keys = (first, *(f"{first}:{each.id}" for each in posts))
    if uow.count(Delivery, key__in=keys, state=SendState.QUEUED):
        return ""
    return f"{first}:{post.id}" if uow.count(Delivery, key=first) else first


def card(ctx: RenderContext, painting: Painting, who: Viewer) -> Card | None:
    """Build the card of those pictures that the viewer may see; None if there is none."""
    made = _published(ctx.uow, painting)
    seen = {post.id for post in visibility.seeable(ctx.uow, who, [post for _, post in made])}
    shown = [(picture, post) for picture, post in made if post.id in seen]
    return cards.gallery(ctx, painting, shown, [post for _, post in made]) if shown else None


def again(ctx: RenderContext, posts: tuple[int, ...], who: Viewer) -> Card | None:
    """Build the card of a gallery that shows these posts."""
    post = ctx.uow.get(Post, posts[0])
    picture = ctx.uow.get(Picture, post.picture) if post else None
    painting = ctx.uow.get(Painting, picture.painting) if picture else None
    return card(ctx, painting, who) if painting else None


def _published(uow: Unit, painting: Painting) -> list[tuple[Picture, Post]]:
    """Return the pictures of a painting in their order with the posts by which they were published there."""
    pictures = {each.id: each for each in uow.all(Picture, painting=painting.id)}
    known = uow.all(Post, picture__in=sorted(pictures)) if pictures else []
    first = {post.picture: post for post in reversed(known) if post.audience is Audience.HERE}
    found = [(pictures[id], post) for id, post in first.items()]
    return sorted(found, key=lambda each: each[0].position)
