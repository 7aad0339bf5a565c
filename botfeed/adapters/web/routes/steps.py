"""Tell which of the five first steps are done, and what the next ones need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botfeed.adapters.web import site
from botfeed.core.chat.context import Services
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

SEEN = 50  # posts that are looked at for a step


def of(services: Services, uow: Unit, people: Sequence[str]) -> dict[str, Any]:
    """Return which of the five first steps the people of this browser have done, and the post that the next need."""
    known = uow.all(Identity, platform=site.PLATFORM, user__in=list(people))
    mine = {i.account: i.user for i in known}
    if not mine:
        return {"done": [], "post": "", "author": "", "like": _likeable(services, uow, people)}
    ids = list(mine)
    posts = uow.all(Post, author__in=ids, state=PostState.PUBLIC, newest=True, limit=SEEN)
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
        "like": _likeable(services, uow, people),
    }


def _likeable(services: Services, uow: Unit, people: Sequence[str]) -> dict[str, str] | None:
    """Return the newest post that one of these people can like, and who: another's, seen by them, not liked yet.
    Where two speak here, one of them likes the other's.
    """
    accounts = {who: site.account(uow, who) for who in people}
    ids = {a.id for a in accounts.values() if a}
    newest = uow.all(Post, author__in=sorted(ids), state=PostState.PUBLIC, newest=True, limit=SEEN) if ids else []
    for who, me in accounts.items():
        viewer = visibility.viewer(uow, me)
        theirs = newest if len(people) > 1 else uow.timelines.newest(SEEN)
        seen = [p for p in visibility.seeable(uow, viewer, theirs) if p.author not in {viewer.account, *viewer.muted}]
        liked = _liked_posts(uow, me, seen)
        if fresh := next((p for p in seen if p.id not in liked), None):
            return {"post": services.sealer.ref(fresh.id), "who": who}
    return None


def _liked_posts(uow: Unit, me: Account | None, posts: Sequence[Post]) -> set[int]:
    if me is None or not posts:
        return set()
    return {r.post for r in uow.all(Reaction, account=me.id, post__in=[p.id for p in posts])}


def _liked(uow: Unit, ids: list[int], posts: list[Post], *, alone: bool) -> bool:
    """Return True if one of two people liked the other's post; a single visitor may like anybody's."""
    if alone:
        return uow.count(Reaction, account__in=ids) > 0
    by = {p.id: p.author for p in posts}
    given = uow.all(Reaction, account__in=ids, post__in=list(by)) if by else []
    return any(r.account != by[r.post] for r in given)
