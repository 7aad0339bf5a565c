"""Placements of messages: edits, take-downs, reactions and replies find a message by its row."""

from __future__ import annotations

from typing import Any

from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.model import Address, HandledRequest, Placement, PostCopy
from botfeed.core.ports import Unit


def placed(
    uow: Unit,
    address: Address,
    reply: Reply,
    receipt: Receipt,
    *,
    account: int | None,
    request: str = "",
    delivery: int | None = None,
    revision: int = 0,
    origin: Address | None = None,
) -> int | None:
    """Record the placement of a message, or its present content. Return its id where it was new.
    `origin`: the shared place it was asked for in.
    """
    posts = tuple(dict.fromkeys(p for c in reply.cards for p in (c.about.post, *c.about.posts) if p is not None))
    shows: dict[str, Any] = {
        "posts": posts,
        "pictures": tuple(c.about.picture for c in reply.cards if c.about.picture is not None),
        "surface": reply.cards[0].about.surface if reply.cards else "",
        "revision": revision,
        "address": address,
    }
    if reply.ask is not None:  # a draft keeps the place where a question was begun
        shows["origin"] = None
    elif origin is not None and origin.space != address.space:
        shows["origin"] = origin
    known = uow.one(Placement, platform=address.platform, ref=receipt.ref)
    if known:
        _changed(uow, known, shows, receipt, request)
        return None
    row = Placement(
        id=uow.new_id(),
        platform=address.platform,
        ref=receipt.ref,
        created=uow.now,
        request=request,
        delivery=delivery,
        account=account,
        expires=receipt.expires,
        place=address.ref if account is None else "",
        **shows,
    )
    if not uow.insert(row):
        return None
    _copies(uow, row, posts)
    return row.id


def retire(uow: Unit, platform: str, ref: str) -> None:
    """Record that the bot sets about deleting a message, before it does: each process then knows who deleted it."""
    uow.compare_and_set(Placement, {"platform": platform, "ref": ref, "gone": None}, retired=uow.now)


def unretire(uow: Unit, platform: str, ref: str) -> None:
    """Record that the platform refused to delete a message: who deletes it from now on is somebody else."""
    uow.compare_and_set(Placement, {"platform": platform, "ref": ref}, retired=None)


def _changed(uow: Unit, known: Placement, shows: dict[str, Any], receipt: Receipt, request: str) -> None:
    """Record the present content of a known message, and that the request it answered before has its answer."""
    if request and known.request not in ("", request):
        uow.compare_and_set(HandledRequest, {"request": known.request}, address=None)
    expires = receipt.expires or known.expires
    uow.compare_and_set(Placement, {"id": known.id}, request=request or known.request, expires=expires, **shows)
    if shows["posts"] != known.posts:
        uow.delete(PostCopy, placement=known.id)
        _copies(uow, known, shows["posts"])


def _copies(uow: Unit, place: Placement, posts: tuple[int, ...]) -> None:
    for post in dict.fromkeys(posts):
        uow.insert(PostCopy(uow.new_id(), post, place.id, shared=place.account is None))
