"""Take-downs after a block: what stands of each person in the other's private chat follows at once, in batches."""

from __future__ import annotations

from botfeed.core.chat.context import Services
from botfeed.core.copies import post_copies
from botfeed.core.model import Placement, Post
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PlacementWhere
from botfeed.core.work import batches, jobs, pools
from botfeed.core.work.jobs import When, job

CHUNK = 500  # messages looked at in one go


def follow(uow: Unit, one: int, other: int) -> None:
    """Queue the jobs that re-check what stands of each of two people in the other's private chats."""
    mark = f"apart:{uow.new_id()}"
    for reader, author in ((one, other), (other, one)):
        _go_on(uow, reader, author, None, mark)


def _go_on(uow: Unit, reader: int, author: int, before: int | None, mark: str) -> None:
    when = When(f"apart:{reader}", priority=jobs.UNSEEN_FIRST)
    part.enqueue(uow, when, reader=reader, author=author, before=before, mark=mark)


@job(kind="apart", pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def part(services: Services, reader: int, author: int, before: int | None, mark: str) -> None:
    """Re-check the next messages to a reader, newest first, and add a job for those before them.
    Index: placement(account, id).
    """
    await services.store.run(lambda uow: _some(uow, reader, author, before, mark))


def _some(uow: Unit, reader: int, author: int, before: int | None, mark: str) -> None:
    where: PlacementWhere = {"account": reader, "gone": None}
    if before is not None:
        where["id__lt"] = before
    page = uow.all(Placement, newest=True, limit=CHUNK, **where)
    theirs = _by(uow, author, sorted({post for place in page for post in place.posts}))
    shown: list[tuple[Placement, Post]] = []
    last = None
    for place in page:
        last = place.id
        shown += [(place, theirs[id]) for id in place.posts if id in theirs]
        if len(shown) >= post_copies.STEP:
            break
    batches.each(uow, "apart", shown, lambda uow, each: post_copies.follow(uow, *each, mark), lambda *_: None)
    if last is not None:  # a page may be short because a row of it cannot be read
        _go_on(uow, reader, author, last, mark)


def _by(uow: Unit, author: int, posts: list[int]) -> dict[int, Post]:
    """Return those of some posts that are by one author, by id."""
    parts = (posts[n : n + CHUNK] for n in range(0, len(posts), CHUNK))
    return {post.id: post for part in parts for post in uow.all(Post, id__in=part, author=author)}
