"""Send, edit and delete on Discord: by an interaction's token while it is valid, else as messages of a channel."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta

import discord
from cachetools import LRUCache

from botfeed.adapters.discord import render
from botfeed.adapters.discord.api import permissions, refusals
from botfeed.adapters.discord.api.addresses import PLATFORM, message_ref, parts
from botfeed.adapters.discord.api.circuit_breaker import CircuitBreaker
from botfeed.adapters.discord.api.limiter import Limiter
from botfeed.adapters.discord.send import files, markdown
from botfeed.adapters.discord.send.channels import Channels, Token
from botfeed.adapters.discord.send.kept_files import Kept, KeptFiles
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Card, Receipt, Reply
from botfeed.core.chat.messenger import CommandSyntax, Ramp
from botfeed.core.errors import Expired, MessageGone, Rejected, SendError, TryAgain, Unreachable
from botfeed.core.language.text import Text
from botfeed.core.model import Address
from botfeed.core.work import placements

AUTHORIZE = "https://discord.com/oauth2/authorize"
NONCE = 25  # characters
REMEMBERED = 10_000  # pending messages


def _notices(reply: Reply) -> discord.AllowedMentions:
    """Return who is told of a message: the people whom it names for that, and nobody else."""
    people = [discord.Object(id) for id in render.mentioned(reply)]
    return discord.AllowedMentions(everyone=False, roles=False, users=people, replied_user=False)


class Messenger:
    """Implements the core's `Messenger` and its capabilities, but for `CanDraft`, `CanLink` and `Ageless`."""

    platform = PLATFORM
    way = CommandSyntax(before="", after=":", named=True, paths=True)
    room = 2500  # characters of 4000: a caption takes 1000 at most, its byline and provenance the rest
    takes = staticmethod(markdown.takes)
    reactions = True
    ephemerals = True
    ramp = Ramp(timedelta(seconds=2), 50)  # of new direct messages: faster ones are refused with 40003

    def __init__(self, services: Services, client: discord.Client, breaker: CircuitBreaker) -> None:
        self._services = services
        self._client = client
        self._breaker = breaker
        self._limiter = Limiter(services.clock)
        self._channels = Channels(services, client, self._limiter)
        self.kept = KeptFiles()
        self.commands: Callable[[], markdown.Mentions] = lambda: markdown.NO_MENTIONS
        self._refused: LRUCache[str, None] = LRUCache(REMEMBERED)  # pending messages that did not take their result
        self._pending: LRUCache[str, Card] = LRUCache(REMEMBERED)  # by message: the card whose result is awaited

    @contextlib.contextmanager
    def calling(self) -> Iterator[None]:
        """Guard a call to Discord: refuse it while the circuit breaker is open. Raises SendError and its kinds."""
        self._breaker.check()
        with refusals.as_core_errors():
            yield

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        """Post in the channel. The key is the nonce: Discord answers a repeat with the first message."""
        body = render.reply(reply, key[:NONCE], self.commands())
        uploads = await files.load(self._services.media, body, reply.files)
        await self._limiter.turn(patient=reply.patient)
        with self.calling():
            channel = await self._channels.open(address)
            message = await channel.send(
                view=body.view,
                files=uploads,
                nonce=key[:NONCE],
                silent=reply.silent,
                allowed_mentions=_notices(reply),
            )
        ref = message_ref(message.channel.id, message.id)
        self.kept.learn(ref, message)
        self.track_pending(ref, reply)
        return Receipt(ref)

    def remember_token(self, ref: str, token: Token) -> None:
        """Store the token that reaches a shared answer where its channel does not."""
        self._channels.remember(ref, token)

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        """Edit by the token if the address has one, else as a message of the channel. Upload only new pictures.

        A pending message that takes neither its result nor the words after that is deleted, so that it does not wait
        for ever: then MessageGone is raised.
        """
        self._breaker.check_edit(parts(ref)[1])
        body, kept = render.reply(reply, commands=self.commands()), self.kept.get(ref)
        was_pending = self._pending.get(ref) is not None
        self.track_pending(ref, reply)
        try:
            await self._edit_with(address, ref, reply, body, kept)
        except Rejected as error:
            if ref in self._refused:
                await self.delete(address, ref)
                raise MessageGone(str(error)) from error
            if was_pending:
                self._refused[ref] = None
            raise
        self._refused.pop(ref, None)
        return Receipt(ref)

    async def _edit_with(self, address: Address, ref: str, reply: Reply, body: render.Body, kept: Kept) -> None:
        try:
            await self._edit(address, ref, reply, body, kept)
        except Rejected:
            if not kept:
                raise
            await self._edit(address, ref, reply, body, {})  # maybe it has these files no longer

    async def _edit(self, address: Address, ref: str, reply: Reply, body: render.Body, kept: Kept) -> None:
        shown = await files.load_missing(self._services.media, body, kept, reply.files)
        if not self._channels.webhook(address):
            await self._limiter.turn(patient=reply.patient)
        with self.calling():
            self.kept.learn(ref, await self._channels.edit(address, ref, body.view, shown))

    def invite(self, *, alone: bool) -> str:
        """Return the page on which Discord asks where the bot is to be added."""
        application = self._client.application_id
        if not application:
            return ""
        where = "integration_type=1&scope=applications.commands"
        if not alone:
            where = f"integration_type=0&permissions={permissions.INVITED.value}&scope=bot+applications.commands"
        return f"{AUTHORIZE}?client_id={application}&{where}"

    def track_pending(self, ref: str, reply: Reply) -> None:
        """Store the card of a pending reply, so that progress can be shown there; drop it once it is replaced."""
        self._pending.pop(ref, None)
        if reply.pending and reply.cards:
            self._pending[ref] = reply.cards[0]

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        """Show progress in the pending message, above its buttons; lossy, never raises SendError.

        An edit removes buttons that it does not repeat, so messages that another process sent are left as they are.
        """
        pending = self._pending.get(ref)
        if pending is None:
            return
        picture = files.partial_picture(partial)
        if not self._channels.webhook(address):
            await self._limiter.turn(patient=True)
            if self._pending.get(ref) is not pending:
                return
        view = render.progress(text, picture.filename if picture else "", pending)
        self.kept.learn(ref, None)
        with contextlib.suppress(SendError):
            self._breaker.check_edit(parts(ref)[1])
            with self.calling():
                await self._channels.edit(address, ref, view, [picture] if picture else [])

    async def delete(self, address: Address, ref: str) -> None:
        """Delete a message. A row says so before, since each process hears of it, and not who did it."""
        self._pending.pop(ref, None)
        self.kept.learn(ref, None)
        if not self._channels.webhook(address):
            await self._limiter.turn(patient=True)
            await self._services.store.run(lambda uow: placements.retire(uow, PLATFORM, ref))
        try:
            with self.calling():
                await self._channels.delete(address, ref)
        except (Expired, Rejected, TryAgain, Unreachable):
            await self._services.store.run(lambda uow: placements.unretire(uow, PLATFORM, ref))
            raise

    async def is_member(self, address: Address, user: str) -> bool:
        """Ask Discord for the member. Raises Unreachable where the bot, or the person, is not there."""
        await self._member(address, user)
        return True

    async def is_admin(self, address: Address, user: str) -> bool:
        """Ask Discord for the member, whose roles' permissions decide."""
        return (await self._member(address, user)).guild_permissions.manage_guild

    async def _member(self, address: Address, user: str) -> discord.Member:
        await self._limiter.turn(patient=False)
        with self.calling():
            guild = await self._client.fetch_guild(int(address.space))
            await self._limiter.turn(patient=False)
            return await guild.fetch_member(int(user))
