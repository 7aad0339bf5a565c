"""Follow the bot's servers, and their channels, threads and roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import discord
import structlog

from botfeed.adapters.discord.api import refusals
from botfeed.adapters.discord.api.addresses import PLATFORM, of_channel
from botfeed.core.chat.context import Services
from botfeed.core.errors import SendError
from botfeed.core.model import Address, Space
from botfeed.core.spaces import spaces

log = structlog.get_logger()

ARCHIVED = 300  # archived threads of a channel that are checked


async def joined(services: Services, guild: discord.Guild) -> None:
    """Record that a server installed the bot, and greet it in its system channel if the bot may write there."""
    welcome_at, here = _system(guild), Address(PLATFORM, "", str(guild.id), guild.name, private=False)
    locale = str(guild.preferred_locale)
    await services.store.run(lambda uow: spaces.joined(uow, here, welcome_at, locale))


def _system(guild: discord.Guild) -> Address | None:
    channel = guild.system_channel
    if channel is None or guild.me is None:
        return None
    may = channel.permissions_for(guild.me)
    return of_channel(channel) if may.view_channel and may.send_messages else None


async def resume(services: Services, client: discord.Client, guilds: Iterable[discord.Guild]) -> None:
    """Record changes in servers that happened while the bot was not connected."""
    known = await services.store.read(lambda uow: {space.ref for space in uow.all(Space, platform=PLATFORM)})
    for guild in guilds:
        if str(guild.id) in known:
            channels = [of_channel(channel) for channel in (*guild.channels, *guild.threads)]
            changed = await _changed(services, guild, channels)
            refs = {at.ref for at in changed}
            for channel in (each for each in guild.channels if str(each.id) in refs):
                changed += await _changed(services, guild, await _archived_threads(channel))
            if client.get_guild(guild.id):  # else it removed the bot meanwhile
                await services.store.run(partial(spaces.found, platform=PLATFORM, ref=str(guild.id), channels=changed))


async def _changed(services: Services, guild: discord.Guild, channels: Sequence[Address]) -> list[Address]:
    return await services.store.read(partial(spaces.changed, platform=PLATFORM, ref=str(guild.id), channels=channels))


async def _archived_threads(channel: discord.abc.GuildChannel) -> list[Address]:
    """Return a channel's newest archived threads, which the gateway does not send."""
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        return []
    try:
        with refusals.as_core_errors():
            return [of_channel(each) async for each in channel.archived_threads(limit=ARCHIVED)]
    except SendError as error:
        log.warning("archived threads are not known", channel=channel.id, why=repr(error))
        return []


async def left(services: Services, guild: discord.Guild) -> None:
    await services.store.run(lambda uow: spaces.left(uow, PLATFORM, str(guild.id)))


async def changed(services: Services, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
    """Follow a channel, and its threads, whose age restriction was set or removed."""
    was, at = of_channel(before), of_channel(after)
    if was.age_restricted != at.age_restricted:
        threads = [replace(at, ref=str(one.id)) for one in after.guild.threads if one.parent_id == after.id]
        archived = await _changed(services, after.guild, await _archived_threads(after))
        for place in (at, *threads, *archived):
            await services.store.run(partial(spaces.restricted, channel=place))


async def thread_opened(services: Services, thread: discord.Thread) -> None:
    """Check a thread that is new or no longer archived: its channel may have changed meanwhile."""
    for place in await _changed(services, thread.guild, [of_channel(thread)]):
        await services.store.run(partial(spaces.restricted, channel=place))


async def deleted(services: Services, guild: int, thing: int) -> None:
    """Delete the rows of a deleted channel, thread or role."""
    await services.store.run(lambda uow: spaces.deleted(uow, PLATFORM, str(guild), str(thing)))
