"""Showcase: a channel of a space that gets each post published to this space, once.

A space may let its showcase take what its members publish to everyone as well, and may ask for likes first. Who is a
member is asked of the platform just before, and an author may keep out of all showcases but their own places'.
"""

from __future__ import annotations

from botfeed.core.cards.posts import post as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.chat.policy import RIGHTS_FRESH
from botfeed.core.copies import post_copies
from botfeed.core.errors import SendUnknown, TryAgain
from botfeed.core.model import (
    Account,
    Address,
    Audience,
    Delivery,
    Identity,
    Job,
    Member,
    Placement,
    Post,
    PostState,
    Reaction,
    SendState,
    Space,
)
from botfeed.core.people import memberships
from botfeed.core.ports import Unit, fresh
from botfeed.core.safety import visibility
from botfeed.core.spaces import spaces
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import Retry, When, job
from botfeed.core.work.messages import Lost, Sent, To, message

PLACES = 50  # of a person, whose showcases are looked at: those where they were met first the last
LEAST_MOST = 50  # likes that a space may ask for
TRIES = 6  # at asking a platform for a member
PAUSE = 10.0  # seconds to the next one
AT_ONCE = 50  # posts of an author that are looked at in one transaction


def exhibit(uow: Unit, post: Post, shown: str = "", mark: str = "") -> bool:
    """Queue a post for the showcase of its space. Returns True if it is there already or will be.
    One for everyone is offered to the showcases of its author's places. `shown` is the ref of the channel that gets its
    card anyway; `mark` names the decision that brings it back.
    """
    if post.state is PostState.PUBLIC and post.audience is Audience.EVERYONE:
        _offer_around(uow, post, mark)
        return False
    space = uow.get(Space, post.space)
    return space is not None and _belongs(post, space) and _enter(uow, post, space, shown, mark)


def liked(uow: Unit, post: Post, space: Space | None) -> None:
    """Let a post enter a showcase with the like in that space that it still lacked, once."""
    if space is None or not space.least or uow.count(Delivery, key=_key(post, space)):
        return
    if post.audience is Audience.EVERYONE:
        _offer(uow, post, space)
    elif _belongs(post, space):
        _enter(uow, post, space)


def _belongs(post: Post, space: Space) -> bool:
    return post.audience is Audience.HERE and post.state is PostState.PUBLIC and post.space == space.id


def _key(post: Post, space: Space) -> str:
    return f"showcase:{post.id}:{space.id}"


def _enter(uow: Unit, post: Post, space: Space, shown: str = "", mark: str = "") -> bool:
    channel = _channel(uow, post, space)
    if channel is None or channel.ref == shown:
        return False
    if not _standing(uow, post.id, channel.ref):
        key = _key(post, space)
        again = f":{mark or post.revision}" if uow.count(Delivery, key=key) else ""
        showcase.post(uow, To(channel, key=key + again, urgent=False), post=post.id, key=key + again)
    return True


def _channel(uow: Unit, post: Post, space: Space) -> Address | None:
    """Return the showcase that a post may enter now: all there may see it, and enough of them like it."""
    channel = space.showcase
    if channel is None or space.left or not visibility.may_see(uow, visibility.of_address(uow, None, channel), post):
        return None
    given = uow.all(Reaction, post=post.id, space=space.id, limit=space.least) if space.least else []
    return channel if len(given) >= space.least else None


def stands(uow: Unit, post: int, channel: str, but: Delivery | None = None) -> bool:
    """Return True if a message in a channel, other than that of a delivery, shows this single post to everybody."""
    return any(but is None or place.delivery != but.id for place in _standing(uow, post, channel))


def _standing(uow: Unit, post: int, channel: str) -> list[Placement]:
    """Return the messages in a channel that show this single post to everybody there."""
    there = post_copies.of(uow, post, shared=True, place=channel, covered=None)
    return [place for place in there if len(place.posts) == 1]


def _offer_around(uow: Unit, post: Post, mark: str) -> None:
    """Offer a post for everyone to the places where its author was met, if they take such posts."""
    met = [row.space for row in uow.all(Member, account=post.author, newest=True, limit=PLACES)]
    for space in uow.all(Space, id__in=met, gathers=True) if met else ():
        _offer(uow, post, space, mark)


def _offer(uow: Unit, post: Post, space: Space, mark: str = "") -> None:
    if _may_gather(uow, post, space):
        when = When(f"gather:{post.author}", key=f"gather:{post.id}:{space.id}", priority=jobs.DIGESTS)
        gather.enqueue(uow, when, post=post.id, space=space.id, mark=mark)


def _may_gather(uow: Unit, post: Post, space: Space) -> bool:
    """Return True if a showcase takes this post for everyone, should its author be a member."""
    author = uow.get(Account, post.author)
    open_to = space.gathers and post.audience is Audience.EVERYONE and author is not None and author.showcased
    return open_to and _channel(uow, post, space) is not None


@job(kind="showcase.gather", row=True, pool=pools.RIGHTS, attempts=TRIES, messenger=jobs.ANY)
async def gather(services: Services, row: Job, post: int, space: int, mark: str = "") -> None:
    """Ask the platform if the author is a member of the space, and let the post enter its showcase then."""
    asked = await services.store.read(lambda uow: _to_ask(uow, post, space))
    if asked is None:
        return
    at, users = asked
    jobs.wait_for_platform(services, row, at.platform)
    try:
        inside = False
        for user in users:
            inside = inside or await memberships.ask(services.messengers.get(at.platform), at, user)
    except (TryAgain, SendUnknown) as error:
        raise Retry(error.after if isinstance(error, TryAgain) else PAUSE, str(error)) from None
    await services.store.run(lambda uow: _gathered(uow, post, space, mark, inside=inside))


def _to_ask(uow: Unit, id: int, place: int) -> tuple[Address, list[str]] | None:
    """Return the space, and the author's names on its platform; None where nothing is to be asked any more."""
    post, space = uow.get(Post, id), uow.get(Space, place)
    if post is None or space is None or not _may_gather(uow, post, space):
        return None
    known = uow.all(Identity, account=post.author)
    users = [each.user for each in known if each.platform == space.platform]
    return (Address(space.platform, space.ref, space.ref, space.title, private=False), users) if users else None


def _gathered(uow: Unit, id: int, place: int, mark: str, *, inside: bool) -> None:
    post, space = uow.get(Post, id), uow.get(Space, place)
    if post is None or space is None:
        return
    memberships.note(uow, post.author, space, inside=inside)
    if inside and _may_gather(uow, post, space):
        _enter(uow, post, space, mark=mark)


@message()
def showcase(ctx: RenderContext, post: int, key: str) -> Reply | None:
    """Render the showcase post in the language of the space.
    Returns None if another message in the channel shows it, or a post for everyone may not be taken any more.
    """
    uow, row = ctx.uow, ctx.uow.get(Post, post)
    if row is None or not visibility.may_see(uow, visibility.of_address(uow, None, ctx.address), row):
        return None
    mine = uow.one(Delivery, key=key)
    if stands(uow, post, ctx.address.ref, mine) or not _still(uow, row, ctx.address, mine):
        return None
    kind = cards.GATHERED if row.audience is Audience.EVERYONE else cards.POST
    return Reply(cards=(cards.post(ctx, row, surface=kind),), private=False, silent=True)


def _still(uow: Unit, post: Post, channel: Address, row: Delivery | None) -> bool:
    """Return True if a post for everyone may enter at the moment of sending; one that stands is only kept up to date.
    Where the platform's word is older than ten minutes it is asked again first.
    """
    space = visibility.space_of(uow, channel)
    if post.audience is not Audience.EVERYONE or (row is not None and row.state is SendState.SENT):
        return True
    if space is None or space.showcase is None or space.showcase.ref != channel.ref:
        return False
    known = uow.one(Member, account=post.author, space=space.id)
    if known is not None and known.inside and fresh(uow.now, known.checked, RIGHTS_FRESH):
        return _may_gather(uow, post, space)
    _offer(uow, post, space, mark=str(row.id) if row else "")
    return False


@showcase.when_sent
def _sent(sent: Sent, post: int, *_: object, **__: object) -> None:
    post_copies.recheck(sent.uow, post, sent.row.address)


@showcase.when_lost
def _lost(lost: Lost, *_: object, **__: object) -> None:
    if lost.why == "Unreachable":
        spaces.lost(lost.uow, lost.row.address)


def choose(uow: Unit, me: Account, *, wanted: bool) -> Account:
    """Let showcases take what a person publishes to everyone, or keep it out and take down what stands there."""
    changed = uow.update(me, showcased=wanted)
    if me.showcased and not wanted:
        withdraw.enqueue(uow, When(f"withdraw:{me.id}"), account=me.id, after=0)
    return changed


@job(kind="showcase.withdraw", pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def withdraw(services: Services, account: int, after: int) -> None:
    """Take an author's posts out of showcases that gathered them, `AT_ONCE` at a time."""
    await services.store.run(lambda uow: _withdraw(uow, account, after))


def _withdraw(uow: Unit, author: int, after: int) -> None:
    some = uow.all(Post, author=author, state=PostState.PUBLIC, id__gt=after, limit=AT_ONCE)
    for post in some:
        for place in post_copies.of(uow, post.id, shared=True, surface=cards.GATHERED, covered=None):
            post_copies.follow(uow, place, post, mark=f"withdrawn:{uow.now.timestamp():.0f}")
    if some:
        withdraw.enqueue(uow, When(f"withdraw:{author}"), account=author, after=some[-1].id)


def places(uow: Unit, author: int) -> list[Space]:
    """Return the places whose showcases would take what a person publishes to everyone, as far as is known."""
    me = uow.get(Account, author)
    if me is None or not me.showcased:
        return []
    met = [row.space for row in uow.all(Member, account=author, inside=True, newest=True, limit=PLACES)]
    found = uow.all(Space, id__in=met, gathers=True) if met else []
    return [space for space in found if space.showcase is not None and not space.left]
