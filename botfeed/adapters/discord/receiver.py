"""Discord's one way in: a plain client without a command tree and without privileged intents."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import discord
import structlog

from botfeed.adapters.discord import decode, render, schema
from botfeed.adapters.discord.messenger import TOKEN_LIVES, Messenger, refusals
from botfeed.core import dispatch
from botfeed.core.chat.context import House
from botfeed.core.chat.message import Receipt, Reply, Request
from botfeed.core.errors import SendError, StartError

log = structlog.get_logger()


def intents() -> discord.Intents:
    """What we hear: servers we are in, messages to us, reactions. Nothing privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.messages = True
    wanted.reactions = True
    return wanted


class Client(discord.Client):
    """Every interaction, message and reaction becomes one request."""

    def __init__(self, house: House, ready: Callable[[str], None], **options: Any) -> None:
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self._house = house
        self._told = ready
        self.messenger = Messenger(house, self)

    async def setup_hook(self) -> None:
        await schema.push(self._house, self)
        self._house.messengers[decode.PLATFORM] = self.messenger
        self._house.store.wake()

    async def on_ready(self) -> None:
        self._told(str(self.user))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            await self._complete(interaction)
            return
        request = decode.interaction(interaction)
        if request is None:
            return
        reply = await dispatch.handle(self._house, request)
        try:
            with refusals():
                await self._answer(interaction, request, reply)
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error))

    async def _complete(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        name, given = decode.options(data)
        focused = next((o for o in given if o.get("focused")), None)
        if focused is None:
            return
        who = decode.sender(interaction.user, admin=False)
        args = {o["name"]: decode.text(o.get("value", "")) for o in given}
        request = Request(f"{decode.PLATFORM}:{interaction.id}", name, who, decode.address(interaction), args)
        found = await dispatch.suggest(self._house, request, focused["name"], str(focused.get("value", "")))
        choices = [discord.app_commands.Choice(name=c.label[:100], value=c.value[:100]) for c in found]
        with refusals():
            await interaction.response.autocomplete(choices)

    async def _answer(self, interaction: discord.Interaction, request: Request, reply: Reply) -> None:
        """Say it: a form at once; words at once; pictures after an acknowledgement, since they take loading."""
        if reply.ask:
            await interaction.response.send_modal(render.Form(reply.ask, str(interaction.id)))
            return
        updates = bool(reply.update and request.pressed)
        if not reply.cards and not reply.notice and not reply.files:
            await self._quiet(interaction)
            return
        aside = reply.private and not request.address.private
        await interaction.response.defer(ephemeral=aside, thinking=not updates)
        ref = await self._fill(interaction, reply)
        receipt = Receipt(ref, interaction.created_at + TOKEN_LIVES if aside else None)
        where = (
            request.address
            if aside
            else decode.channel_address(interaction.channel, interaction.channel_id or 0, interaction.guild_id)
        )
        if reply.cards:
            await dispatch.landed(self._house, request, where, reply, receipt)

    async def _fill(self, interaction: discord.Interaction, reply: Reply) -> str:
        body = render.reply(reply)
        files = [*await self.messenger.files(body), *await self.messenger.documents(reply)]
        message = await interaction.edit_original_response(
            view=body.view, attachments=files, allowed_mentions=discord.AllowedMentions.none()
        )
        return decode.message_ref(message.channel.id, message.id)

    async def _quiet(self, interaction: discord.Interaction) -> None:
        """Acknowledge without a word."""
        if interaction.type is discord.InteractionType.component:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.delete_original_response()

    async def on_message(self, message: discord.Message) -> None:
        assert self.user
        if request := decode.message(message, self.user.id):
            await self._say(request)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        await self._reacted(event)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        await self._reacted(event)

    async def _reacted(self, event: discord.RawReactionActionEvent) -> None:
        if self.user and event.user_id == self.user.id:
            return
        user = event.member or self.get_user(event.user_id) or await self.fetch_user(event.user_id)
        if not user.bot:
            await self._say(decode.reaction(event, user))

    async def _say(self, request: Request) -> None:
        """Answer what did not come as an interaction: in private where it was private, else only what all may read."""
        reply = await dispatch.handle(self._house, request)
        if not reply.cards and not (reply.notice and request.address.private):
            return
        if reply.private and not request.address.private:
            return
        try:
            receipt = await self.messenger.send(request.address, reply, request.id)
        except SendError as error:
            log.warning("an answer was not delivered", why=repr(error))
            return
        await dispatch.landed(self._house, request, request.address, reply, receipt)

    async def on_error(self, event: str, /, *args: Any, **_: Any) -> None:
        del args
        log.error("an event failed", happening=event, exc_info=sys.exc_info())  # noqa: LOG014 - called inside one


async def serve(house: House, token: str, ready: Callable[[str], None], **options: Any) -> None:
    """Connect and answer until cancelled. `options` go to `discord.Client` (connector ...)."""
    client = Client(house, ready, **options)
    try:
        await client.start(token, reconnect=True)
    except discord.LoginFailure:
        raise StartError(
            "Discord does not know this DISCORD_TOKEN. Make a new one at discord.com/developers."
        ) from None
    finally:
        house.messengers.pop(decode.PLATFORM, None)
        await asyncio.shield(client.close())
