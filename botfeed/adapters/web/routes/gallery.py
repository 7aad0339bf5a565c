"""Build the pictures beside the conversation, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botfeed.adapters.web import site
from botfeed.adapters.web.render import Pictures
from botfeed.core.cards import lines
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.language.i18n import L
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Listing
from botfeed.core.model import Account, Painting, Picture, Post, PostState, Reaction, Viewer
from botfeed.core.ports import Unit
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
    posts, on = pages.after(_newest(uow, visibility.viewer(uow, me), of), before, TILES)
    tiles = _tiles(site.ctx(services, uow, who, me, code), posts, pictures)
    return {"tiles": tiles, "next": "" if on is None else services.sealer.ref(on)}


def _newest(uow: Unit, viewer: Viewer, of: int | None) -> Listing[Post, Post]:
    """List the public posts that a viewer sees, newest first: everybody's but those of muted people, or those of a
    post's author. Index: post(author, id).
    """
    post = uow.get(Post, of)

    def read(beyond: int | None, limit: int, back: bool) -> Sequence[Post]:
        del back  # this list goes on, never back
        return uow.timelines.newest(limit, beyond)

    def shown(rows: Sequence[Post]) -> list[tuple[Post, Post]]:
        seen = visibility.seeable(uow, viewer, rows)
        return [(one, one) for one in seen if of is not None or one.author not in viewer.muted]

    if of is not None:
        author = post.author if post else 0
        return Listing(pages.by_id(uow, Post, author=author, state=PostState.PUBLIC), shown)
    return Listing(read, shown)


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
