"""Re-checks of sensitive copies after a space's age rating or policy changed, in batches."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.chat.context import Services
from botfeed.core.copies import post_copies
from botfeed.core.model import Placement, Post, Space
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PlacementWhere
from botfeed.core.work import batches, jobs, pools
from botfeed.core.work.jobs import When, job

CHUNK = 500  # messages looked at in one go


def follow(uow: Unit, space: Space, channel: str = "") -> None:
    """Queue a job that re-checks the sensitive copies in a space, or in one channel of it."""
    _go_on(uow, space, channel, 0, f"bears:{uow.new_id()}")


def _go_on(uow: Unit, space: Space, channel: str, after: int, mark: str) -> None:
    when = When(f"space:{space.id}", priority=jobs.UNSEEN_FIRST)
    some_follow.enqueue(uow, when, space=space.id, channel=channel, after=after, mark=mark)


@job(kind="bears", pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def some_follow(services: Services, space: int, channel: str, after: int, mark: str) -> None:
    """Re-check one batch of messages, and add a job for the next.
    Index: placement(place, id) for a channel, placement(account, id) for a space.
    """

    def some(uow: Unit) -> None:
        if row := uow.get(Space, space):
            _some(uow, row, channel, after, mark)

    await services.store.run(some)


def _some(uow: Unit, space: Space, channel: str, after: int, mark: str) -> None:
    where: PlacementWhere = {"platform": space.platform, "account": None, "gone": None, "id__gt": after}
    if channel:
        where["place"] = channel
    page = uow.all(Placement, limit=CHUNK, **where)
    there = [place for place in page if place.posts and place.address.space == space.ref][: post_copies.STEP]
    sensitive = _sensitive(uow, there)
    shown = [(place, sensitive[id]) for place in there for id in place.posts if id in sensitive]
    batches.each(uow, "bears", shown, lambda uow, each: post_copies.follow(uow, *each, mark, space), lambda *_: None)
    last = there[-1] if len(there) == post_copies.STEP else page[-1] if page else None
    if last is not None:
        _go_on(uow, space, channel, last.id, mark)


def aged(uow: Unit, platform: str, channels: Sequence[str]) -> set[str]:
    """Return the refs of the channels with a sensitive copy posted while the channel was age-restricted."""
    found: set[str] = set()
    page = uow.queries.age_restricted(channels, 0, CHUNK)
    while page:
        there = [place for place in page if place.platform == platform]
        sensitive = _sensitive(uow, there)
        found |= {place.place for place in there if not sensitive.keys().isdisjoint(place.posts)}
        left = [ref for ref in channels if ref not in found]
        page = uow.queries.age_restricted(left, page[-1].id, CHUNK) if left else []
    return found


def _sensitive(uow: Unit, shown: Sequence[Placement]) -> dict[int, Post]:
    """Return the sensitive posts that these messages show, by id."""
    posts = sorted({post for place in shown for post in place.posts})
    parts = (posts[n : n + CHUNK] for n in range(0, len(posts), CHUNK))
    return {post.id: post for part in parts for post in uow.all(Post, id__in=part, sensitive=True)}
