"""Reports about posts and comments, for the operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from botfeed.core.cards import moderation as cards
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Listing
from botfeed.core.model import Account, Comment, Post, PostState, Report, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.spaces import place_reports
from botfeed.core.work import operators
from botfeed.core.work.messages import message

OPEN_MOST = 500  # reports that the queue looks through


class Reason(StrEnum):
    SPAM = "spam"
    SEXUAL = "sexual"
    MINORS = "minors"
    VIOLENCE = "violence"
    HATE = "hate"
    HARASSMENT = "harassment"
    SELF_HARM = "self-harm"
    ILLICIT = "illicit"
    COPIED = "copied"  # somebody else's work, or somebody else's face
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Case:
    """All open reports about one post or comment, oldest first; `thing` None: it is gone."""

    thing: Post | Comment | None
    reports: tuple[Report, ...]


def thing(uow: Unit, id: int) -> Post | Comment:
    """Return a post or comment by id. Raises NotFound."""
    found = uow.get(Post, id) or uow.get(Comment, id)
    if found is None:
        raise NotFound(L("There is no post and no comment of that reference."))
    return found


def visible(ctx: Context, id: int) -> Post | Comment:
    """Return a post or comment that the actor may see. Raises NotFound."""
    found = ctx.uow.get(Post, id) or ctx.uow.get(Comment, id)
    comment = found if isinstance(found, Comment) else None
    post = ctx.uow.get(Post, comment.post) if comment else found
    viewer = visibility.of(ctx, ctx.space)
    if not isinstance(post, Post) or not visibility.may_see(ctx.uow, viewer, post):
        raise NotFound(L("That is not there, or not there for you."))
    if comment and comment.state is not PostState.PUBLIC:
        raise NotFound(L("That is not there, or not there for you."))
    return comment or post


def file(
    services: Services,
    uow: Unit,
    who: Account,
    what: Post | Comment,
    reason: Reason,
    note: str,
    place: Space | None = None,
) -> Report:
    """File a report. The first open one about a post or comment notifies the operators, and the first from a `place`
    its moderators. Raises BadInput for one's own or a repeat.
    """
    if what.author == who.id:
        raise BadInput(L("That is your own. You can delete it instead."))
    about = _about(what)
    if uow.count(Report, account=who.id, state="open", **about):
        raise BadInput(L("You reported that already. It is being looked at, and you will hear what came of it."))
    first = not uow.count(Report, state="open", **about)
    at = place.id if place else None
    first_there = place is not None and not [r for r in uow.all(Report, state="open", **about) if r.space == at]
    row = Report(id=uow.new_id(), account=who.id, reason=reason, created=uow.now, note=note, space=at, **about)
    uow.insert(row)
    if place is not None and first_there:
        place_reports.tell(uow, place, row)
    if first:
        operators.tell(services, uow, reported, f"reported:{row.id}", report=row.id)
    return row


def _about(what: Post | Comment) -> dict[str, Any]:
    return {"post": what.id, "comment": None} if isinstance(what, Post) else {"post": what.post, "comment": what.id}


@message(readers=operators.read)
def reported(ctx: RenderContext, report: int) -> Reply | None:
    """Render a case for an operator; None if it is decided already."""
    row = ctx.uow.get(Report, report)
    if row is None or row.state != "open":
        return None
    return Reply(cards=(_card(ctx, row),))


def _card(ctx: RenderContext, row: Report) -> Card:
    """Build the case of a report as it stands now, also where what was reported is gone."""
    what = _found(ctx.uow, row)
    case = about(ctx.uow, what) if what else Case(None, tuple(about_gone(ctx.uow, row.comment or row.post or 0)))
    return cards.case(ctx, case.thing, case.reports)


def post_of(uow: Unit, what: Post | Comment) -> Post | None:
    """Return the post itself, or that below which a comment stands."""
    return what if isinstance(what, Post) else uow.get(Post, what.post)


@message(kind="space.passed", readers=operators.read)
def passed(ctx: RenderContext, report: int, place: int) -> Reply | None:
    """Render a case that the moderators of a place passed on; None if it is decided already."""
    row, space = ctx.uow.get(Report, report), ctx.uow.get(Space, place)
    if row is None or space is None or row.state != "open":
        return None
    return Reply(cards=(cards.passed(ctx, space, _card(ctx, row)),))


def about(uow: Unit, what: Post | Comment) -> Case:
    return Case(what, tuple(uow.all(Report, state="open", **_about(what))))


def about_gone(uow: Unit, id: int) -> list[Report]:
    """Return the open reports about the post or comment of an id, whether it is still there or not."""
    rows = uow.all(Report, state="open", limit=OPEN_MOST)
    return [row for row in rows if (row.comment or row.post) == id]


def of_author(uow: Unit, author: int) -> list[Report]:
    """Return the open reports about posts and comments of one person."""
    rows = uow.all(Report, state="open", limit=OPEN_MOST)
    return [row for row in rows if (found := _found(uow, row)) and found.author == author]


def queue(uow: Unit) -> Listing[Report, Case]:
    """List the open cases, oldest first, each at the place of its first report."""

    def shown(rows: Sequence[Report]) -> list[tuple[Report, Case]]:
        posts = sorted({row.post for row in rows if row.post is not None})
        alike: dict[tuple[int | None, int | None], list[Report]] = {}
        for row in uow.all(Report, state="open", post__in=posts) if posts else ():
            alike.setdefault((row.post, row.comment), []).append(row)
        cases = ((row, alike.get((row.post, row.comment), [row])) for row in rows)
        return [(row, Case(_found(uow, row), tuple(same))) for row, same in cases if same[0].id == row.id]

    return Listing(pages.by_id(uow, Report, newest=False, state="open"), shown)


def _found(uow: Unit, row: Report) -> Post | Comment | None:
    return uow.get(Comment, row.comment) if row.comment is not None else uow.get(Post, row.post)
