"""Find the channel or the webhook of an address, and change messages there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import discord
from cachetools import LRUCache
from discord import ui

from botfeed.adapters.discord.api.addresses import DIRECT, PLATFORM, TOKEN, parts
from botfeed.adapters.discord.api.limiter import Limiter
from botfeed.core.chat.context import Services
from botfeed.core.model import Address, Identity
from botfeed.core.ports.fields import IdentityWhere

T = TypeVar("T")
TOKENS = 10_000  # interactions: those of a quarter of an hour
_ARCHIVED = 50083  # error code of a change in an archived thread


@dataclass(frozen=True, slots=True)
class Token:
    """Token of an interaction; it edits and deletes the answer until `until`."""

    application: int
    token: str
    until: datetime


class Channels:
    """Calls raise what the library raises; `Messenger.calling` translates it."""

    def __init__(self, services: Services, client: discord.Client, limiter: Limiter) -> None:
        self._services = services
        self._client = client
        self._limiter = limiter
        self._tokens: LRUCache[str, Token] = LRUCache(TOKENS)

    def remember(self, ref: str, token: Token) -> None:
        """Store the token of the interaction that a shared message answers."""
        self._tokens[ref] = token

    def webhook(self, address: Address) -> discord.Webhook | None:
        """Return the interaction's own webhook if the address carries a token."""
        _, _, rest = address.ref.partition(TOKEN)
        application, _, token = rest.partition(TOKEN)
        return discord.Webhook.partial(int(application), token, client=self._client) if token else None

    async def open(self, address: Address) -> discord.abc.Messageable:
        """Return the channel of an address; a person's direct messages are opened once, by a request of their own."""
        channel = address.ref.partition(TOKEN)[0]
        if channel.startswith(DIRECT):
            channel = await self._direct_channel(channel.removeprefix(DIRECT))
        return self._client.get_partial_messageable(int(channel))

    async def edit(
        self, address: Address, ref: str, view: ui.LayoutView, files: Sequence[discord.File | discord.Attachment]
    ) -> discord.Message:
        """Replace a message's view and files, and return the message."""
        channel, message = parts(ref)
        nobody = discord.AllowedMentions.none()
        if webhook := self.webhook(address):
            return await webhook.edit_message(message, view=view, attachments=files, allowed_mentions=nobody)
        target = self._client.get_partial_messageable(channel).get_partial_message(message)

        async def edit() -> discord.Message:
            for file in files:
                if isinstance(file, discord.File):
                    file.reset()
            return await target.edit(view=view, attachments=files, allowed_mentions=nobody)

        try:
            return await self._unarchived(channel, edit)
        except discord.Forbidden:
            if (webhook := self._answered(ref)) is None:
                raise
            for file in files:
                if isinstance(file, discord.File):
                    file.reset()
            return await webhook.edit_message(message, view=view, attachments=files, allowed_mentions=nobody)

    async def delete(self, address: Address, ref: str) -> None:
        channel, message = parts(ref)
        if webhook := self.webhook(address):
            await webhook.delete_message(message)
            return
        target = self._client.get_partial_messageable(channel).get_partial_message(message)
        try:
            await self._unarchived(channel, target.delete)
        except discord.Forbidden:
            if (webhook := self._answered(ref)) is None:
                raise
            await webhook.delete_message(message)

    def _answered(self, ref: str) -> discord.Webhook | None:
        """Return the webhook of the interaction that a shared message answers, while its token is valid.

        It reaches the message where the bot lost, or never had, the permission to see the channel.
        """
        token = self._tokens.get(ref)
        if token is None or token.until <= self._services.clock.now():
            return None
        return discord.Webhook.partial(token.application, token.token, client=self._client)

    async def _unarchived(self, channel: int, change: Callable[[], Awaitable[T]]) -> T:
        """Change a message; open an archived thread for it, since nothing in there can be changed."""
        try:
            return await change()
        except discord.HTTPException as error:
            if error.code != _ARCHIVED:
                raise
            await self._limiter.turn(patient=True)
            await self._client.http.edit_channel(channel, archived=False)
            await self._limiter.turn(patient=True)
            return await change()

    async def _direct_channel(self, user: str) -> str:
        """Return the channel of a person's direct messages, which is opened at the first call and kept as a row."""
        identity: IdentityWhere = {"platform": PLATFORM, "user": user}
        known = await self._services.store.read(lambda uow: uow.one(Identity, **identity))
        if known and known.room:
            return known.room
        await self._limiter.turn(patient=False)
        channel = str((await self._client.create_dm(discord.Object(int(user)))).id)
        await self._services.store.run(lambda uow: uow.compare_and_set(Identity, identity, room=channel))
        return channel
