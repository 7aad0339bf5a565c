"""Servers come and go, and so do their channels and roles: what the core does about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import discord
import structlog

from botfeed.adapters.discord.api.addresses import PLATFORM, inside
from botfeed.adapters.discord.messenger import refusals
from botfeed.core.chat.context import Services
from botfeed.core.errors import SendError
from botfeed.core.model import Address, Space
from botfeed.core.spaces import spaces

log = structlog.get_logger()

RESTING = 300  # archived threads of a channel that are looked at


async def joined(services: Services, guild: discord.Guild) -> None:
    """A server took us in: one line in its system channel, if we may write there."""
    say_at, here = _system(guild), Address(PLATFORM, "", str(guild.id), guild.name, private=False)
    locale = str(guild.preferred_locale)
    await services.store.run(lambda uow: spaces.joined(uow, here, say_at, locale))


def _system(guild: discord.Guild) -> Address | None:
    channel = guild.system_channel
    if channel is None or guild.me is None:
        return None
    may = channel.permissions_for(guild.me)
    return inside(channel) if may.view_channel and may.send_messages else None


async def there(services: Services, client: discord.Client, guilds: Iterable[discord.Guild]) -> None:
    """Servers we are in, as they are when we begin to listen to them: something may have changed before."""
    known = await services.store.read(lambda uow: {space.ref for space in uow.all(Space, platform=PLATFORM)})
    for guild in guilds:
        if str(guild.id) in known:
            channels = [inside(channel) for channel in (*guild.channels, *guild.threads)]
            changed = await _changed(services, guild, channels)
            refs = {at.ref for at in changed}
            for channel in (each for each in guild.channels if str(each.id) in refs):
                changed += await _changed(services, guild, await _resting(channel))
            if client.get_guild(guild.id):  # else it sent us away meanwhile
                await services.store.run(partial(spaces.found, platform=PLATFORM, ref=str(guild.id), channels=changed))


async def _changed(services: Services, guild: discord.Guild, channels: Sequence[Address]) -> list[Address]:
    return await services.store.read(partial(spaces.changed, platform=PLATFORM, ref=str(guild.id), channels=channels))


async def _resting(channel: discord.abc.GuildChannel) -> list[Address]:
    """A channel's archived threads, the newest, which nobody tells us of."""
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        return []
    try:
        with refusals():
            return [inside(each) async for each in channel.archived_threads(limit=RESTING)]
    except SendError as error:
        log.warning("archived threads are not known", channel=channel.id, why=repr(error))
        return []


async def left(services: Services, guild: discord.Guild) -> None:
    await services.store.run(lambda uow: spaces.left(uow, PLATFORM, str(guild.id)))


async def changed(services: Services, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
    """A channel became age-restricted, or is not any more, and its threads with it; anything else about it is no
    concern of ours.
    """
    was, at = inside(before), inside(after)
    if was.age_restricted != at.age_restricted:
        threads = [replace(at, ref=str(one.id)) for one in after.guild.threads if one.parent_id == after.id]
        resting = await _changed(services, after.guild, await _resting(after))
        for place in (at, *threads, *resting):
            await services.store.run(partial(spaces.restricted, channel=place))


async def woken(services: Services, thread: discord.Thread) -> None:
    """A thread is heard of that is new, or that rested until now: its channel may have changed meanwhile."""
    for place in await _changed(services, thread.guild, [inside(thread)]):
        await services.store.run(partial(spaces.restricted, channel=place))


async def deleted(services: Services, guild: int, thing: int) -> None:
    """A channel, a thread or a role is no more."""
    await services.store.run(lambda uow: spaces.deleted(uow, PLATFORM, str(guild), str(thing)))
