"""The comments below a post, as a viewer sees them: for the list and for the number on its button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.chat.context import RenderContext
from botfeed.core.listing import muted_words, pages
from botfeed.core.listing.pages import Count, Listing
from botfeed.core.model import WAITING, Account, AccountState, Comment, Post, PostState


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, who wrote it, and whom it answers if the viewer sees them."""

    comment: Comment
    author: Account
    to: Account | None = None


def below(ctx: RenderContext, post: int, *, waiting: bool = True) -> Listing[Comment, Said]:
    """List the comments of a post, newest first, without people whom the viewer blocked or muted, who are not active,
    and without words that they muted. `waiting`: with the viewer's own that wait for review.
    """
    return Listing(pages.by_id(ctx.uow, Comment, post=post), lambda rows: _shown(ctx, rows, waiting=waiting))


def count(ctx: RenderContext, post: Post) -> Count:
    """Count the comments of a post that everybody who sees them may read, as this viewer sees them."""
    return pages.count(below(ctx, post.id, waiting=False)) if post.comments else Count(0)


def _shown(ctx: RenderContext, rows: Sequence[Comment], *, waiting: bool) -> list[tuple[Comment, Said]]:
    me = ctx.account.id if ctx.account else None
    standing = [row for row in rows if _stands(row, me, waiting=waiting)]
    if not standing:
        return []
    hidden = _hidden(ctx, me)
    people, answered = _people(ctx, standing, hidden)
    muted = muted_words.of(ctx.uow, me)
    kept = [row for row in standing if row.author in people and (row.author == me or not muted.hides(row.text))]
    return [(row, Said(row, people[row.author], people.get(answered.get(row.answers or 0, 0)))) for row in kept]


def _stands(row: Comment, me: int | None, *, waiting: bool) -> bool:
    return row.state is PostState.PUBLIC or (waiting and row.author == me and row.state in WAITING)


def _hidden(ctx: RenderContext, me: int | None) -> frozenset[int]:
    if me is None:
        return frozenset()
    apart = ctx.uow.timelines.apart(me)
    return apart.blocked | apart.muted


def _people(
    ctx: RenderContext, rows: Sequence[Comment], hidden: frozenset[int]
) -> tuple[dict[int, Account], dict[int, int]]:
    """Return the people of a thread whom the viewer sees, by id, and the author of each answered comment."""
    ids = sorted({row.answers for row in rows if row.answers is not None})
    answered = {row.id: row.author for row in ctx.uow.all(Comment, id__in=ids)} if ids else {}
    wanted = sorted(({row.author for row in rows} | set(answered.values())) - hidden)
    known = ctx.uow.all(Account, id__in=wanted, state=AccountState.ACTIVE) if wanted else []
    return {each.id: each for each in known}, answered
