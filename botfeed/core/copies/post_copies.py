"""Placements: every message that shows a post, and how it follows what becomes of the post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from botfeed.core.cards import surface
from botfeed.core.cards.posts import copies as copy_cards
from botfeed.core.cards.posts import post as cards
from botfeed.core.chat.context import Change, RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.model import Account, Address, Delivery, Placement, Post, PostCopy, PostState, Space, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.work import jobs, messages, pools
from botfeed.core.work.jobs import When, forward_job, job
from botfeed.core.work.messages import Sent, To, message

COUNTED = timedelta(hours=1)  # older cards keep their numbers: platforms limit edits of old messages
CHUNK = 500  # rows named in one statement
SLOT = timedelta(seconds=10)  # counters of one card move at most this often
STEP = 25  # messages that follow in one write


def show(uow: Unit, post: Post, address: Address, edits: str = "") -> None:
    """Put a post's card where all can see it, in place of the answer to the request `edits` if that is given."""
    card.post(uow, To(address, key=f"card:{post.id}", edits=edits), post=post.id, instead=bool(edits))


@message()
def card(ctx: RenderContext, post: int, instead: bool = False) -> Reply | None:
    """Show a post to everybody; `instead` of an answer, say so where it may not be shown."""
    row = ctx.uow.get(Post, post)
    if row is None:
        return None
    if visibility.may_see(ctx.uow, eyes(ctx.uow, None, ctx.address), row):
        return Reply(cards=(cards.post(ctx, row),), private=False)
    return Reply(cards=(copy_cards.closed(ctx),), private=False) if instead else None


@card.when_sent
def _card_sent(sent: Sent, post: int, *_: object, **__: object) -> None:
    recheck(sent.uow, post, sent.row.address)


def recheck(uow: Unit, id: int, address: Address) -> None:
    """Follow at once, where the post changed while its card was on its way."""
    post = uow.get(Post, id)
    if post and not visibility.may_see(uow, eyes(uow, None, address), post):
        refresh(uow, post)


def of(uow: Unit, post: int, **where: Any) -> Iterator[Placement]:
    """Give the messages that show a post now, those that meet `where`. Index: copy(post, shared)."""
    known = [copy.placement for copy in uow.all(PostCopy, post=post)]
    for n in range(0, len(known), CHUNK):
        yield from uow.all(Placement, id__in=known[n : n + CHUNK], gone=None, **where)


def refresh(uow: Unit, post: Post, *, but: str = "", space: Space | None = None, mark: str = "") -> None:
    """Let every copy follow: edited where the post may still be seen there, taken down where not. By a job, since a
    post may stand on thousands of messages.

    `but` is the ref of the message that is being answered and shows the outcome by itself. The author's own private
    copies are left: they show the author's own thing. `space`: only the copies there; `mark` names what changed, where
    that was not the post itself.
    """
    mark, there = mark or str(post.revision), space.id if space else None
    _go_on(uow, post, but=but, space=there, mark=mark, after=0)


def _go_on(uow: Unit, post: Post, *, but: str, space: int | None, mark: str, after: int) -> None:
    when = When(following(post.author), priority=jobs.UNSEEN_FIRST)
    refresh_all.enqueue(uow, when, post=post.id, but=but, space=space, mark=mark, after=after)


def following(author: int) -> str:
    """The lane in which messages follow somebody's posts."""
    return f"refresh:{author}"


@job(kind="refresh", pool=pools.ORDINARY)
async def refresh_all(services: Services, post: int, but: str, space: int | None, mark: str, after: int) -> None:
    """Let some of the copies follow, and leave the next ones to a job of their own."""

    def some(uow: Unit) -> None:
        if row := uow.get(Post, post):
            last = _some(uow, row, but, uow.get(Space, space), mark, after)
            if last is not None:
                _go_on(uow, row, but=but, space=space, mark=mark, after=last)

    await services.store.run(some)


def _some(uow: Unit, post: Post, but: str, space: Space | None, mark: str, after: int) -> int | None:
    """Let the next copies follow. Return the id of the last one, None where none are left."""
    some = uow.all(PostCopy, post=post.id, id__gt=after, limit=STEP)
    known = sorted(copy.placement for copy in some)
    for place in uow.all(Placement, id__in=known, gone=None) if known else ():
        if place.ref != but and (space is None or _stands_in(place, space)):
            follow(uow, place, post, mark, space)
    return some[-1].id if len(some) == STEP else None


@forward_job()
def takedown(placement: int, post: int) -> None:
    """Take a message down that shows what may not be seen there; `takedowns` implements it."""


def _stands_in(place: Placement, space: Space) -> bool:
    return (place.platform, place.address.space) == (space.platform, space.ref)


def follow(uow: Unit, place: Placement, post: Post, mark: str, space: Space | None = None) -> None:
    """Let one message follow a post: edited, or taken down. `space`: what changed is what may stand there; a card that
    shows it already stays as it is.
    """
    if place.account == post.author and post.state is not PostState.PUBLIC:
        return
    if len(place.posts) > 1 or visibility.may_see(uow, eyes(uow, place.account, place.address), post):
        if space is None or len(place.posts) > 1 or place.covered:
            _edit(uow, place, f"copy:{place.id}:{post.id}:{mark}")
    else:
        when = When(_lane(place), key=f"takedown:{place.id}:{post.id}:{mark}", priority=jobs.UNSEEN_FIRST)
        takedown.enqueue(uow, when, placement=place.id, post=post.id)


def recount(uow: Unit, *posts: int, but: str = "") -> None:
    """Let the counters of the newest shared cards follow, the first at once, others together some seconds later.

    Index: copy(post, shared). Most copies of a liked post are pages of somebody's own feed.
    """
    most = CHUNK * max(1, len(posts))
    shown = [copy.placement for copy in uow.all(PostCopy, post__in=posts, shared=True, newest=True, limit=most)]
    slot = int(uow.now.timestamp() // SLOT.total_seconds())
    for n in range(0, len(shown), CHUNK):
        fresh = uow.all(Placement, id__in=shown[n : n + CHUNK], gone=None, created__gt=uow.now - COUNTED)
        for place in (each for each in fresh if each.ref != but and len(each.posts) == 1):
            key = f"counts:{place.id}:{slot}"
            if not _edit(uow, place, key):
                _edit(uow, place, f"{key}:last", uow.now + SLOT)


def _edit(uow: Unit, place: Placement, key: str, run_at: datetime | None = None) -> bool:
    to = To(place.address, key=key, account=place.account, placement=place.id, urgent=False, run_at=run_at)
    return copy.post(uow, to, placement=place.id)


def _lane(place: Placement) -> str:
    return f"chat:{place.platform}:{place.address.ref}"


def eyes(uow: Unit, account: int | None, address: Address) -> Viewer:
    """Eyes of whom a message is for."""
    return visibility.of_address(uow, uow.get(Account, account), address)


@message()
def copy(ctx: RenderContext, placement: int) -> Reply | None:
    """Build again what a message shows: by the builder it came from, else as its kind of view is built."""
    place = ctx.uow.get(Placement, placement)
    if place is None:
        return None
    came = ctx.uow.get(Delivery, place.delivery)
    if came and came.kind in ctx.services.messages and place.surface != cards.OPENED:
        built = messages.rebuild(ctx, came)
        if built or len(place.posts) < 2:
            return built
    if len(place.posts) > 1:
        return _page_again(ctx, place)
    post = ctx.uow.get(Post, place.posts[0]) if len(place.posts) == 1 else None
    if post is None or not visibility.may_see(ctx.uow, eyes(ctx.uow, place.account, place.address), post):
        return None
    shown = surface.again(ctx, Change(place, post))
    return Reply(cards=shown, private=place.account is not None) if shown else None


@copy.when_sent
def _shown_again(sent: Sent, placement: int) -> None:
    sent.uow.compare_and_set(Placement, {"id": placement}, covered=None)


def _page_again(ctx: RenderContext, place: Placement) -> Reply | None:
    """Nobody builds this page of several pictures again: it stays while all of them may be seen, else it is covered."""
    known = ctx.uow.all(Post, id__in=sorted(place.posts))
    seen = visibility.seeable(ctx.uow, eyes(ctx.uow, place.account, place.address), known)
    if len(seen) == len(place.posts):
        return None
    return Reply(cards=(copy_cards.outdated(ctx),), private=place.account is not None)
