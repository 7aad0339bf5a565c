"""Removals: the moderators of a space take a post out of it. It stays visible elsewhere."""

from __future__ import annotations

from botfeed.core.cards import spaces as cards
from botfeed.core.cards.posts.gallery import TOGETHER
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.chat.policy import RIGHTS_FRESH
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput, Forbidden, NeedsRights, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Page
from botfeed.core.model import Decision, Notice, Placement, Post, PostState, Right, Space
from botfeed.core.ports import Unit, fresh
from botfeed.core.safety import review, visibility
from botfeed.core.social import notices
from botfeed.core.spaces import place_reports, showcase, spaces
from botfeed.core.work import outbox
from botfeed.core.work.messages import Lost, To, message

AWAY, BACK = "away", "back"
MODERATOR = "moderator"  # in a decision: by whom, where the platform does not say
LISTED = 8  # lines of a page of the log


def where(ctx: Context, place: int | None) -> Space:
    """Return the space the actor moderates: the current one, or the one a button in a private chat names.
    Raises Forbidden for others, NotFound, and NeedsRights if the platform has to be asked.
    """
    if ctx.space is not None and place in (None, ctx.space.id):
        ctx.must_keep()
        return ctx.space
    space = ctx.uow.get(Space, place)
    if space is None or space.platform != ctx.request.sender.platform:
        raise NotFound(L("That works inside a server or group, for those who run it."))
    right = ctx.uow.one(Right, account=ctx.actor.id, space=space.id)
    if right is None or not fresh(ctx.now, right.checked, RIGHTS_FRESH):
        raise NeedsRights(space.id)
    if not right.admin:
        raise Forbidden(L("Only an administrator of this place can do that."))
    return space


def find(uow: Unit, space: Space, id: int) -> Post:
    """Return a public post that members of the space could see. Raises NotFound."""
    post = uow.get(Post, id)
    elsewhere = post is not None and not post.reaches(space.id)
    if post is None or post.state is not PostState.PUBLIC or elsewhere:
        raise NotFound(L("That picture is not there, or not there for you."))
    return post


def standing(uow: Unit, space: Space, post: int) -> list[Decision]:
    """Return the decisions that keep a post out of a space."""
    return uow.all(Decision, space=space.id, post=post, kind=AWAY, overturned=False)


def take_out(ctx: Context, space: Space, post: Post, reason: str) -> Decision:
    """Take a post out of a space and remove its copies there.
    Raises Refused, and BadInput if it is out already.
    """
    if standing(ctx.uow, space, post.id):
        raise BadInput(L("It is out of this place already."))
    review.check_or_refuse(ctx, reason)
    told = was_shown(ctx.uow, space, post)
    return _leave(ctx.uow, space, post, AWAY, reason, ctx.actor.handle, told=told)


def was_shown(uow: Unit, space: Space, post: Post) -> bool:
    """Return True if members of the space met the post there.
    Authors are notified only then; otherwise anybody could send them text as a reason, from a server of their
    own.
    """
    there = (place.address.space for place in post_copies.of(uow, post.id, account=None))
    return post.space == space.id or space.ref in there


def deleted(uow: Unit, platform: str, ref: str) -> list[Decision]:
    """Take a post out of a space after its moderators deleted the message that showed it to everybody there, or all
    posts of a gallery.

    The bot's own deletions do not count: their rows say so before (`placements.retire`). Nor does a page of several
    people's posts, nor a message in a private chat. Return the decisions.
    """
    place = uow.one(Placement, platform=platform, ref=ref, gone=None)
    if place is None or place.address.private:
        return []
    uow.update(place, gone=uow.now)
    space = visibility.space_of(uow, place.address)
    if place.account is not None or place.retired or place.covered or space is None or space.left:
        return []
    one = len(place.posts) == 1 or place.surface == TOGETHER
    known = (
        [post for post in uow.all(Post, id__in=sorted(place.posts)) if post.state is PostState.PUBLIC] if one else []
    )
    seen = visibility.seeable(uow, post_copies.viewer(uow, None, place.address), known)
    return [_leave(uow, space, post, AWAY, "", MODERATOR, told=True) for post in seen]


def put_back(uow: Unit, space: Space, post: Post, by: str) -> Decision:
    """Let a post be seen in a space again, also in its showcase if published to the space.
    Raises BadInput.
    """
    rows = standing(uow, space, post.id)
    if not rows:
        raise BadInput(L("It was not taken out of this place."))
    for row in rows:
        uow.update(row, overturned=True)
    told = uow.count(Notice, account=post.author, kind="decision", subject__in=[row.id for row in rows]) > 0
    return _leave(uow, space, post, BACK, "", by, told=told)


def _leave(uow: Unit, space: Space, post: Post, kind: str, reason: str, by: str, *, told: bool) -> Decision:
    """Insert the decision, refresh the copies in the space, and write the moderators' log.
    With `told`, notify the author.
    """
    row = Decision(uow.new_id(), kind, reason, uow.now, account=post.author, post=post.id, by=by, space=space.id)
    uow.insert(row)
    post_copies.refresh(uow, post, space=space, mark=str(row.id))
    if kind == AWAY:
        place_reports.taken_out(uow, space, row)
    if kind == BACK:
        showcase.exhibit(uow, post, mark=str(row.id))
    if told:
        notices.tell(uow, post.author, "decision", post=post.id, subject=row.id)
    if space.log is not None and not space.left:
        logged.post(uow, To(space.log, key=f"space.log:{row.id}", urgent=False), decision=row.id)
    return row


def log(ctx: RenderContext, space: Space, page: str) -> Page[Decision]:
    """Return a page of the decisions of a space's moderators, newest first."""
    return pages.turn(ctx, pages.every(pages.by_id(ctx.uow, Decision, space=space.id)), page, LISTED)


def lost(lost: Lost, *_: object, **__: object) -> None:
    """End showcase, log and digest in an unreachable channel."""
    if lost.why == "Unreachable" and not lost.row.address.private:
        spaces.lost(lost.uow, lost.row.address)


@message(kind="space.log")
def logged(ctx: RenderContext, decision: int) -> Reply | None:
    """Render a decision for the moderators' log."""
    row = ctx.uow.get(Decision, decision)
    return Reply(cards=(cards.entry(ctx, row),), private=False, silent=True) if row else None


def answered(uow: Unit, row: Decision) -> bool:
    """Send an author's answer to the moderators' log, or else to the person who set the space up.
    That person also gets it in the inbox, in case no message can reach them. Returns False if nobody is sure
    to read it.
    """
    space = uow.get(Space, row.space)
    if space is None or space.left:
        return False
    keeper = None if space.log else space.keeper
    if keeper is not None:
        notices.tell(uow, keeper, "answer", post=row.post, subject=row.id, push=False)
    at = space.log or (outbox.to(uow, keeper) if keeper is not None else None)
    if at is None:
        return False
    answer.post(uow, To(at, key=f"space.answer:{row.id}", account=keeper), decision=row.id)
    return True


@message(kind="space.answer")
def answer(ctx: RenderContext, decision: int) -> Reply | None:
    """Render an author's answer to a decision; None where who would read it looks after the place no more."""
    row = ctx.uow.get(Decision, decision)
    space = ctx.uow.get(Space, row.space if row else None)
    me = ctx.account.id if ctx.account else None
    if row is None or space is None or (ctx.address.private and not spaces.is_kept_by(ctx.uow, space, me)):
        return None
    return Reply(cards=(cards.answer(ctx, row),), private=ctx.address.private)


logged.when_lost(lost)
answer.when_lost(lost)
