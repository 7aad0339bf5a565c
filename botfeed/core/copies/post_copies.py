"""Post copies: every message that shows a post, kept up to date with the post's state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Unpack

from botfeed.core.cards.posts import copies as copy_cards
from botfeed.core.cards.posts import post as cards
from botfeed.core.cards.posts.gallery import TOGETHER
from botfeed.core.chat.context import Change, RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.copies import galleries
from botfeed.core.model import Account, Address, Delivery, Painting, Placement, Post, PostCopy, PostState, Space, Viewer
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PlacementWhere
from botfeed.core.safety import rebuild, visibility
from botfeed.core.work import batches, jobs, messages, pools
from botfeed.core.work.jobs import When, forward_job, job
from botfeed.core.work.messages import Sent, To, message

YOUNG = timedelta(hours=1)  # of a message: platforms limit edits of older ones
OLD = timedelta(days=30)  # messages older than that keep their numbers
OLD_SLOT = timedelta(hours=1)  # counters of an old message move at most this often
OLD_MOST = 25  # old messages of a post whose counters follow one change: its newest
CHUNK = 500  # rows named in one statement
SLOT = timedelta(seconds=10)  # counters of one card move at most this often
STEP = 25  # messages that follow in one write


def show(uow: Unit, post: Post, address: Address, edits: str = "") -> None:
    """Queue a post's card for everybody in a chat, in place of the answer to the request `edits` if given.
    Several pictures that one request asked for are one message.
    """
    painting = galleries.of(uow, post, edits)
    if painting is None:
        card.post(uow, To(address, key=f"card:{post.id}", edits=edits), post=post.id, instead=bool(edits))
    elif key := galleries.to_send(uow, painting, post):
        gallery.post(uow, To(address, key=key, edits=edits), painting=painting.id)


@message()
def card(ctx: RenderContext, post: int, instead: bool = False) -> Reply | None:
    """Render a post's card for everybody in a chat.
    A placeholder for `instead` if it may not be shown there, else None.
    """
    row = ctx.uow.get(Post, post)
    if row is None:
        return None
    asker = row.author if instead and ctx.address.private else None  # moved aside: only who asked reads it
    if visibility.may_see(ctx.uow, viewer(ctx.uow, asker, ctx.address), row):
        return Reply(cards=(cards.post(ctx, row),), private=asker is not None)
    return Reply(cards=(copy_cards.closed(ctx),), private=False) if instead else None


@card.when_sent
def _card_sent(sent: Sent, post: int, *_: object, **__: object) -> None:
    recheck(sent.uow, post, sent.row.address)


@message()
def gallery(ctx: RenderContext, painting: int) -> Reply | None:
    """Render the pictures of a painting that are published in a chat, or a placeholder if none may be shown there."""
    row = ctx.uow.get(Painting, painting)
    if row is None:
        return None
    asker = row.account if ctx.address.private else None  # moved aside: only who asked reads it
    shown = galleries.card(ctx, row, viewer(ctx.uow, asker, ctx.address))
    return Reply(cards=(shown or copy_cards.closed(ctx),), private=asker is not None)


@gallery.when_sent
def _gallery_sent(sent: Sent, painting: int) -> None:
    del painting
    for id in (post for each in sent.reply.cards for post in each.about.posts):
        recheck(sent.uow, id, sent.row.address)


@gallery.words
def _gallery_in_words(ctx: RenderContext, _why: str, painting: int) -> Reply | None:
    """Say where the pictures are that the platform does not take."""
    del painting
    return Reply(cards=(copy_cards.not_taken(ctx),), private=False)


def recheck(uow: Unit, id: int, address: Address) -> None:
    """Refresh the copies if the post changed while its card was being sent."""
    post = uow.get(Post, id)
    if post and not visibility.may_see(uow, viewer(uow, None, address), post):
        refresh(uow, post)


def of(uow: Unit, post: int, *, shared: bool = False, **where: Unpack[PlacementWhere]) -> Iterator[Placement]:
    """Return the placements that show a post now, filtered by `where`. `shared`: only where others read, too.
    Index: copy(post, shared).
    """
    copies = uow.all(PostCopy, post=post, shared=True) if shared else uow.all(PostCopy, post=post)
    known = [copy.placement for copy in copies]
    for n in range(0, len(known), CHUNK):
        chunk: PlacementWhere = {**where, "id__in": known[n : n + CHUNK], "gone": None}
        yield from uow.all(Placement, **chunk)


def refresh(uow: Unit, post: Post, *, but: str = "", space: Space | None = None, mark: str = "") -> None:
    """Queue a job that updates every copy: edited where the post may still be seen, taken down elsewhere.
    `but` is the ref of a message being answered, which shows the outcome itself. The author's own private
    copies are left alone. `space`: only copies there; `mark` names the change if the post itself did not
    change.
    """
    mark, there = mark or str(post.revision), space.id if space else None
    _go_on(uow, post, but=but, space=there, mark=mark, after=0)


def _go_on(uow: Unit, post: Post, *, but: str, space: int | None, mark: str, after: int) -> None:
    when = When(following(post.author), priority=jobs.UNSEEN_FIRST)
    refresh_all.enqueue(uow, when, post=post.id, but=but, space=space, mark=mark, after=after)


def following(author: int) -> str:
    """Return the lane of jobs that update copies of an author's posts."""
    return f"refresh:{author}"


@job(kind="refresh", pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def refresh_all(services: Services, post: int, but: str, space: int | None, mark: str, after: int) -> None:
    """Update `STEP` copies of a post, and add a job for the next ones."""

    def some(uow: Unit) -> None:
        if row := uow.get(Post, post):
            last = _some(uow, row, but, uow.get(Space, space), mark, after)
            if last is not None:
                _go_on(uow, row, but=but, space=space, mark=mark, after=last)

    await services.store.run(some)


def _some(uow: Unit, post: Post, but: str, space: Space | None, mark: str, after: int) -> int | None:
    """Update the next copies. Returns the id of the last one, or None if no copies are left."""
    some = uow.all(PostCopy, post=post.id, id__gt=after, limit=STEP)
    known = sorted(copy.placement for copy in some)
    there = uow.all(Placement, id__in=known, gone=None) if known else ()
    mine = [place for place in there if place.ref != but and (space is None or _stands_in(place, space))]
    batches.each(uow, "refresh", mine, lambda uow, place: follow(uow, place, post, mark, space), lambda *_: None)
    return some[-1].id if len(some) == STEP else None


@forward_job()
def takedown(placement: int, post: int) -> None:
    """Take down a message that shows a post its readers may not see; implemented by `takedowns`."""


def _stands_in(place: Placement, space: Space) -> bool:
    return (place.platform, place.address.space) == (space.platform, space.ref)


def follow(uow: Unit, place: Placement, post: Post, mark: str, space: Space | None = None) -> None:
    """Update one message after its post changed: edit it, or take it down.
    `space`: the policy of that space changed, not the post, so a card that shows the post already is left
    alone.
    """
    if place.account == post.author and post.state is not PostState.PUBLIC:
        return
    if (len(place.posts) > 1 and place.surface != TOGETHER) or may_stand(uow, place, post):
        if space is None or len(place.posts) > 1 or place.covered:
            _edit(uow, place, f"copy:{place.id}:{post.id}:{mark}")
    else:
        when = When(_lane(place), key=f"takedown:{place.id}:{post.id}:{mark}", priority=jobs.UNSEEN_FIRST)
        takedown.enqueue(uow, when, placement=place.id, post=post.id)


def recount(uow: Unit, *posts: int, but: str = "") -> None:
    """Refresh counters on shared cards: on young ones the first change at once, later ones together after `SLOT`; on
    old ones in slow steps.
    Index: copy(post, shared). Most copies of a liked post are private feed pages, which are left out.
    """
    most = CHUNK * max(1, len(posts))
    shown = [copy.placement for copy in uow.all(PostCopy, post__in=posts, shared=True, newest=True, limit=most)]
    slot = int(uow.now.timestamp() // SLOT.total_seconds())
    old: list[Placement] = []
    for n in range(0, len(shown), CHUNK):
        recent = uow.all(Placement, id__in=shown[n : n + CHUNK], gone=None, created__gt=uow.now - OLD)
        single = [each for each in recent if each.ref != but and len(each.posts) == 1]
        for place in (each for each in single if each.created > uow.now - YOUNG):
            key = f"counts:{place.id}:{slot}"
            if not _edit(uow, place, key):
                _edit(uow, place, f"{key}:last", uow.now + SLOT)
        old += [each for each in single if each.created <= uow.now - YOUNG]
    for place in sorted(old, key=lambda each: -each.id)[:OLD_MOST]:
        _edit_slowly(uow, place)


def _edit_slowly(uow: Unit, place: Placement) -> None:
    """Queue one edit of an old message for the end of this hour, whatever changes until then."""
    step = OLD_SLOT.total_seconds()
    slot = int(uow.now.timestamp() // step)
    _edit(uow, place, f"counts:{place.id}:hour:{slot}", datetime.fromtimestamp((slot + 1) * step, UTC))


def _edit(uow: Unit, place: Placement, key: str, run_at: datetime | None = None) -> bool:
    to = To(place.address, key=key, account=place.account, placement=place.id, urgent=False, run_at=run_at)
    return copy.post(uow, to, placement=place.id)


def may_stand(uow: Unit, place: Placement, post: Post) -> bool:
    """Return True if a message may go on showing a post: its readers may see it, and its author keeps it there."""
    author = uow.get(Account, post.author) if place.surface == cards.GATHERED else None
    if author is not None and not author.showcased:
        return False
    shown = uow.all(Post, id__in=sorted(place.posts)) if place.surface == TOGETHER else [post]
    return bool(visibility.seeable(uow, viewer_of(uow, place), shown))


def _lane(place: Placement) -> str:
    return f"chat:{place.platform}:{place.address.ref}"


def viewer(uow: Unit, account: int | None, address: Address) -> Viewer:
    """Return the viewer that a message is for."""
    return visibility.of_address(uow, uow.get(Account, account), address)


def viewer_of(uow: Unit, place: Placement) -> Viewer:
    """Return the viewer of a message that stands: one that was moved aside shows what its origin shows."""
    space = visibility.space_of(uow, place.origin or place.address)
    return visibility.viewer(uow, uow.get(Account, place.account), space, place.address)


@message()
def copy(ctx: RenderContext, placement: int) -> Reply | None:
    """Render a message again: by the builder of its delivery, or else by its surface; None if neither can."""
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
    if post is None or not visibility.may_see(ctx.uow, viewer_of(ctx.uow, place), post):
        return None
    shown = rebuild.again(ctx, Change(place, post), viewer_of(ctx.uow, place))
    return Reply(cards=shown, private=place.account is not None) if shown else None


@copy.when_sent
def _shown_again(sent: Sent, placement: int) -> None:
    sent.uow.compare_and_set(Placement, {"id": placement}, covered=None)


def _page_again(ctx: RenderContext, place: Placement) -> Reply | None:
    """Return a placeholder for a page of several posts without a builder, once one of them is not visible.
    None leaves the page.
    """
    if place.surface == TOGETHER:
        shown = galleries.again(ctx, place.posts, viewer_of(ctx.uow, place))
        return Reply(cards=(shown,), private=place.account is not None) if shown else None
    known = ctx.uow.all(Post, id__in=sorted(place.posts))
    seen = visibility.seeable(ctx.uow, viewer_of(ctx.uow, place), known)
    if len(seen) == len(place.posts):
        return None
    return Reply(cards=(copy_cards.outdated(ctx),), private=place.account is not None)
