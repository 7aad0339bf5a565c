"""Where something is said: a channel, a thread, direct messages. Sensitive pictures keep to what is age-restricted."""

from __future__ import annotations

import discord

from botfeed.core.model import Address

PLATFORM = "discord"


def place(channel: object, channel_id: int, guild: discord.Guild | None, guild_id: int | None) -> Address:
    """Where something was said. A space is the server, and carries its name where that is known."""
    title = str(getattr(guild, "name", "") or getattr(channel, "name", "") or "")
    restricted = getattr(channel, "is_nsfw", None)
    return Address(
        PLATFORM,
        str(channel_id),
        str(guild_id) if guild_id else "",
        title,
        private=not guild_id,
        age_restricted=bool(restricted and restricted()),
    )


def inside(channel: discord.abc.GuildChannel | discord.Thread) -> Address:
    """A server's own channel or thread, as the gateway told us of it."""
    return place(channel, channel.id, channel.guild, channel.guild.id)
