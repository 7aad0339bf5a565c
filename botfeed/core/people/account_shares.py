"""After unlinking: each side keeps what it brought. What was painted on the platform that left goes with it, posts and
all; whom the two follow, their tags and the words they muted hold for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from botfeed.core.chat.context import Services
from botfeed.core.copies import post_copies
from botfeed.core.model import (
    Account,
    AccountState,
    Decision,
    Follow,
    LedgerEntry,
    MutedWord,
    Notice,
    Painting,
    PaintState,
    Picture,
    Post,
    PostState,
    Topic,
)
from botfeed.core.ports import Conditions, Unit
from botfeed.core.work import pools
from botfeed.core.work.jobs import When, job

BATCH = 50  # paintings, or rows of another table, in one write
BOTH: tuple[tuple[type[Any], str], ...] = ((Follow, "follower"), (Topic, "account"), (MutedWord, "account"))
ENDED = (PaintState.DONE, PaintState.REFUNDED)


def part(uow: Unit, kept: int, fresh: int, platform: str) -> None:
    """Queue the job that gives the new account of a platform what was painted there. What is being painted stays, and
    is delivered where they are still themselves.
    """
    begun = uow.all(Painting, account=kept, state__in=tuple(set(PaintState) - set(ENDED)))
    but = tuple(row.id for row in begun)
    share.enqueue(uow, When(f"share:{kept}"), kept=kept, fresh=fresh, platform=platform, but=but)


@job(kind="unlink.share", pool=pools.ORDINARY)
async def share(services: Services, kept: int, fresh: int, platform: str, but: tuple[int, ...] = ()) -> None:
    """Move paintings, pictures and posts, and copy what holds for both, in batches that may be repeated."""
    for noun, name in BOTH:
        after: int | None = 0
        while after is not None:
            after = await services.store.run(
                lambda uow, noun=noun, name=name, after=after: _copy(uow, noun, name, kept, fresh, after)  # type: ignore[misc]  # mypy infers no type for defaults
            )
    after = 0
    while after is not None:
        after = await services.store.run(lambda uow, after=after: _move(uow, kept, fresh, platform, but, after))  # type: ignore[misc]  # as above
    await services.store.run(lambda uow: _date(uow, kept, fresh))


def _stands(uow: Unit, fresh: int) -> bool:
    """Return False where the new account was joined to another, or left, meanwhile."""
    who = uow.get(Account, fresh)
    return who is not None and who.state is not AccountState.GONE


def _copy(uow: Unit, noun: type[Any], name: str, kept: int, fresh: int, after: int) -> int | None:
    where: dict[str, Any] = {name: kept, "id__gt": after, "limit": BATCH}
    rows = uow.all(noun, **where) if _stands(uow, fresh) else []
    for row in rows:
        uow.insert(replace(row, id=uow.new_id(), **{name: fresh}))
    return rows[-1].id if rows else None


def _move(uow: Unit, kept: int, fresh: int, platform: str, but: tuple[int, ...], after: int) -> int | None:
    rows = uow.all(Painting, account=kept, id__gt=after, limit=BATCH) if _stands(uow, fresh) else []
    theirs = [row.id for row in rows if row.address.platform == platform and row.id not in but]
    if theirs:
        for noun in (Painting, LedgerEntry, Picture):
            name = "id" if noun is Painting else "painting"
            uow.compare_and_set(noun, Conditions({"account": kept, f"{name}__in": theirs}), account=fresh)
        pictures = [row.id for row in uow.all(Picture, painting__in=theirs)]
        _posts(uow, kept, fresh, uow.all(Post, picture__in=pictures, author=kept) if pictures else [])
    return rows[-1].id if rows else None


def _posts(uow: Unit, kept: int, fresh: int, found: Sequence[Post]) -> None:
    """Move posts with what was decided and told about them; their messages name their author as they are now."""
    ids = [post.id for post in found]
    if not ids:
        return
    uow.compare_and_set(Decision, {"account": kept, "post__in": ids}, account=fresh)
    uow.compare_and_set(Notice, {"account": kept, "post__in": ids}, account=fresh)
    for post in found:
        again = post.state is PostState.PUBLIC and post.proposed is None  # else a review follows, which would be void
        moved = uow.update(post, author=fresh, revision=post.revision + again)
        if again:
            post_copies.refresh(uow, moved)


def _date(uow: Unit, *accounts: int) -> None:
    """Note the newest public post of each, by which timelines are read."""
    for account in accounts:
        newest = uow.all(Post, author=account, state=PostState.PUBLIC, newest=True, limit=1)
        uow.compare_and_set(Account, {"id": account}, last_post=newest[0].id if newest else -1)
