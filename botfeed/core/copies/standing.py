"""Updates of a person's post copies after suspension: taken down when it begins, shown again when it ends."""

from __future__ import annotations

from botfeed.core.chat.context import Services
from botfeed.core.copies import post_copies
from botfeed.core.model import Post, PostState
from botfeed.core.ports import Unit
from botfeed.core.work import batches, jobs, pools
from botfeed.core.work.jobs import When, job

POSTS_AT_ONCE = 50  # posts whose copies follow a suspension in one transaction


def follow(uow: Unit, author: int, after: int = 0) -> None:
    """Queue a job that refreshes the copies of a person's posts, beginning after the post `after`."""
    standing.enqueue(uow, When(lane(author)), account=author, after=after)


def lane(account: int) -> str:
    return f"standing:{account}"


@job(pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def standing(services: Services, account: int, after: int) -> None:
    """Refresh the copies of `POSTS_AT_ONCE` posts, and add a job for the next ones."""
    await services.store.run(lambda uow: _some(uow, account, after))


def _some(uow: Unit, author: int, after: int) -> None:
    some = uow.all(Post, author=author, state=PostState.PUBLIC, id__gt=after, limit=POSTS_AT_ONCE)
    batches.each(uow, "standing", some, _refresh, lambda *_: None)
    if some:
        follow(uow, author, some[-1].id)


def _refresh(uow: Unit, post: Post) -> None:
    post_copies.refresh(uow, uow.update(post, revision=post.revision + 1))
