"""Comments: reviewed before others see them, deletable by their author, hideable by the post's author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from botfeed.core.cards import buttons
from botfeed.core.cards import surface as surface_cards
from botfeed.core.cards.posts import comments as cards
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.policy import REVIEW_ENDS, REVIEW_LATEST
from botfeed.core.copies import post_copies
from botfeed.core.errors import ModelError, NotFound, NotYours
from botfeed.core.feed import events, heat
from botfeed.core.language.i18n import L
from botfeed.core.listing import pages, threads
from botfeed.core.listing.pages import Page
from botfeed.core.listing.threads import Said
from botfeed.core.model import WAITING, Account, Comment, Post, PostState
from botfeed.core.ports import Unit, Verdict
from botfeed.core.ports.fields import CommentValues, CommentWhere
from botfeed.core.safety import review, visibility
from botfeed.core.social import comment_notices, notices
from botfeed.core.work import jobs, outbox, pools
from botfeed.core.work.jobs import Dead, When, job
from botfeed.core.work.messages import To, message

PAGE = 5


def say(
    ctx: RenderContext, me: Account, post: Post, text: str, *, surface: str = "", answers: Comment | None = None
) -> Comment:
    """Add a comment to a post; `answers`: the comment below it that it answers.
    Raises Refused by the word lists; with a review model it stays `checking` until judged.
    """
    review.check_or_refuse(ctx, text)
    row = Comment(
        ctx.uow.new_id(), post.id, me.id, text, ctx.now, PostState.CHECKING, answers=answers.id if answers else None
    )
    ctx.uow.insert(row)
    if ctx.services.reviewer is None:
        return _go_public(ctx.uow, row, surface)
    _ask_review(ctx.uow, row, surface)
    return row


def _ask_review(uow: Unit, comment: Comment, surface: str = "") -> None:
    when = When(f"review:{comment.author}", priority=jobs.PEOPLE_FIRST)
    review_comment.enqueue(uow, when, comment=comment.id, surface=surface, since=uow.now)


def _go_public(uow: Unit, comment: Comment, surface: str = "") -> Comment:
    if not uow.compare_and_set(Comment, {"id": comment.id, "state": comment.state}, state=PostState.PUBLIC):
        return comment
    post = uow.get(Post, comment.post)
    if post is not None:
        uow.increment(Post, post.id, comments=1)
        heat.commented(uow, comment, 1)
        events.record(uow, comment.author, post.id, "comment", surface=surface)
        comment_notices.tell(uow, post, comment)
        post_copies.recount(uow, post.id)
    return uow.get(Comment, comment.id) or comment


@job(kind="review.comment", pool=pools.ORDINARY)
async def review_comment(services: Services, comment: int, surface: str = "", since: datetime | None = None) -> None:
    """Review one comment with the model, or the new words of a public one, which wait `since` they were written.
    While the model fails, a comment is held and only its author sees it; new words wait, and the old ones stand.
    """
    row = await services.store.read(lambda uow: uow.get(Comment, comment))
    if row is None or (row.state not in WAITING and row.proposed is None):
        return
    try:
        verdict = await review.judge(services, row.text if row.proposed is None else row.proposed)
    except ModelError as error:
        if row.state in WAITING:
            await services.store.run(lambda uow: uow.compare_and_set(Comment, _guard(row), state=PostState.HELD))
        raise review.again(services, since or row.created, error) from error
    await services.store.run(lambda uow: _judged(uow, row, verdict, surface))


@review_comment.when_dead
def _given_up(dead: Dead, comment: int, surface: str = "", since: datetime | None = None) -> None:
    """Hold a comment that cannot be judged, whatever raised, and try again in an hour, for a week. New words of a
    public one wait as long, and then the old ones stay.
    """
    row = dead.uow.get(Comment, comment)
    if row is None or (row.state not in WAITING and row.proposed is None):
        return
    if row.state in WAITING:
        dead.uow.compare_and_set(Comment, _guard(row), state=PostState.HELD)
    begun = since or row.created
    if dead.uow.now - begun < REVIEW_ENDS:
        when = When(dead.row.lane, run_at=dead.uow.now + REVIEW_LATEST)
        review_comment.enqueue(dead.uow, when, comment=comment, surface=surface, since=begun)
    elif row.state not in WAITING:
        dead.uow.update(row, proposed=None)


def _guard(comment: Comment) -> CommentWhere:
    return {"id": comment.id, "state": comment.state}


def _judged(uow: Unit, comment: Comment, verdict: Verdict, surface: str) -> None:
    """Record what the model said of these words; of words changed since, another review decides."""
    now = uow.get(Comment, comment.id)
    if now is None or (now.text, now.proposed) != (comment.text, comment.proposed):
        return
    if comment.proposed is not None:
        _judged_edit(uow, comment, verdict)
    elif not verdict.category:
        _go_public(uow, comment, surface)
    elif uow.compare_and_set(Comment, _guard(comment), state=PostState.REFUSED):
        refused(uow, comment, verdict.category)


def _judged_edit(uow: Unit, comment: Comment, verdict: Verdict) -> None:
    if not verdict.category:
        _reword(uow, comment, comment.proposed or "")
    elif uow.compare_and_set(Comment, _guard(comment), proposed=None):
        refused(uow, comment, verdict.category)


def edit(ctx: RenderContext, me: Account, comment: Comment, text: str) -> Comment:
    """Change the words of the actor's own comment; with a review model the old ones stand until it judged.
    Raises NotYours, NotFound for one that is not there any more, and Refused by the word lists.
    """
    if comment.author != me.id:
        raise NotYours(L("That comment is not yours. Only who wrote it can change it."))
    review.check_or_refuse(ctx, text)
    if ctx.services.reviewer is None:
        return _reword(ctx.uow, comment, text)
    values: CommentValues = {"proposed": text} if comment.state is PostState.PUBLIC else {"text": text}
    changed = ctx.uow.update(comment, **values)
    _ask_review(ctx.uow, changed)
    return changed


def _reword(uow: Unit, comment: Comment, text: str) -> Comment:
    """Set new words, and tell who is named in them for the first time."""
    if not uow.compare_and_set(Comment, _guard(comment), text=text, edited=uow.now, proposed=None):
        return comment
    changed = uow.get(Comment, comment.id) or comment
    post = uow.get(Post, comment.post)
    if post is not None and changed.state is PostState.PUBLIC:
        comment_notices.named(uow, post, changed)
    return changed


def refused(uow: Unit, comment: Comment, category: str) -> None:
    """Record the refusal of a comment and send its author the reasons and the way to appeal."""
    decision = review.refuse(uow, comment.author, category, post=comment.post, comment=comment.id)
    author = comment.author
    notices.tell(uow, author, "decision", post=comment.post, subject=decision.id, push=False)
    if address := outbox.to(uow, author):
        to = To(address, key=f"decided:{decision.id}", account=author)
        decided.post(uow, to, decision=decision.id)


def restore(uow: Unit, comment: Comment) -> Comment:
    """Publish a refused or hidden comment again, after a decision."""
    return _go_public(uow, comment)


def hide(uow: Unit, comment: Comment, state: PostState = PostState.HIDDEN) -> bool:
    """Hide a comment; return False if its state changed meanwhile. Counters move only if it was public."""
    if not uow.compare_and_set(Comment, _guard(comment), state=state, proposed=None):
        return False
    if comment.state is PostState.PUBLIC:
        uow.increment(Post, comment.post, comments=-1)
        heat.commented(uow, comment, -1)
        post = uow.get(Post, comment.post)
        if post is not None:
            comment_notices.take_back(uow, post, comment)
            post_copies.recount(uow, post.id)
    return True


def delete(ctx: RenderContext, me: Account, comment: Comment) -> None:
    """Delete the actor's own comment. Raises NotYours."""
    if comment.author != me.id:
        raise NotYours(L("That comment is not yours. Only who wrote it can delete it."))
    hide(ctx.uow, comment, PostState.REMOVED)


def dismiss(ctx: RenderContext, me: Account, comment: Comment) -> None:
    """Hide a comment below the actor's own post. Raises NotYours."""
    post = ctx.uow.get(Post, comment.post)
    if post is None or post.author != me.id:
        raise NotYours(L("Only the author of the picture can hide comments below it."))
    hide(ctx.uow, comment)


def get(ctx: RenderContext, comment: int) -> Comment:
    """Return a comment that is not removed, hidden or refused. Raises NotFound."""
    row = ctx.uow.get(Comment, comment)
    if row is None or row.state in (PostState.REMOVED, PostState.HIDDEN, PostState.REFUSED):
        raise NotFound(L("That comment is not there any more."))
    return row


def thread(ctx: RenderContext, post: Post, page: str) -> Page[Said]:
    """Return one page of a post's comments, newest first, as the viewer sees them: as many as fit into a message."""
    return pages.turn(ctx, threads.below(ctx, post.id), page, PAGE, lambda said: _fitting(ctx, said))


def thread_of(ctx: RenderContext, post: Post, most: int) -> list[Comment]:
    """Return the newest public comments of a post that the viewer may read."""
    return [said.comment for said in pages.after(threads.below(ctx, post.id, waiting=False), None, most)[0]]


def answerable(ctx: RenderContext, comment: Comment, post: Post | None) -> Post:
    """Return the post below which a comment stands that the viewer may read and answer. Raises NotFound."""
    viewer = visibility.viewer(ctx.uow, ctx.account)
    here = visibility.is_here(ctx.uow.get(Account, comment.author))
    if post is None or comment.state is not PostState.PUBLIC or comment.author in viewer.blocked or not here:
        raise NotFound(L("That comment is not there any more."))
    return post


def _fitting(ctx: RenderContext, said: Sequence[Said]) -> int:
    """Return how many of some comments fit into a message whole; the first one stands in any case."""
    measure = ctx.room
    if measure is None:
        return len(said)
    left = measure.room
    for n, one in enumerate(said):
        left -= measure.takes(one.comment.text) + cards.BESIDE
        if left < 0:
            return max(1, n)
    return len(said)


def view(ctx: RenderContext, post: Post, page: str = "") -> tuple[Card, ...]:
    """Return the cards of a post and of one page of its comments."""
    return (post_cards.post(ctx, post, surface=post_cards.OPEN), cards.thread(ctx, post, thread(ctx, post, page)))


def opened(ctx: RenderContext, post: Post, page: str = "") -> tuple[Card, ...]:
    """Return the cards of a post opened in place of a digest, with a button that leads back to the digest."""
    below = cards.thread(ctx, post, thread(ctx, post, page))
    back = buttons.digest_back(ctx, L("Back to the digest"))
    shown = post_cards.post(ctx, post, surface=post_cards.OPENED)
    return (shown, replace(below, actions=(*below.actions, back)))


SURFACES = (surface_cards.of_post(post_cards.OPEN, view), surface_cards.of_post(post_cards.OPENED, opened))


@message()
def decided(ctx: RenderContext, decision: int) -> Reply | None:
    """Render a decision's statement of reasons for the person it concerns; None if it is gone."""
    card = cards.decided(ctx, decision)
    return Reply(cards=(card,)) if card else None
