"""Reports inside a server or group: its moderators hear of them and decide about their place.
They may take the picture out, leave it, or ask the operators, who hear of every report as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards.posts import place_reports as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Count
from botfeed.core.model import Account, Address, Audience, Decision, Post, Report, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.spaces import spaces
from botfeed.core.work import outbox
from botfeed.core.work.messages import Lost, To, message

LEFT, PASSED = "left", "passed"  # decisions that change nothing in the place
OPEN_MOST = 100  # open reports about one post, or in one place, that are looked through
LISTED = 8  # lines of a page of one's own reports


def place_of(uow: Unit, space: Space | None, post: Post) -> Space | None:
    """Return the place whose moderators a report concerns: that of who reports, else the one it was published in."""
    own = uow.get(Space, post.space) if post.audience is Audience.HERE else None
    return own or space


def tell(uow: Unit, space: Space, report: Report) -> None:
    """Tell the moderators of a place of the first open report there: in their log, else who set the place up."""
    at, keeper = _moderators(uow, space)
    if at is not None:
        key = f"space.reported:{report.id}"
        reported.post(uow, To(at, key=key, account=keeper), report=report.id, place=space.id)


def _moderators(uow: Unit, space: Space) -> tuple[Address | None, int | None]:
    """Return where the moderators read, and the person who reads there where it is no channel."""
    if space.left:
        return None, None
    if space.log is not None:
        return space.log, None
    return (outbox.to(uow, space.keeper), space.keeper) if space.keeper is not None else (None, None)


def waiting(uow: Unit, space: Space) -> list[Report]:
    """Return the oldest reports from a place that its moderators have not decided, those about one post together."""
    rows = uow.all(Report, state="open", space=space.id, local=None, limit=OPEN_MOST)
    return [row for row in rows if rows and row.post == rows[0].post and row.comment == rows[0].comment]


def case(ctx: RenderContext, space: Space, report: Report) -> Reply | None:
    """Build the case of a report for those who read at this address; None once it is decided."""
    post = ctx.uow.get(Post, report.post)
    if post is None or report.state != "open" or report.local is not None:
        return None
    alike = _alike(ctx.uow, space, post, report)
    who = visibility.viewer(ctx.uow, ctx.account if ctx.reads_at.private else None, space, ctx.reads_at)
    shown = visibility.may_see(ctx.uow, who, post)
    return Reply(cards=(cards.case(ctx, space, post, alike, shown=shown),), private=ctx.reads_at.private)


def _alike(uow: Unit, space: Space, post: Post, report: Report) -> list[Report]:
    """Return the undecided reports from one place about the same post or comment, oldest first."""
    rows = uow.all(Report, state="open", post=post.id, limit=OPEN_MOST)
    alike = [r for r in rows if r.space == space.id and r.local is None and r.comment == report.comment]
    return alike or [report]


@message(kind="space.reported")
def reported(ctx: RenderContext, report: int, place: int) -> Reply | None:
    """Render a report for the moderators of a place; None where it is decided, or they moderate it no more."""
    row, space = ctx.uow.get(Report, report), ctx.uow.get(Space, place)
    if row is None or space is None or space.left or not _moderates(ctx, space):
        return None
    return case(ctx, space, row)


def _moderates(ctx: RenderContext, space: Space) -> bool:
    """Return True if a message in private goes to who looks after the place now; its log is a channel of its own."""
    me = ctx.account.id if ctx.account else None
    return not ctx.address.private or spaces.is_kept_by(ctx.uow, space, me)


@reported.when_lost
def _lost(lost: Lost, report: int, place: int) -> None:
    """End the log in a channel that is out of reach, and tell who set the place up of the report instead."""
    if lost.why == "Unreachable" and not lost.row.address.private:
        spaces.lost(lost.uow, lost.row.address)
        row, space = lost.uow.get(Report, report), lost.uow.get(Space, place)
        at, keeper = _moderators(lost.uow, space) if space else (None, None)
        if row and space and at and at.private:
            to = To(at, key=f"space.reported:{row.id}:keeper", account=keeper)
            reported.post(lost.uow, to, report=row.id, place=space.id)


def decide(uow: Unit, space: Space, id: int, kind: str, by: str) -> Decision:
    """Leave what was reported in the place, or pass it on. Raises NotFound, and BadInput where that is done."""
    report = uow.get(Report, id)
    post = uow.get(Post, report.post) if report else None
    if report is None or post is None or report.space != space.id:
        raise NotFound(L("There is no report of that reference in this place."))
    if report.local is not None or report.state != "open":
        raise BadInput(L("That is decided already."))
    row = Decision(uow.new_id(), kind, "", uow.now, post=post.id, comment=report.comment, by=by, space=space.id)
    uow.insert(row)
    _settle(uow, row, _alike(uow, space, post, report))
    return row


def taken_out(uow: Unit, space: Space, row: Decision) -> None:
    """Record that a picture left the place with everything below it, and tell who reported it from there."""
    rows = uow.all(Report, state="open", post=row.post, limit=OPEN_MOST)
    _settle(uow, row, [r for r in rows if r.space == space.id and r.local is None])


def _settle(uow: Unit, row: Decision, reports: list[Report]) -> None:
    for report in reports:
        uow.update(report, local=row.id)
        if at := outbox.to(uow, report.account):
            told.post(uow, To(at, key=f"space.told:{report.id}", account=report.account), report=report.id)


@message(kind="space.told")
def told(ctx: RenderContext, report: int) -> Reply | None:
    """Tell who reported what the moderators of the place decided."""
    row = ctx.uow.get(Report, report)
    decision = ctx.uow.get(Decision, row.local) if row else None
    return Reply(cards=(cards.told(ctx, row, decision, _seen(ctx, [row])),)) if row and decision else None


def mine(ctx: RenderContext, me: Account, page: str) -> Reply:
    """List what a person reported, newest first, and what became of it."""
    every = pages.every(pages.by_id(ctx.uow, Report, account=me.id))
    found = pages.turn(ctx, every, page, LISTED)
    left = pages.count(every, found.items[-1].id) if found.after else Count(0)
    return Reply(cards=(cards.mine(ctx, found, left, _seen(ctx, found.items)),), update=bool(page))


def _seen(ctx: RenderContext, reports: Sequence[Report]) -> frozenset[int]:
    """Return the posts among those reported that the reader may still see: only these are named by their words."""
    ids = sorted({r.post for r in reports if r.post is not None})
    found = ctx.uow.all(Post, id__in=ids) if ids else []
    return frozenset(p.id for p in visibility.seeable(ctx.uow, visibility.viewer(ctx.uow, ctx.account), found))
