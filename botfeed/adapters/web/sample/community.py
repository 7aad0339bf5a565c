"""Fill a new installation with a small made-up community, so that a first visitor sees posts.
Its members act through `dispatch` as people do; only the offline painter paints for them. Existing content is not
made again, so a second start adds nothing.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace

import structlog

from botfeed.adapters.web.sample.members import FOLLOWS, PIECES, Piece
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Card, Receipt, Reply, Request, Sender
from botfeed.core.model import Address, Comment, Identity, Painting, Picture, Post
from botfeed.core.ports import Unit

log = structlog.get_logger()

PLATFORM = "sample"
PATIENCE = 20.0  # seconds for one picture; then the next one is tried


class Inbox:
    """Messenger of the members: keeps what each is sent until `populate` reads it."""

    platform = PLATFORM

    def __init__(self) -> None:
        self._queues: dict[str, asyncio.Queue[Reply]] = {}

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        self.of(address.ref).put_nowait(reply)
        return Receipt(f"sample:{key}")

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        self.of(address.ref).put_nowait(reply)
        return Receipt(ref)

    async def delete(self, address: Address, ref: str) -> None:
        """Do nothing: no message is shown anywhere."""

    def of(self, who: str) -> asyncio.Queue[Reply]:
        return self._queues.setdefault(who, asyncio.Queue())


async def populate(services: Services, changed: Callable[[], None]) -> None:
    """Let the members paint, publish, follow, like and comment; `changed` is called when there is more to show."""
    free = tuple(p for p in services.painters if not p.info.paid)
    if not free:
        return
    services.messengers[PLATFORM] = inbox = Inbox()
    services = replace(services, painters=free)
    for piece in PIECES:
        try:
            await _add(services, inbox, piece)
        except TimeoutError:
            log.warning("a sample picture did not come", prompt=piece.prompt)
        changed()
    for follower, followee in FOLLOWS:
        await _do(services, follower, "follow", who=followee)
    changed()


async def _add(services: Services, inbox: Inbox, piece: Piece) -> None:
    post = await services.store.read(lambda uow: posted(uow, piece))
    if post is None:
        await _paint(services, inbox, piece)
        post = await services.store.read(lambda uow: posted(uow, piece))
    if post is None:
        return
    ref = services.sealer.ref(post)
    for who in piece.liked:
        await _do(services, who, "like", post=ref, wanted="1")
    for who, words in piece.comments:
        if not await services.store.read(lambda uow, words=words: uow.count(Comment, post=post, text=words)):  # type: ignore[misc]
            await _do(services, who, "comment", post=ref, text=words)


async def _paint(services: Services, inbox: Inbox, piece: Piece) -> None:
    """Paint and publish this piece; a picture that was painted before a restart is used."""
    picture = await services.store.read(lambda uow: painted(uow, piece))
    if picture is None:
        style = piece.style if piece.style in services.painter.styles else ""
        asked = await _do(services, piece.by, "imagine", prompt=piece.prompt, shape=piece.shape, style=style)
        if not asked.pending:
            log.info("a sample picture was not painted", prompt=piece.prompt, why=[str(c.text) for c in asked.cards])
            return
        async with asyncio.timeout(PATIENCE):
            picture = await _shown(inbox, piece.by)
    ref = services.sealer.ref(picture)
    await _do(services, piece.by, "publish", picture=ref, caption=piece.caption, audience="everyone")


async def _shown(inbox: Inbox, who: str) -> int:
    """Wait until a member is shown a picture of theirs; return its id."""
    while True:
        reply = await inbox.of(who).get()
        for card in reply.cards:
            if (picture := _private(card)) is not None:
                return picture


def _private(card: Card) -> int | None:
    return card.about.picture if card.about.post is None and card.media else None


async def _do(services: Services, by: str, command: str, /, **args: str) -> Reply:
    """Run a command as a member would, and record where its answer was shown."""
    address = Address(PLATFORM, by)
    sender = Sender(PLATFORM, by, by, False, address)
    request = Request(f"sample:{secrets.token_hex(8)}", command, sender, address, {k: v for k, v in args.items() if v})
    reply = await dispatch.handle(services, request)
    if reply.cards:
        await dispatch.record_placement(services, request, address, reply, Receipt(f"{request.id}:answer"))
    return reply


def painted(uow: Unit, piece: Piece) -> int | None:
    """Return the picture that this member painted with this prompt, None if there is none."""
    identity = uow.one(Identity, platform=PLATFORM, user=piece.by)
    if identity is None:
        return None
    paintings = uow.all(Painting, account=identity.account, prompt=piece.prompt, newest=True)
    found = (uow.one(Picture, painting=p.id, position=0, removed=None) for p in paintings)
    return next((p.id for p in found if p), None)


def posted(uow: Unit, piece: Piece) -> int | None:
    """Return the post of this piece, None before it is published."""
    identity = uow.one(Identity, platform=PLATFORM, user=piece.by)
    found = uow.all(Post, author=identity.account, caption=piece.caption, limit=1) if identity else []
    return found[0].id if found else None
