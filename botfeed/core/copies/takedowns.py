"""Take-downs of messages: deleted, or else covered by a placeholder; authors are notified of what remains.

What a platform refuses now is tried again for 30 days, slower and slower: a permission comes back, a bot that was
thrown out is let in. Meanwhile the moderators' log, or the operators, are told what stands where.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from botfeed.core.cards.posts import copies as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.chat.messenger import CanDelete, CanEdit
from botfeed.core.copies import post_copies
from botfeed.core.errors import Expired, MessageGone, Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.language.i18n import words
from botfeed.core.model import Account, Decision, Job, Placement, Post, PostState
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import PlacementValues, PlacementWhere
from botfeed.core.safety import visibility
from botfeed.core.spaces import removals
from botfeed.core.work import jobs, operators, outbox, pools, retry_policy
from botfeed.core.work.jobs import Retry, When, job
from botfeed.core.work.messages import To, message

TOLD_AFTER = timedelta(minutes=1)  # time for the take-downs, before the author hears what remains
Outcome = Literal["gone", "covered", "stuck"]  # a column of the placement
TRIES = 8  # of a cover whose outcome nobody learns: three hours
SWEPT = timedelta(days=30)  # of trying again what was refused
SOONEST, LATEST = timedelta(minutes=5), timedelta(days=1)  # between these attempts; each waits as long as all before


class Refused(Exception):
    """The platform refuses now to delete and to cover; later it may do so."""


@job(implements=post_copies.takedown, row=True, pool=pools.ORDINARY, attempts=TRIES, messenger=jobs.ANY)
async def take_down(services: Services, row: Job, placement: int, post: int) -> None:
    """Delete a message or cover it; if neither is possible, mark it stuck and notify the author.
    An unknown outcome is retried; on the last attempt moderators or operators are asked to look.
    """
    found = await services.store.read(lambda uow: _cover_for(uow, placement, post))
    if found is None:
        return
    place, cover = found
    jobs.wait_for_platform(services, row, place.platform)
    try:
        became = await _delete_or_cover(services, place, cover)
    except TryAgain as error:
        raise Retry(error.after, str(error), counts=False) from error
    except SendUnknown as error:
        if row.attempts + 1 < TRIES:
            raise retry_policy.retry_unknown(row, error) from error
        await services.store.run(lambda uow: _give_up(services, uow, place, post))
    except Refused:
        await services.store.run(lambda uow: _refused(services, uow, place, post))
    else:
        await services.store.run(lambda uow: _settle(uow, placement, post, became))


@job(kind="takedown.sweep", row=True, pool=pools.ORDINARY, messenger=jobs.ANY)
async def sweep(services: Services, row: Job, placement: int, post: int, since: datetime) -> None:
    """Try again to take down a message that a platform refused to delete and to cover; in the end, say so once more."""
    found = await services.store.read(lambda uow: _cover_for(uow, placement, post))
    if found is None:
        return
    place, cover = found
    passed = abs(services.clock.now() - since)
    try:
        jobs.wait_for_platform(services, row, place.platform, SWEPT)
        became = await _taken_down(services, place, cover)
    except (Refused, SendUnknown, TryAgain) as error:
        if passed < SWEPT:
            pause = max(SOONEST, min(LATEST, passed)).total_seconds()
            raise Retry(pause, type(error).__name__, counts=False) from error
        await services.store.run(lambda uow: _report(services, uow, place, post, refused=True, last=True))
    else:
        if became != "stuck":
            await services.store.run(lambda uow: _settle(uow, placement, post, became))


async def _taken_down(services: Services, place: Placement, cover: Reply) -> Outcome:
    """Delete or cover a message. Raises Refused also where its platform is not open here, so that nobody was asked."""
    if place.platform not in services.messengers:
        raise Refused
    return await _delete_or_cover(services, place, cover)


def _cover_for(uow: Unit, placement: int, id: int) -> tuple[Placement, Reply] | None:
    """Return a message that may not stand and its placeholder; None if it is gone, covered, or may be seen."""
    place, post = uow.get(Placement, placement), uow.get(Post, id)
    if place is None or place.gone or place.covered or id not in place.posts:
        return None
    if post and post_copies.may_stand(uow, place, post):
        return None
    say = words(outbox.language(uow, uow.get(Account, place.account), place.address))
    cover = cards.covered(say, post, decided=_decided(uow, post))
    return place, Reply(cards=(cover,), private=place.account is not None)


def _decided(uow: Unit, post: Post | None) -> bool:
    """Return True if a decision removed a post; False if its author did, or it was erased."""
    if post is None or post.state is not PostState.REMOVED:
        return False
    return uow.count(Decision, post=post.id, comment=None, kind="remove") > 0


async def _delete_or_cover(services: Services, place: Placement, cover: Reply) -> Outcome:
    """Delete or cover a message. Returns the placement's column to set: gone, covered, or stuck where its age alone
    forbids both. Raises Refused, TryAgain and SendUnknown.
    """
    if place.expires and place.expires <= services.clock.now():
        return "stuck"  # the platform would only count the refusal against us
    messenger, refusals = services.messengers.get(place.platform), set[type[Exception]]()
    if isinstance(messenger, CanDelete):
        try:
            await messenger.delete(place.address, place.ref)
        except MessageGone:
            return "gone"
        except (Expired, Rejected, Unreachable) as error:
            refusals.add(type(error))  # it may still be covered
        except SendUnknown:
            pass
        else:
            return "gone"
    if isinstance(messenger, CanEdit):
        try:
            await messenger.edit(place.address, place.ref, cover)
        except MessageGone:
            return "gone"
        except (Expired, Rejected, Unreachable) as error:
            refusals.add(type(error))
        else:
            return "covered"
    if refusals - {Expired}:
        raise Refused
    return "stuck"


def _settle(uow: Unit, placement: int, id: int, became: Outcome) -> None:
    values = PlacementValues()
    values[became] = uow.now
    uow.compare_and_set(Placement, {"id": placement}, **values)
    post = uow.get(Post, id)
    address = outbox.to(uow, post.author) if post else None
    if became != "stuck" or post is None or address is None:
        return
    key = f"remains:{post.id}:{post.revision}"
    to = To(address, key=key, account=post.author, run_at=uow.now + TOLD_AFTER)
    remains.post(uow, to, post=post.id)


def _give_up(services: Services, uow: Unit, place: Placement, post: int) -> None:
    """Give up on a message of unknown outcome."""
    _settle(uow, place.id, post, "stuck")
    _report(services, uow, place, post)


def _refused(services: Services, uow: Unit, place: Placement, post: int) -> None:
    """Settle a message as stuck for now, and go on trying in a lane of its own, so that nothing waits behind it."""
    _settle(uow, place.id, post, "stuck")
    _report(services, uow, place, post, refused=True)
    when = When(f"sweep:{place.id}", key=f"sweep:{place.id}:{post}", run_at=uow.now + SOONEST)
    sweep.enqueue(uow, when, placement=place.id, post=post, since=uow.now)


def _report(
    services: Services, uow: Unit, place: Placement, post: int, *, refused: bool = False, last: bool = False
) -> None:
    """Ask the moderators' log or the operators to look for a message in a shared chat, once a channel; the operators
    always where a decision of theirs is refused.
    """
    if place.account is not None:
        return
    space, row = visibility.space_of(uow, place.address), uow.get(Post, post)
    key = f"look:{post}:{place.platform}:{place.place}" + ("" if not refused else ":last" if last else ":refused")
    here = space.log if space and not space.left else None
    if here:
        look.post(uow, To(here, key=key), placement=place.id, post=post, refused=refused)
    if not here or _decided(uow, row):
        operators.tell(services, uow, look, key, placement=place.id, post=post, refused=refused)


@message(readers=operators.read)
def look(ctx: RenderContext, placement: int, post: int, refused: bool = False) -> Reply | None:
    """Ask a person to look for a copy that may still be there; None if every copy in the channel is gone by
    now.
    The text names place and time only: the caption belongs to the author, who may have withdrawn it.
    """
    place, row = ctx.uow.get(Placement, placement), ctx.uow.get(Post, post)
    if place is None or (row and post_copies.may_stand(ctx.uow, place, row)):
        return None
    left = _left(ctx.uow, place, post)
    if not left:
        return None
    space = visibility.space_of(ctx.uow, place.address)
    called = (space.names or {}).get(place.place) if space else None
    where = f"{place.address.title}, #{called}" if called else place.address.title
    return Reply(cards=(cards.look(ctx, where, left, refused=refused),), private=ctx.address.private)


look.when_lost(removals.lost)


def _left(uow: Unit, place: Placement, post: int) -> list[Placement]:
    """Return the messages in the same channel that show a post and were given up.
    Looks by the post's id only, as an erased post has no row. Index: placement(place, id), from the post's id
    on.
    """
    known: PlacementWhere = {"place": place.place, "id__gt": post, "gone": None, "covered": None, "stuck__ne": None}
    return [each for each in uow.all(Placement, **known) if each.platform == place.platform and post in each.posts]


@message()
def remains(ctx: RenderContext, post: int) -> Reply | None:
    """Notify an author how many copies could not be taken down, and on which platforms."""
    row = ctx.uow.get(Post, post)
    left = [p for p in post_copies.of(ctx.uow, row.id) if p.stuck and not p.covered] if row else []
    if row is None or not left:
        return None
    return Reply(cards=(cards.remains(ctx, row, left),))
