"""Where messages landed: edits, take-downs, reactions and replies find them by these rows."""

from __future__ import annotations

from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.model import Address, Answered, Copy, Placement
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
) -> None:
    """Remember where a message landed, or what it shows now."""
    surface = reply.cards[0].about.surface if reply.cards else ""
    posts = tuple(dict.fromkeys(p for c in reply.cards for p in (c.about.post, *c.about.posts) if p is not None))
    pictures = tuple(c.about.picture for c in reply.cards if c.about.picture is not None)
    known = uow.one(Placement, platform=address.platform, ref=receipt.ref)
    if known:
        if request and known.request not in (
            "",
            request,
        ):  # what it answered before was said, and is not known by it now
            uow.swap(Answered, {"request": known.request}, address=None)
        uow.swap(
            Placement,
            {"id": known.id},
            posts=posts,
            pictures=pictures,
            surface=surface,
            revision=revision,
            request=request or known.request,
            address=address,
            expires=receipt.expires or known.expires,
        )
        if posts != known.posts:
            uow.remove(Copy, placement=known.id)
            _copies(uow, known, posts)
        return
    row = Placement(
        id=uow.new_id(),
        platform=address.platform,
        ref=receipt.ref,
        address=address,
        created=uow.now,
        request=request,
        delivery=delivery,
        account=account,
        posts=posts,
        pictures=pictures,
        revision=revision,
        expires=receipt.expires,
        surface=surface,
        place=address.ref if account is None else "",
    )
    if uow.add(row):
        _copies(uow, row, posts)


def _copies(uow: Unit, place: Placement, posts: tuple[int, ...]) -> None:
    for post in dict.fromkeys(posts):
        uow.add(Copy(uow.new_id(), post, place.id, shared=place.account is None))
