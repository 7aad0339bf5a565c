"""Send answers through the outbox that could not be sent when they were given.

`send_missed` finds, at the next start, those that a crash between the commit and the sending left behind.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from botfeed.core import serialization
from botfeed.core.cards.posts import copies as copy_cards
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Card, Reply, Request
from botfeed.core.errors import NeedsMembership, SendUnknown, TryAgain
from botfeed.core.language.i18n import words
from botfeed.core.model import Account, Address, Delivery, HandledRequest, Identity, Picture, Placement, Post
from botfeed.core.people import memberships
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import IdentityWhere
from botfeed.core.safety import visibility
from botfeed.core.work import batches, contactability
from botfeed.core.work.messages import Sent, To, message

FRESH = timedelta(minutes=2)  # nobody waits any longer for an answer that a crash took
GRACE = timedelta(seconds=10)  # in which another process may be saying it just now
MOST = 500  # answers that are looked at after a crash


async def send_later(services: Services, request: Request, address: Address, error: TryAgain | SendUnknown) -> None:
    """Queue the recorded answer to a request for `address`: for now, or for when the platform's `error` allows it."""
    after = error.after if isinstance(error, TryAgain) else 0.0

    def write(uow: Unit) -> None:
        row = uow.one(HandledRequest, request=request.id)
        if row is not None:
            when = uow.now + timedelta(seconds=after)
            to = To(address, key=late_key(request.id), account=row.account, run_at=when)
            late.post(uow, to, request=request.id)

    await services.store.run(write)


async def send_missed(services: Services, platform: str) -> None:
    """Queue answers of the last two minutes that no message shows and no delivery carries: their process ended first.
    A pending one is left to the job that replaces it. A private one given in a shared place goes to the private
    address that the person opted in to, or is dropped.
    """

    def write(uow: Unit) -> None:
        rows = uow.queries.unsaid(platform, uow.now - FRESH, MOST)
        batches.each(uow, "missed answers", rows, lambda uow, row: _send_missed(uow, row, platform), lambda *_: None)

    await services.store.run(write)


def _send_missed(uow: Unit, row: HandledRequest, platform: str) -> None:
    if row.reply.get("pending") or is_answered(uow, row.request):
        return
    if address := _second_address(uow, row, platform):
        when = max(uow.now, row.created + GRACE)
        to = To(address, key=late_key(row.request), account=row.account, run_at=when)
        late.post(uow, to, request=row.request)


def _second_address(uow: Unit, row: HandledRequest, platform: str) -> Address | None:
    """Return the address for a missed answer. After a restart the interaction token is gone, so no ephemeral one."""
    if row.address is None or row.address.private or not serialization.load(Reply, row.reply).private:
        return row.address
    return contactability.on(uow, row.account, platform)


async def close(services: Services, request: Request) -> None:
    """Record that a request needs no further answer: it got one that leaves no placement, or can get none."""
    await services.store.run(lambda uow: uow.compare_and_set(HandledRequest, {"request": request.id}, address=None))


def is_answered(uow: Unit, request: str) -> bool:
    """Return True if the answer to a request was sent, or the outbox has it to send."""
    return uow.count(Placement, request=request) + uow.count(Delivery, key=late_key(request)) > 0


def late_key(request: str) -> str:
    """Return the key under which the late answer to a request is sent once."""
    return f"late:{request}"


@message()
def late(ctx: RenderContext, request: str) -> Reply | None:
    """Return the recorded answer as a new message, since what it replaced may be gone; None if it was sent by now."""
    row = ctx.uow.one(HandledRequest, request=request)
    if row is None or row.address is None or ctx.uow.count(Placement, request=row.request):
        return None
    return rebuild(ctx, row)


@late.when_sent
def _said(sent: Sent, request: str) -> None:
    """Let what follows replace this message: it is the answer to the request now."""
    row = sent.uow.get(Delivery, sent.row.id)
    if row is not None and row.became is not None and not sent.uow.count(Placement, request=request):
        sent.uow.compare_and_set(Placement, {"id": row.became}, request=request)


def rebuild(ctx: RenderContext, row: HandledRequest) -> Reply:
    """Return the recorded answer without the cards that its reader may not see any more."""
    reply = replace(serialization.load(Reply, row.reply), update=False)
    cards = tuple(card for card in reply.cards if _may_stand(ctx, reply, card))
    if len(cards) < len(reply.cards) and not any(card.media for card in cards):  # what is said below a picture goes too
        return Reply(cards=(copy_cards.outdated(ctx),), private=reply.private)
    return replace(reply, cards=cards)


async def may_show_at(services: Services, request: Request, reply: Reply, address: Address) -> bool:
    """Return True if a reply made for a private chat may be shown to its asker at `address`.

    In a shared place others' sensitive pictures are shown to nobody.
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
    """Check visibility again: a recorded card may have been taken down since, or its place may have other readers.

    A picture that names no post, as on a profile, is found by its bytes. In private a person sees what is theirs.
    """
    uow, alone = ctx.uow, reply.private or ctx.address.private
    me = ctx.account.id if ctx.account and alone else None
    blobs = sorted({media.blob for media in card.media})
    pictures = uow.all(Picture, blob__in=blobs, removed=None) if blobs else []
    named = {post for post in (card.about.post, *card.about.posts) if post is not None}
    ids = sorted(named | {picture.post for picture in pictures if picture.post is not None})
    posts = uow.all(Post, id__in=ids) if ids else []
    seen = {post.id for post in _seeable(ctx, reply, posts, alone)} | {post.id for post in posts if post.author == me}
    kept = {picture.blob for picture in pictures if picture.account == me or picture.post in seen}
    pictured = {picture.blob for picture in uow.all(Picture, blob__in=blobs)} if blobs else set()  # no collages
    return named <= seen and pictured <= kept


def _seeable(ctx: RenderContext, reply: Reply, posts: list[Post], alone: bool) -> list[Post]:
    """Return the posts that the asker may see, and, where others read along, everybody."""
    asked = reply.origin if alone and reply.origin and _is_inside(ctx, reply.origin) else ctx.address
    space = visibility.space_of(ctx.uow, asked)
    for who in (ctx.account,) if alone else (ctx.account, None):
        posts = visibility.seeable(ctx.uow, visibility.viewer(ctx.uow, who, space, ctx.address), posts)
    return posts


def _is_inside(ctx: RenderContext, origin: Address) -> bool:
    """Return True if the asker is in the place that they asked in. Raises NeedsMembership inside a request alone."""
    space = visibility.space_of(ctx.uow, origin)
    if space is None or ctx.account is None:
        return False
    try:
        return memberships.is_inside(ctx.services, ctx.uow, ctx.account.id, space)
    except NeedsMembership:
        if isinstance(ctx, Context):
            raise
        return False
