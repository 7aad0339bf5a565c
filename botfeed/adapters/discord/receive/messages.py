"""Answer requests without an interaction: messages, replies and reactions."""

from __future__ import annotations

from collections.abc import Iterable

import discord
import structlog
from cachetools import LRUCache

from botfeed.adapters.discord import decode
from botfeed.adapters.discord.api.addresses import PLATFORM, message_ref
from botfeed.adapters.discord.messenger import Messenger
from botfeed.core import dispatch
from botfeed.core.cards import buttons, text_card
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Action, ButtonStyle, Reply, Request, Sender
from botfeed.core.errors import SendError, SendUnknown, TryAgain
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, Identity, Placement
from botfeed.core.ports import Unit
from botfeed.core.spaces import removals, spaces
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
_COMMENT = L("{who}, to comment on this picture, press the button: your reply alone is no comment.")
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
        elif request.command == "reply":
            await self._offer_comment(request, reply)

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

    async def _offer_comment(self, request: Request, reply: Reply) -> None:
        """Offer the form for a comment to who replied to a card and cannot be asked in private; says nothing of it."""
        post = reply.cards[0].about.post if reply.cards else None
        if post is None or not await self._may_point(request):
            return
        words = await dispatch.words_for(self._services, request)
        args = {"post": self._services.sealer.ref(post)}
        payload = self._services.menu.encode(buttons.comment.name, args)
        comment = Action(words.s(L("Comment")), buttons.comment.name, args, ButtonStyle.PRIMARY, payload)
        card = text_card.words(words.t(_COMMENT, who=request.sender.name), comment)
        offer = Reply((card,), private=False, silent=True)
        await self._messenger.send(request.address, offer, f"{request.id.removeprefix(f'{PLATFORM}:')}:c")

    async def _may_point(self, request: Request) -> bool:
        """Return True if the bot may write there, and did not point this person to something within a minute."""
        now, key = self._services.clock.monotonic(), (request.address.ref, request.sender.user)
        last = self._pointed.get(key)
        if last is not None and now - last < POINTS:
            return False
        self._pointed[key] = now
        return await self._services.store.read(lambda uow: spaces.hears(uow, request))

    async def _point(self, request: Request, line: str) -> None:
        """Note in the channel where the answer is, if the bot was mentioned and may write there; once a minute."""
        if not request.called or not await self._may_point(request):
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


async def deleted(services: Services, channel: int, ids: Iterable[int]) -> None:
    """Follow the deletion of messages in a server: those of the bot's that showed a post are removed from there."""
    refs = [message_ref(channel, id) for id in sorted(ids)]

    def write(uow: Unit) -> None:
        for ref in refs:
            for removed in removals.deleted(uow, PLATFORM, ref):
                log.info("a deleted message removes its post from the place", space=removed.space, post=removed.post)

    await services.store.run(write)
