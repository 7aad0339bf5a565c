"""Placements: every message that shows a post, and how it follows what becomes of the post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from botfeed.core.cards import post as cards
from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.i18n import L, words
from botfeed.core.chat.message import Card, Reply
from botfeed.core.chat.messenger import CanDelete, CanEdit
from botfeed.core.errors import Expired, MessageGone, Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Account, Address, Copy, Decision, Delivery, Job, Placement, Post, PostState, Space
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.work import job as jobs
from botfeed.core.work import outbox
from botfeed.core.work.job import Again

COUNTED = timedelta(hours=1)  # older cards keep their numbers: platforms limit edits of old messages
CHUNK = 500  # rows named in one statement
SLOT = timedelta(seconds=10)  # counters of one card move at most this often
CUT_OFF = 20.0  # seconds after which a cover is put again of which nobody knows whether it is there
TOLD_AFTER = timedelta(minutes=1)  # time for the take-downs, before the author hears what remains


def show(uow: Unit, post: Post, address: Address, edits: str = "") -> None:
    """Put a post's card where all can see it, in place of the answer to the request `edits` if that is given."""
    outbox.post(uow, "card", {"post": post.id, "instead": bool(edits)}, address, f"card:{post.id}", edits=edits)


@outbox.message("card", sent=lambda _, uow, row, __: recheck(uow, row))
def card(voice: Voice, args: dict[str, Any]) -> Reply | None:
    post = voice.uow.get(Post, int(args["post"]))
    if post is None:
        return None
    if visibility.may_see(voice.uow, _eyes(voice.uow, None, voice.address), post):
        return Reply(cards=(cards.post(voice, post),), private=False)
    closed = Card(voice.t(L("This picture is not shown here.")))
    return Reply(cards=(closed,), private=False) if args.get("instead") else None


def recheck(uow: Unit, row: Delivery) -> None:
    """Follow at once, where the post changed while its card was on its way."""
    post = uow.get(Post, int(row.args["post"]))
    if post and not visibility.may_see(uow, _eyes(uow, None, row.address), post):
        refresh(uow, post)


def of(uow: Unit, post: int) -> list[Placement]:
    """Give the messages that show a post now. Index: copy(post, shared)."""
    known = [copy.placement for copy in uow.all(Copy, post=post)]
    parts = (known[n : n + CHUNK] for n in range(0, len(known), CHUNK))
    return [place for part in parts for place in uow.all(Placement, id__in=part, gone=None)]


def refresh(
    uow: Unit,
    post: Post,
    *,
    but: str = "",
    space: Space | None = None,
    mark: str = "",
) -> None:
    """Let every copy follow: edited where the post may still be seen there, taken down where not.

    `but` is the ref of the message that is being answered and shows the outcome by itself. The author's own private
    copies are left: they show the author's own thing. `space`: only the copies there; `mark` names what changed, where
    that was not the post itself.
    """
    for place in of(uow, post.id):
        if place.ref == but or (place.account == post.author and post.state is not PostState.PUBLIC):
            continue
        if space is not None and (place.platform, place.address.space) != (space.platform, space.ref):
            continue
        if len(place.posts) > 1 or visibility.may_see(uow, _eyes(uow, place.account, place.address), post):
            if space is None or len(place.posts) > 1 or place.covered:
                _edit(uow, place, f"copy:{place.id}:{post.id}:{mark or post.revision}")
        else:
            args = {"placement": place.id, "post": post.id}
            key = f"takedown:{place.id}:{post.id}:{post.revision}"
            jobs.add(uow, "takedown", args, lane=_lane(place), key=key, priority=jobs.PEOPLE_FIRST)


def follow(uow: Unit, channel: Address) -> None:
    """Let sensitive pictures follow what a channel bears now. Index: placement(place)."""
    shown = uow.all(Placement, platform=channel.platform, place=channel.ref, gone=None)
    _bear(uow, shown, visibility.space_of(uow, channel), f"bears:{uow.new_id()}")


def follow_space(uow: Unit, space: Space) -> None:
    """Let them follow what a whole space bears now, which may be many of its messages: by a job."""
    jobs.add(uow, "bears", {"space": space.id}, lane=f"space:{space.id}", priority=jobs.PEOPLE_FIRST)


@jobs.job("bears")
async def follow_all(house: House, job: Job) -> None:
    """Go through what stands in shared places, page by page. Index: placement(account)."""
    space = await house.store.read(lambda uow: uow.get(Space, int(job.args["space"])))
    after = 0
    while space is not None:
        page = await house.store.read(partial(_page, platform=space.platform, after=after))
        there = [place for place in page if place.posts and place.address.space == space.ref]
        if there:
            await house.store.run(partial(_bear, shown=there, space=space, mark=f"bears:{job.id}"), patient=True)
        if len(page) < CHUNK:
            return
        after = page[-1].id


def aged(uow: Unit, platform: str, channels: Sequence[str]) -> set[str]:
    """Those of these channels, by ref, where a sensitive picture stands that was said while age was asked there.

    Index: placement(place).
    """
    known: dict[str, Any] = {"platform": platform, "gone": None, "covered": None}
    shown = uow.all(Placement, place__in=channels, **known) if channels else []
    aged = [place for place in shown if place.address.age_restricted]
    sensitive = {post.id for post in _sensitive(uow, aged)}
    return {place.place for place in aged if not sensitive.isdisjoint(place.posts)}


def _sensitive(uow: Unit, shown: Sequence[Placement]) -> Iterator[Post]:
    """Give the sensitive posts that these messages show, which may be more than one statement can name."""
    posts = sorted({post for place in shown for post in place.posts})
    for n in range(0, len(posts), CHUNK):
        yield from uow.all(Post, id__in=posts[n : n + CHUNK], sensitive=True)


def _page(uow: Unit, platform: str, after: int) -> list[Placement]:
    return uow.all(Placement, limit=CHUNK, platform=platform, account=None, gone=None, id__gt=after)


def _bear(uow: Unit, shown: Sequence[Placement], space: Space | None, mark: str) -> None:
    for post in _sensitive(uow, shown):
        refresh(uow, post, space=space, mark=mark)


def recount(uow: Unit, *posts: int, but: str = "") -> None:
    """Let the counters of fresh shared cards follow, the first at once, others together some seconds later.

    Index: copy(post, shared). Most copies of a liked post are pages of somebody's own feed.
    """
    shown = [copy.placement for copy in uow.all(Copy, post__in=posts, shared=True)]
    slot = int(uow.now.timestamp() // SLOT.total_seconds())
    for n in range(0, len(shown), CHUNK):
        fresh = uow.all(Placement, id__in=shown[n : n + CHUNK], gone=None, created__gt=uow.now - COUNTED)
        for place in (each for each in fresh if each.ref != but and len(each.posts) == 1):
            key = f"counts:{place.id}:{slot}"
            if not _edit(uow, place, key):
                _edit(uow, place, f"{key}:last", uow.now + SLOT)


def _edit(uow: Unit, place: Placement, key: str, run_at: datetime | None = None) -> bool:
    args = {"placement": place.id}
    who = place.account
    return outbox.post(
        uow, "copy", args, place.address, key, account=who, placement=place.id, urgent=False, run_at=run_at
    )


def _lane(place: Placement) -> str:
    return f"chat:{place.platform}:{place.address.ref}"


def _eyes(uow: Unit, account: int | None, address: Address) -> visibility.Eyes:
    return visibility.of_address(uow, uow.get(Account, account), address)


def _shown_again(uow: Unit, row: Delivery) -> None:
    uow.swap(Placement, {"id": row.placement}, covered=None)


@outbox.message("copy", sent=lambda _, uow, row, __: _shown_again(uow, row))
def copy(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Build again what a message shows: by the builder it came from, else as its kind of view is built."""
    place = voice.uow.get(Placement, int(args["placement"]))
    if place is None:
        return None
    came = voice.uow.get(Delivery, place.delivery)
    if came and came.kind in outbox.MESSAGES and place.surface != cards.OPENED:
        built = outbox.MESSAGES[came.kind].build(voice, came.args)
        if built or len(place.posts) < 2:
            return built
    if len(place.posts) > 1:
        return _page_again(voice, place)
    post = voice.uow.get(Post, place.posts[0]) if len(place.posts) == 1 else None
    if post is None or not visibility.may_see(voice.uow, _eyes(voice.uow, place.account, place.address), post):
        return None
    shown = cards.again(voice, post, place.surface)
    return Reply(cards=shown, private=place.account is not None) if shown else None


def _page_again(voice: Voice, place: Placement) -> Reply | None:
    """Nobody builds this page of several pictures again: it stays while all of them may be seen, else it is covered."""
    known = voice.uow.all(Post, id__in=sorted(place.posts))
    seen = visibility.seeable(voice.uow, _eyes(voice.uow, place.account, place.address), known)
    if len(seen) == len(place.posts):
        return None
    said = voice.t(L("What you asked for is not shown any more. Ask again to see what is there now."))
    return Reply(cards=(Card(said),), private=place.account is not None)


@jobs.job("takedown")
async def take_down(house: House, job: Job) -> None:
    """Delete a message; where that cannot be, cover it; where neither can, remember it and tell the author."""
    found = await house.store.read(lambda uow: _doomed(uow, job))
    if found is None:
        return
    place, cover = found
    try:
        fate = await _delete_or_cover(house, place, cover)
    except TryAgain as error:
        raise Again(error.after, str(error), counts=False) from error
    except SendUnknown as error:
        raise Again(CUT_OFF, str(error), counts=False) from error
    await house.store.run(lambda uow: _settle(uow, job, fate))


def _doomed(uow: Unit, job: Job) -> tuple[Placement, Reply] | None:
    place, post = uow.get(Placement, int(job.args["placement"])), uow.get(Post, int(job.args["post"]))
    if place is None or place.gone or place.covered or int(job.args["post"]) not in place.posts:
        return None
    if post and visibility.may_see(uow, _eyes(uow, place.account, place.address), post):
        return None
    say = words(outbox.language(uow, uow.get(Account, place.account), place.address))
    text = say.t(_why(uow, post))
    return place, Reply(cards=(Card(text),), private=place.account is not None)


def _why(uow: Unit, post: Post | None) -> str:
    """Say that its author removed a picture only where nobody else did."""
    if post and post.state is not PostState.REMOVED:
        return L("This picture is not shown here any more.")
    if post and uow.count(Decision, post=post.id, comment=None, kind="remove"):
        return L("This picture was removed.")
    return L("Its author removed this picture.")


async def _delete_or_cover(house: House, place: Placement, cover: Reply) -> str:
    """Give the field of the placement that tells what was possible: gone, covered or stuck."""
    if place.expires and place.expires <= house.clock.now():
        return "stuck"  # the platform would only count the refusal against us
    messenger = house.messengers.get(place.platform)
    if isinstance(messenger, CanDelete):
        try:
            await messenger.delete(place.address, place.ref)
        except MessageGone:
            return "gone"
        except (Expired, Rejected, Unreachable, SendUnknown):
            pass  # it may still be covered
        else:
            return "gone"
    if isinstance(messenger, CanEdit):
        try:
            await messenger.edit(place.address, place.ref, cover)
        except MessageGone:
            return "gone"
        except (Expired, Rejected, Unreachable):
            return "stuck"
        return "covered"
    return "stuck"


def _settle(uow: Unit, job: Job, fate: str) -> None:
    uow.swap(Placement, {"id": int(job.args["placement"])}, **{fate: uow.now})
    post = uow.get(Post, int(job.args["post"]))
    address = outbox.to(uow, post.author) if post else None
    if fate != "stuck" or post is None or address is None:
        return
    key = f"remains:{post.id}:{post.revision}"
    outbox.post(uow, "remains", {"post": post.id}, address, key, account=post.author, run_at=uow.now + TOLD_AFTER)


@outbox.message("remains")
def remains(voice: Voice, args: dict[str, Any]) -> Reply | None:
    """Tell an author how many copies are out of reach, and on which platforms."""
    post = voice.uow.get(Post, int(args["post"]))
    left = [p for p in of(voice.uow, post.id) if p.stuck] if post else []
    if post is None or not left:
        return None
    where = ", ".join(sorted({p.platform.capitalize() for p in left}))
    says = voice.n(
        L("{title:b}: one copy could not be taken down, on {where}. It was sent too long ago to be changed."),
        L("{title:b}: {n} copies could not be taken down, on {where}. They were sent too long ago to be changed."),
        len(left),
        title=cards.title(voice, post),
        where=where,
    )
    return Reply(cards=(Card(says),))
