"""Build the pictures beside the conversation, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botfeed.adapters.web import site
from botfeed.adapters.web.render import Pictures
from botfeed.core.cards import lines
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Painting, Picture, Post, PostState, Reaction
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PostWhere
from botfeed.core.safety import visibility

TILES = 60  # pictures a page: a few screens


def page(
    services: Services,
    uow: Unit,
    who: str,
    code: str,
    pictures: Pictures,
    *,
    before: int | None = None,
    of: int | None = None,
) -> dict[str, Any]:
    """Return the newest posts before a post that this person may see, and the reference to go on from, if any.
    Without those of muted people; `of`: a post, of whose author alone.
    """
    me = site.account(uow, who)
    viewer = visibility.viewer(uow, me)
    found = _newest(uow, before, of)
    posts = visibility.seeable(uow, viewer, found)
    if of is None:
        posts = [p for p in posts if p.author not in viewer.muted]
    on = services.sealer.ref(found[-1].id) if len(found) == TILES else ""
    return {"tiles": _tiles(site.ctx(services, uow, who, me, code), posts, pictures), "next": on}


def _newest(uow: Unit, before: int | None, of: int | None) -> list[Post]:
    """Return a page of public posts by key: everybody's, or those of a post's author. Index: post(author, id)."""
    if of is None:
        return uow.timelines.newest(TILES, before)
    post = uow.get(Post, of)
    if post is None:
        return []
    where: PostWhere = {"author": post.author, "state": PostState.PUBLIC}
    if before is not None:
        where["id__lt"] = before
    return uow.all(Post, **where, newest=True, limit=TILES)


def _tiles(ctx: RenderContext, posts: Sequence[Post], pictures: Pictures) -> list[dict[str, Any]]:
    """Return each post as a tile, with five queries for any number."""
    uow, me = ctx.uow, ctx.account
    made = {p.id: p for p in uow.all(Picture, id__in=[p.picture for p in posts])} if posts else {}
    orders = {p.id: p for p in uow.all(Painting, id__in=[p.painting for p in made.values()])} if made else {}
    people = {a.id: a for a in uow.all(Account, id__in=[p.author for p in posts])} if posts else {}
    liked = (
        {r.post for r in uow.all(Reaction, account=me.id, post__in=[p.id for p in posts])} if me and posts else set()
    )
    return [
        _tile(ctx, post, made[post.picture], orders, people, pictures, liked=post.id in liked)
        for post in posts
        if post.picture in made
    ]


def _tile(
    ctx: RenderContext,
    post: Post,
    picture: Picture,
    orders: dict[int, Painting],
    people: dict[int, Account],
    pictures: Pictures,
    *,
    liked: bool,
) -> dict[str, Any]:
    mine = ctx.account is not None and ctx.account.id == post.author
    veiled = post.sensitive and not mine
    by = lines.handle(ctx, people.get(post.author))
    painting = orders.get(picture.painting)
    title = lines.title(post.caption, painting)
    return {
        "post": ctx.ref(post.id),
        "src": pictures(picture.blob, "blurred" if veiled else "thumb"),
        "full": pictures(picture.blob, "blurred" if veiled else "display"),
        "width": picture.width,
        "height": picture.height,
        "blur": picture.blur,
        "alt": ctx.s(L("Sensitive picture")) if veiled else lines.alt(post, picture, painting) or title,
        "veiled": veiled,
        "title": title,
        "by": by,
        "likes": post.likes,
        "liked": liked,
        "remix": post.parent is not None,
    }
