"""Answers that could not be said when they were given: from then on the outbox keeps them, as it keeps everything.

A crash between the commit and the saying loses nothing either: `missed` finds such answers at the next start.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from botfeed.core import serialization
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply, Request
from botfeed.core.errors import SendUnknown, TryAgain
from botfeed.core.language.i18n import L, words
from botfeed.core.model import Account, Address, Delivery, HandledRequest, Identity, Picture, Placement, Post
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import IdentityWhere
from botfeed.core.safety import visibility
from botfeed.core.work import contactability
from botfeed.core.work.messages import To, message

FRESH = timedelta(minutes=2)  # nobody waits any longer for an answer that a crash took
GRACE = timedelta(seconds=10)  # in which another process may be saying it just now
MOST = 500  # answers that are looked at after a crash


async def say(services: Services, request: Request, address: Address, error: TryAgain | SendUnknown) -> None:
    """Have the recorded answer to a request said at `address` until it arrives: at once, or when the platform, as the
    `error` tells, wants to hear it.
    """
    after = error.after if isinstance(error, TryAgain) else 0.0

    def write(uow: Unit) -> None:
        row = uow.one(HandledRequest, request=request.id)
        if row is not None:
            when = uow.now + timedelta(seconds=after)
            to = To(address, key=_key(request.id), account=row.account, run_at=when)
            late.post(uow, to, request=request.id)

    await services.store.run(write)


async def missed(services: Services, platform: str) -> None:
    """Have answers said that stand nowhere, nor are on their way: their process ended before it could.

    What is pending, as is whatever an outbox row replaces, is left to the job that says how it ended. What was for one
    person alone, in a place where others read, is said where that person asked to be written to, or not again.
    """

    def write(uow: Unit) -> None:
        for row in uow.queries.unsaid(platform, uow.now - FRESH, MOST):
            if (
                not row.reply.get("pending")
                and not stands(uow, row.request)
                and (address := _again(uow, row, platform))
            ):
                when = max(uow.now, row.created + GRACE)
                to = To(address, key=_key(row.request), account=row.account, run_at=when)
                late.post(uow, to, request=row.request)

    await services.store.run(write)


def _again(uow: Unit, row: HandledRequest, platform: str) -> Address | None:
    """Where a missed answer may be said: on Discord the token that kept it from others' eyes is lost by then."""
    if row.address is None or row.address.private or not serialization.load(Reply, row.reply).private:
        return row.address
    return contactability.on(uow, row.account, platform)


async def told(services: Services, request: Request) -> None:
    """It was said, or never can be, and leaves no placement by which that is known."""
    await services.store.run(lambda uow: uow.compare_and_set(HandledRequest, {"request": request.id}, address=None))


def stands(uow: Unit, request: str) -> bool:
    """Whether the answer to a request was said, or the outbox says it."""
    return uow.count(Placement, request=request) + uow.count(Delivery, key=_key(request)) > 0


def _key(request: str) -> str:
    return f"late:{request}"


@message()
def late(ctx: RenderContext, request: str) -> Reply | None:
    """Give what was answered; below, since what it was to replace may be long gone. None where it stands by now."""
    row = ctx.uow.one(HandledRequest, request=request)
    if row is None or row.address is None or ctx.uow.count(Placement, request=row.request):
        return None
    return given(ctx, row)


def given(ctx: RenderContext, row: HandledRequest) -> Reply:
    """Give what was answered, without what may not be seen any more."""
    reply = replace(serialization.load(Reply, row.reply), update=False)
    cards = tuple(card for card in reply.cards if _may_stand(ctx, reply, card))
    if len(cards) < len(reply.cards) and not any(card.media for card in cards):  # what is said below a picture goes too
        said = ctx.t(L("What you asked for is not shown any more. Ask again to see what is there now."))
        return Reply(cards=(Card(said),), private=reply.private)
    return replace(reply, cards=cards)


async def suits(services: Services, request: Request, reply: Reply, address: Address) -> bool:
    """Whether an answer that was made for a private chat may be shown to who asked at `address` instead: in a shared
    place others' sensitive pictures stand for nobody.
    """
    who: IdentityWhere = {"platform": request.sender.platform, "user": request.sender.user}

    def look(uow: Unit) -> bool:
        identity = uow.one(Identity, **who)
        account = uow.get(Account, identity.account) if identity else None
        language = account.language if account else "en"
        ctx = RenderContext(uow=uow, services=services, words=words(language), address=address, account=account)
        return all(_may_stand(ctx, reply, card) for card in reply.cards)

    return await services.store.read(look)


def _may_stand(ctx: RenderContext, reply: Reply, card: Card) -> bool:
    """Ask visibility again: what was recorded may have been taken down since, or be for other eyes.

    A picture without a name of its post, as on a profile, is known by its bytes; who is alone sees what is theirs.
    """
    uow, alone = ctx.uow, reply.private or ctx.address.private
    me = ctx.account.id if ctx.account and alone else None
    blobs = sorted({media.blob for media in card.media})
    pictures = uow.all(Picture, blob__in=blobs, removed=None) if blobs else []
    named = {post for post in (card.about.post, *card.about.posts) if post is not None}
    ids = sorted(named | {picture.post for picture in pictures if picture.post is not None})
    posts = uow.all(Post, id__in=ids) if ids else []
    seen = {post.id for post in _seeable(ctx, posts, alone)} | {post.id for post in posts if post.author == me}
    kept = {picture.blob for picture in pictures if picture.account == me or picture.post in seen}
    pictured = {picture.blob for picture in uow.all(Picture, blob__in=blobs)} if blobs else set()  # no collages
    return named <= seen and pictured <= kept


def _seeable(ctx: RenderContext, posts: list[Post], alone: bool) -> list[Post]:
    """What who asked may see, and, where others read along, all of them."""
    for who in (ctx.account,) if alone else (ctx.account, None):
        posts = visibility.seeable(ctx.uow, visibility.of_address(ctx.uow, who, ctx.address), posts)
    return posts
