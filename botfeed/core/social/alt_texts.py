"""Alt texts in the words of a picture's owner: reviewed like a caption before others read them."""

from __future__ import annotations

from datetime import datetime

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.policy import REVIEW_ENDS, REVIEW_LATEST
from botfeed.core.copies import post_copies
from botfeed.core.errors import ModelError
from botfeed.core.model import Picture, Post, PostState
from botfeed.core.ports import Unit, Verdict
from botfeed.core.ports.fields import PictureWhere
from botfeed.core.safety import review
from botfeed.core.social import notices, posts
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import Dead, When, job


def choose(ctx: RenderContext, post: Post, words: str) -> bool:
    """Set the alt text of the picture of an own post. Returns True if it waits for the review model first.
    Raises Refused by the word lists.
    """
    picture = posts.own_picture(ctx, post.picture)
    review.check_or_refuse(ctx, words)
    if ctx.services.reviewer is None:
        _set(ctx.uow, picture, words)
        return False
    ctx.uow.update(picture, proposed_alt=words)
    when = When(f"review:{post.author}", priority=jobs.PEOPLE_FIRST)
    review_alt.enqueue(ctx.uow, when, picture=picture.id, since=ctx.now)
    return True


def _set(uow: Unit, picture: Picture, words: str) -> None:
    uow.update(picture, alt=words, proposed_alt="")
    post = uow.get(Post, picture.post)
    if post is not None and post.state is PostState.PUBLIC:
        post_copies.refresh(uow, post)


@job(kind="review.alt", pool=pools.ORDINARY)
async def review_alt(services: Services, picture: int, since: datetime | None = None) -> None:
    """Review the words that wait `since` they were written; until the model judged them, the old ones stand."""
    row = await services.store.read(lambda uow: uow.get(Picture, picture))
    if row is None or not row.proposed_alt:
        return
    try:
        verdict = await review.judge(services, row.proposed_alt)
    except ModelError as error:
        raise review.again(services, since or row.created, error) from error
    await services.store.run(lambda uow: _judged(uow, row, verdict))


@review_alt.when_dead
def _given_up(dead: Dead, picture: int, since: datetime | None = None) -> None:
    """Try words that cannot be judged, whatever raised, again in an hour, for a week; then the old ones stay."""
    row = dead.uow.get(Picture, picture)
    if row is None or not row.proposed_alt:
        return
    begun = since or dead.row.created
    if dead.uow.now - begun < REVIEW_ENDS:
        when = When(dead.row.lane, run_at=dead.uow.now + REVIEW_LATEST)
        review_alt.enqueue(dead.uow, when, picture=picture, since=begun)
    else:
        dead.uow.update(row, proposed_alt="")


def _judged(uow: Unit, picture: Picture, verdict: Verdict) -> None:
    guard: PictureWhere = {"id": picture.id, "proposed_alt": picture.proposed_alt, "removed": None}
    if not uow.compare_and_set(Picture, guard, proposed_alt=""):
        return
    if not verdict.category:
        _set(uow, picture, picture.proposed_alt)
        return
    decision = review.refuse(uow, picture.account, verdict.category, post=picture.post)
    notices.tell(uow, picture.account, "decision", post=picture.post, subject=decision.id, push=False)
