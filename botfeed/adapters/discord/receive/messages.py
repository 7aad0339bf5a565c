"""Answer requests without an interaction: messages, replies and reactions."""

from __future__ import annotations

import discord
import structlog
from cachetools import LRUCache

from botfeed.adapters.discord import decode
from botfeed.adapters.discord.api.addresses import PLATFORM, message_ref
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.cards import text_card
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Reply, Request, Sender
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
POINTS = 60.0  # seconds between two pointers to private answers, for one person in one channel
REMEMBERED = 1000  # people and channels of these


class MessageAnswers:
    """Handler of requests that came as messages; answers in the channel or in direct messages."""

    def __init__(self, services: Services, messenger: Messenger) -> None:
        self._services = services
        self._messenger = messenger
        self._pointed: LRUCache[tuple[str, str], float] = LRUCache(REMEMBERED)

    async def answer(self, request: Request) -> None:
        """Handle a request. Private answers go to direct messages, if the person opted in to these.
        A message has no ephemeral answer. A person who mentions the bot and takes no direct messages gets a note
        about that before anything is done. Raises SendError.
        """
        here = request.address
        direct = (
            None
            if here.private
            else await self._services.store.read(lambda uow: contactability.sender(uow, request.sender))
        )
        if request.called and not here.private and direct is None:
            await self._point(request, _FIRST)
            return
        reply = await dispatch.handle(self._services, request)
        aside = reply.private and not here.private
        if not (reply.cards or reply.ask) and (aside or not reply.notice):
            return
        if address := direct if aside else here:
            await self._send(request, reply, address, aside=aside)

    async def _send(self, request: Request, reply: Reply, address: Address, *, aside: bool) -> None:
        try:
            receipt = await self._messenger.send(address, reply, request.id.removeprefix(f"{PLATFORM}:"))
        except (TryAgain, SendUnknown) as error:
            log.warning("an answer is late", why=repr(error))
            await dispatch.deferred_replies.send_later(self._services, request, address, error)
        except SendError:
            await dispatch.deferred_replies.close(self._services, request)
            if not aside:
                raise
            await self._point(request, _CLOSED)
        else:
            await dispatch.record_placement(self._services, request, address, reply, receipt)
            if aside:
                await self._point(request, _ASIDE)

    async def _point(self, request: Request, line: str) -> None:
        """Note in the channel where the answer is, if the bot was mentioned and may write there; once a minute."""
        now, key = self._services.clock.monotonic(), (request.address.ref, request.sender.user)
        last = self._pointed.get(key)
        if not request.called or (last is not None and now - last < POINTS):
            return
        self._pointed[key] = now
        if not await self._services.store.read(lambda uow: spaces.hears(uow, request)):
            return
        words = await dispatch.words_for(self._services, request)
        imagine = self._services.menu.spell("/imagine", self._messenger.way, words.language)
        pointer = Reply((text_card.words(words.t(line, imagine=imagine)),), private=False, silent=True)
        await self._messenger.send(request.address, pointer, f"{request.id.removeprefix(f'{PLATFORM}:')}:a")


def reaction_sender(uow: Unit, event: discord.RawReactionActionEvent) -> Sender | None:
    """Return who reacts to a message of the bot's; None for other messages, for bots, and for unknown people.

    The event describes members only; about others Discord is not asked.
    """
    ref = message_ref(event.channel_id, event.message_id)
    if not uow.count(Placement, platform=PLATFORM, ref=ref):
        return None
    if event.member:
        return None if event.member.bot else decode.sender(event.member, admin=None)
    known = uow.one(Identity, platform=PLATFORM, user=str(event.user_id))
    return decode.known(known, admin=None if event.guild_id else False) if known else None
