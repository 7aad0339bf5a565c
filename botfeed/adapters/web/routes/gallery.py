"""Build the pictures beside the conversation, and the list of first steps that are done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botfeed.adapters.web import site
from botfeed.adapters.web.render import Pictures
from botfeed.core.cards import lines
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.language.i18n import L
from botfeed.core.model import (
    Account,
    Delivery,
    Identity,
    Painting,
    PaintState,
    Picture,
    Post,
    PostState,
    Reaction,
    SendState,
)
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility

TILES = 60  # pictures: a few screens


def tiles(services: Services, uow: Unit, who: str, code: str, pictures: Pictures) -> list[dict[str, Any]]:
    """Return the newest posts that this person may see, without those of muted people."""
    me = site.account(uow, who)
    viewer = visibility.viewer(uow, me)
    ctx = site.ctx(services, uow, who, me, code)
    posts = [p for p in visibility.seeable(uow, viewer, uow.timelines.newest(TILES)) if p.author not in viewer.muted]
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
        "src": pictures(picture.blob, "blurred" if veiled else "display"),
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


def steps(services: Services, uow: Unit, people: Sequence[str]) -> dict[str, Any]:
    """Return which of the five first steps the people of this browser have done, and the post that the next need."""
    known = uow.all(Identity, platform=site.PLATFORM, user__in=list(people))
    mine = {i.account: i.user for i in known}
    if not mine:
        return {"done": [], "post": "", "author": ""}
    ids = list(mine)
    posts = uow.all(Post, author__in=ids, state=PostState.PUBLIC, newest=True, limit=50)
    done = {
        "paint": uow.count(Picture, account__in=ids) > 0,
        "publish": bool(posts),
        "like": _liked(uow, ids, posts, alone=len(people) < 2),
        "remix": uow.count(Painting, account__in=ids, verb="remix", state__in=(PaintState.DELIVERING, PaintState.DONE))
        > 0,
        "digest": uow.count(Delivery, account__in=ids, kind="digest", state=SendState.SENT) > 0,
    }
    newest = posts[0] if posts else None
    return {
        "done": [name for name, is_done in done.items() if is_done],
        "post": services.sealer.ref(newest.id) if newest else "",
        "author": mine[newest.author] if newest else "",
    }


def _liked(uow: Unit, ids: list[int], posts: list[Post], *, alone: bool) -> bool:
    """Return True if one of two people liked the other's post; a single visitor may like anybody's."""
    if alone:
        return uow.count(Reaction, account__in=ids) > 0
    by = {p.id: p.author for p in posts}
    given = uow.all(Reaction, account__in=ids, post__in=list(by)) if by else []
    return any(r.account != by[r.post] for r in given)
