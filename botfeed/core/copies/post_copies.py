"""Placements: every message that shows a post, and how it follows what becomes of the post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from botfeed.core.cards.posts import post as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Address, Delivery, Job, Placement, Post, PostCopy, PostState, Space, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.work import jobs, outbox

COUNTED = timedelta(hours=1)  # older cards keep their numbers: platforms limit edits of old messages
CHUNK = 500  # rows named in one statement
SLOT = timedelta(seconds=10)  # counters of one card move at most this often
STEP = 25  # messages that follow in one write


def show(uow: Unit, post: Post, address: Address, edits: str = "") -> None:
    """Put a post's card where all can see it, in place of the answer to the request `edits` if that is given."""
    outbox.post(uow, "card", {"post": post.id, "instead": bool(edits)}, address, f"card:{post.id}", edits=edits)


@outbox.message("card", sent=lambda _, uow, row, __: recheck(uow, row))
def card(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    post = ctx.uow.get(Post, int(args["post"]))
    if post is None:
        return None
    if visibility.may_see(ctx.uow, eyes(ctx.uow, None, ctx.address), post):
        return Reply(cards=(cards.post(ctx, post),), private=False)
    closed = Card(ctx.t(L("This picture is not shown here.")))
    return Reply(cards=(closed,), private=False) if args.get("instead") else None


def recheck(uow: Unit, row: Delivery) -> None:
    """Follow at once, where the post changed while its card was on its way."""
    post = uow.get(Post, int(row.args["post"]))
    if post and not visibility.may_see(uow, eyes(uow, None, row.address), post):
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
    args = {"post": post.id, "but": but, "space": there, "mark": mark, "after": 0}
    jobs.add(uow, "refresh", args, lane=following(post.author), priority=jobs.UNSEEN_FIRST)


def following(author: int) -> str:
    """The lane in which messages follow somebody's posts."""
    return f"refresh:{author}"


@jobs.job("refresh")
async def refresh_all(services: Services, job: Job) -> None:
    """Let some of the copies follow, and leave the next ones to a job of their own."""
    await services.store.run(lambda uow: _some(uow, job))


def _some(uow: Unit, job: Job) -> None:
    args, post = job.args, uow.get(Post, int(job.args["post"]))
    if post is None:
        return
    space = uow.get(Space, args["space"])
    some = uow.all(PostCopy, post=post.id, id__gt=int(args["after"]), limit=STEP)
    known = sorted(copy.placement for copy in some)
    for place in uow.all(Placement, id__in=known, gone=None) if known else ():
        if place.ref != args["but"] and (space is None or _stands_in(place, space)):
            follow(uow, place, post, str(args["mark"]), space)
    if len(some) == STEP:
        rest = {**args, "after": some[-1].id}
        jobs.add(uow, "refresh", rest, lane=following(post.author), priority=jobs.UNSEEN_FIRST)


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
        args = {"placement": place.id, "post": post.id}
        key = f"takedown:{place.id}:{post.id}:{mark}"
        jobs.add(uow, "takedown", args, lane=_lane(place), key=key, priority=jobs.UNSEEN_FIRST)


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
    args = {"placement": place.id}
    who = place.account
    return outbox.post(
        uow, "copy", args, place.address, key, account=who, placement=place.id, urgent=False, run_at=run_at
    )


def _lane(place: Placement) -> str:
    return f"chat:{place.platform}:{place.address.ref}"


def eyes(uow: Unit, account: int | None, address: Address) -> Viewer:
    """Eyes of whom a message is for."""
    return visibility.of_address(uow, uow.get(Account, account), address)


def _shown_again(uow: Unit, row: Delivery) -> None:
    uow.compare_and_set(Placement, {"id": row.placement}, covered=None)


@outbox.message("copy", sent=lambda _, uow, row, __: _shown_again(uow, row))
def copy(ctx: RenderContext, args: dict[str, Any]) -> Reply | None:
    """Build again what a message shows: by the builder it came from, else as its kind of view is built."""
    place = ctx.uow.get(Placement, int(args["placement"]))
    if place is None:
        return None
    came = ctx.uow.get(Delivery, place.delivery)
    if came and came.kind in outbox.MESSAGES and place.surface != cards.OPENED:
        built = outbox.MESSAGES[came.kind].build(ctx, came.args)
        if built or len(place.posts) < 2:
            return built
    if len(place.posts) > 1:
        return _page_again(ctx, place)
    post = ctx.uow.get(Post, place.posts[0]) if len(place.posts) == 1 else None
    if post is None or not visibility.may_see(ctx.uow, eyes(ctx.uow, place.account, place.address), post):
        return None
    shown = cards.again(ctx, post, place.surface)
    return Reply(cards=shown, private=place.account is not None) if shown else None


def _page_again(ctx: RenderContext, place: Placement) -> Reply | None:
    """Nobody builds this page of several pictures again: it stays while all of them may be seen, else it is covered."""
    known = ctx.uow.all(Post, id__in=sorted(place.posts))
    seen = visibility.seeable(ctx.uow, eyes(ctx.uow, place.account, place.address), known)
    if len(seen) == len(place.posts):
        return None
    said = ctx.t(L("What you asked for is not shown any more. Ask again to see what is there now."))
    return Reply(cards=(Card(said),), private=place.account is not None)
