"""Notices: events about a person's posts, listed in their inbox and pushed at most once an hour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, TypedDict, Unpack

from botfeed.core.cards.people import inbox as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Count, Listing, Page
from botfeed.core.model import Account, AccountState, Block, Mute, Notice, Post, PostState, Viewer
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import NoticeWhere
from botfeed.core.safety import visibility
from botfeed.core.social import quiet_hours
from botfeed.core.work import outbox
from botfeed.core.work.messages import Sent, To, message

PUSH_EVERY = timedelta(hours=1)
WINDOW = 100  # notices of one page, in few groups
LINES = 8  # groups shown at once
DECISIONS = 3  # cards with reasons on one page
STATED = ("decision", "answer")  # kinds that are a card each
PUSHED = 3  # groups named in a push
QUIET = ("mention", "named", "said", "thread")  # kinds that never make a push of their own at night, nor a sound
APART = ("decision", "answer", "remix", "digest")  # kinds that are one line each


def tell(
    uow: Unit,
    account: int,
    kind: str,
    *,
    actor: int | None = None,
    post: int | None = None,
    subject: int | None = None,
    push: bool = True,
) -> bool:
    """Insert one notice, once, and plan a push.
    Returns False if it exists already, if actor and account are the same, blocked or muted, or if the account
    is gone.
    """
    if actor is not None and (actor == account or _apart(uow, account, actor)):
        return False
    who = uow.get(Account, account)
    if who is None or who.state is AccountState.GONE:
        return False
    same: dict[str, Any] = {"account": account, "kind": kind, "actor": actor, "post": post, "subject": subject}
    if uow.count(Notice, **same):
        return False
    uow.insert(Notice(id=uow.new_id(), created=uow.now, **same))
    if push and who.pushes and kind not in who.unpushed:
        _plan(uow, who, quiet=kind in QUIET)
    return True


class NoticeColumns(TypedDict, total=False):
    """Columns of a notice that tell whose action it was, and on what."""

    actor: int
    post: int
    subject: int


def take_back(uow: Unit, account: int, kind: str, **of: Unpack[NoticeColumns]) -> None:
    """Delete unread notices of an action that was undone. `of` narrows them by column."""
    uow.delete(Notice, account=account, kind=kind, read=None, **of)


def _apart(uow: Unit, account: int, actor: int) -> bool:
    return bool(
        uow.count(Mute, account=account, muted=actor)
        or uow.count(Block, account=account, blocked=actor)
        or uow.count(Block, account=actor, blocked=account)
    )


def _plan(uow: Unit, who: Account, *, quiet: bool) -> None:
    """Schedule the next push: now, or an hour after the last one, and not in the person's quiet hours. `quiet`: not
    at night either, where they chose no hours. A push already scheduled covers later notices.
    """
    last = who.pushed_at
    if last and last > uow.now + PUSH_EVERY + quiet_hours.LONGEST:
        last = None  # of a clock that was ahead
    if last and last > uow.now:
        return
    address = outbox.to(uow, who.id)
    if address is None:
        return
    at = max(uow.now, last + PUSH_EVERY) if last else uow.now
    at = quiet_hours.after(who, at, night=quiet)
    if uow.compare_and_set(Account, {"id": who.id, "pushed_at": who.pushed_at}, pushed_at=at):
        key = f"push:{who.id}:{int(at.timestamp() * 1000)}"
        push.post(uow, To(address, key=key, account=who.id, urgent=False, run_at=at))


@message()
def push(ctx: RenderContext) -> Reply | None:
    """Render the unread notices; None if they were read meanwhile or the person turned pushes off."""
    me = ctx.account
    if me is None or not me.pushes or me.state is AccountState.GONE:
        return None
    unread = listed(ctx, me, unread=True, but=me.unpushed)
    groups = grouped(pages.after(unread, None, WINDOW)[0])
    newest = max((notice.id for group in groups for notice in group.notices), default=0)
    if not groups or newest <= me.told:
        return None
    silent = all(g.kind in QUIET for g in groups)
    left = pages.count(unread).but(sum(len(group.notices) for group in groups[:PUSHED]))
    return Reply(cards=(cards.push(ctx, groups[:PUSHED], left),), silent=silent)


@push.when_sent
def _pushed(sent: Sent) -> None:
    """Note what was told, so that a push that waited for its platform meanwhile does not tell it again.
    What came while it was being sent is for the next one.
    """
    account, built = sent.row.account, sent.row.sending or sent.uow.now
    newest = sent.uow.all(Notice, account=account, read=None, created__le=built, newest=True, limit=1)
    if account is not None and newest:
        sent.uow.compare_and_set(Account, {"id": account}, told=newest[0].id)


def waits(ctx: RenderContext, me: Account) -> bool:
    """Return True if the person has any unread notice."""
    return bool(ctx.uow.all(Notice, account=me.id, read=None, limit=1))


def listed(
    ctx: RenderContext, me: Account, *, unread: bool = False, but: Collection[str] = ()
) -> Listing[Notice, Notice]:
    """List a person's notices, newest first, without blocked and muted actors and posts that they may not see.
    `unread`: only those; `but`: without those kinds.
    """
    where: NoticeWhere = {"account": me.id, "read": None} if unread else {"account": me.id}
    return Listing(pages.by_id(ctx.uow, Notice, **where), lambda rows: _shown(ctx, me, rows, but))


def _shown(
    ctx: RenderContext, me: Account, rows: Sequence[Notice], but: Collection[str]
) -> list[tuple[Notice, Notice]]:
    who = visibility.viewer(ctx.uow, me)
    hidden = who.blocked | who.muted
    wanted = [row for row in rows if row.actor not in hidden and row.kind not in but]
    shown = _posts(ctx, who, wanted)
    return [(row, row) for row in wanted if _stands(row, shown)]


def grouped(rows: Sequence[Notice]) -> list[cards.Group]:
    """Group notices by kind, post and whether they were read, in the order of the newest of each."""
    groups: dict[tuple[object, ...], list[Notice]] = {}
    for row in rows:
        groups.setdefault(_alike(row), []).append(row)
    return [cards.Group(kind=str(k[0]), notices=tuple(v), unread=bool(k[2])) for k, v in groups.items()]


def _alike(row: Notice) -> tuple[object, ...]:
    return (row.kind, row.post, row.read is None, row.subject if row.kind in APART else None)


def page(ctx: RenderContext, me: Account, turn: str) -> Page[Notice]:
    """Return a page of the inbox: as many notices as make `LINES` lines and `DECISIONS` cards of reasons."""
    return pages.turn(ctx, listed(ctx, me), turn, WINDOW, _fitting)


def older(ctx: RenderContext, found: Page[Notice]) -> Count:
    """Return the number of notices after those of a page of the reader's inbox."""
    if ctx.account is None or not found.items or not found.after:
        return Count(0)
    return pages.count(listed(ctx, ctx.account), found.items[-1].id)


def _fitting(rows: Sequence[Notice]) -> int:
    seen: set[tuple[object, ...]] = set()
    stated = 0
    for n, row in enumerate(rows):
        key = _alike(row)
        if key in seen:
            continue
        stated += row.kind in STATED
        if stated > DECISIONS or len(seen) - stated + 1 > LINES:
            return n
        seen.add(key)
    return len(rows)


def _posts(ctx: RenderContext, who: Viewer, rows: Sequence[Notice]) -> set[int]:
    wanted = {r.post for r in rows if r.post is not None}
    wanted |= {r.subject for r in rows if r.kind == "remix" and r.subject is not None}
    posts = ctx.uow.all(Post, id__in=sorted(wanted)) if wanted else []
    return {p.id for p in visibility.seeable(ctx.uow, who, posts) if p.state is not PostState.REMOVED}


def _stands(row: Notice, shown: set[int]) -> bool:
    if row.kind in ("decision", "answer"):
        return True
    if row.kind == "remix" and row.subject is not None and row.subject not in shown:
        return False
    return row.post is None or row.post in shown


def read(ctx: RenderContext, groups: list[cards.Group]) -> None:
    """Mark the notices of the given groups as read."""
    ids = [n.id for g in groups if g.unread for n in g.notices]
    if ids:
        ctx.uow.compare_and_set(Notice, {"id__in": ids, "read": None}, read=ctx.now)


def set_pushes(ctx: RenderContext, me: Account, wanted: bool) -> Account:
    return ctx.uow.update(me, pushes=wanted)


def choose(ctx: RenderContext, me: Account, kind: str, *, pushed: bool) -> Account:
    """Choose whether notices of a kind are pushed; the inbox lists them in any case."""
    others = {one for one in me.unpushed if one != kind}
    return ctx.uow.update(me, unpushed=tuple(sorted(others if pushed else {*others, kind})))
