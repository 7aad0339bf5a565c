"""What people say and do without an interaction: messages, replies and reactions."""

from __future__ import annotations

from datetime import datetime

import discord
import structlog

from botfeed.adapters.discord import decode
from botfeed.adapters.discord.messenger import Messenger
from botfeed.adapters.lru import Recent
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Card, Reply, Request, Sender
from botfeed.core.errors import SendError, SendUnknown, TryAgain
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, Identity, Placement
from botfeed.core.ports import Unit
from botfeed.core.spaces import spaces
from botfeed.core.work import contactability

log = structlog.get_logger()

_ASIDE = L("I answered you in private.")
_FIRST = L(
    "I answer that in private, and can't write to you. Write to me first, or use a slash command like {imagine:c}."
)
_CLOSED = L(
    "My answer is private, and I can't write to you. What you did stands. Slash commands like {imagine:c} are answered "
    "here, for your eyes alone."
)
POINTS = 60.0  # seconds until somebody is told again in one channel where their answers are
REMEMBERED = 1000  # who was told


class Spoken:
    """Does what people say, and says what came of it."""

    def __init__(self, services: Services, messenger: Messenger) -> None:
        self._services = services
        self._messenger = messenger
        self._pointed: Recent[tuple[str, str], datetime] = Recent(REMEMBERED)

    async def answer(self, request: Request) -> None:
        """What is for one person alone goes to their direct messages where they asked for these: nobody can be
        whispered to in a channel who pressed nothing. Who named us there hears so, before anything is done in vain.

        Raises errors.SendError.
        """
        here = request.address
        alone = (
            None
            if here.private
            else await self._services.store.read(lambda uow: contactability.sender(uow, request.sender))
        )
        if request.called and not here.private and alone is None:
            await self._point(request, _FIRST)
            return
        reply = await dispatch.handle(self._services, request)
        aside = reply.private and not here.private
        if not (reply.cards or reply.ask) and (aside or not reply.notice):
            return
        if address := alone if aside else here:
            await self._say(request, reply, address, aside=aside)

    async def _say(self, request: Request, reply: Reply, address: Address, *, aside: bool) -> None:
        try:
            receipt = await self._messenger.send(address, reply, request.id.removeprefix(f"{decode.PLATFORM}:"))
        except (TryAgain, SendUnknown) as error:
            log.warning("an answer is late", why=repr(error))
            await dispatch.deferred_replies.say(self._services, request, address, error)
        except SendError:
            await dispatch.deferred_replies.told(self._services, request)
            if not aside:
                raise
            await self._point(request, _CLOSED)
        else:
            await dispatch.landed(self._services, request, address, reply, receipt)
            if aside:
                await self._point(request, _ASIDE)

    async def _point(self, request: Request, line: str) -> None:
        """Tell who named us in a place where the answer is: now and then, and where that place lets us speak."""
        now, who = self._services.clock.now(), (request.address.ref, request.sender.user)
        told = self._pointed.get(who)
        if not request.called or (told and (now - told).total_seconds() < POINTS):
            return
        self._pointed[who] = now
        if not await self._services.store.read(lambda uow: spaces.hears(uow, request)):
            return
        say = await dispatch.speech(self._services, request)
        imagine = self._services.menu.spell("/imagine", self._messenger.way, say.language)
        said = Reply((Card(say.t(line, imagine=imagine)),), private=False, silent=True)
        await self._messenger.send(request.address, said, f"{request.id.removeprefix(f'{decode.PLATFORM}:')}:a")


def reacts(uow: Unit, event: discord.RawReactionActionEvent) -> Sender | None:
    """Who reacts to a message of ours: Discord tells of a member; of others we ask nobody, and know them or do not.

    Whoever reacts to what others say is none of our business.
    """
    ref = decode.message_ref(event.channel_id, event.message_id)
    if not uow.count(Placement, platform=decode.PLATFORM, ref=ref):
        return None
    if event.member:
        return None if event.member.bot else decode.sender(event.member, admin=None)
    known = uow.one(Identity, platform=decode.PLATFORM, user=str(event.user_id))
    return decode.known(known, admin=None if event.guild_id else False) if known else None
