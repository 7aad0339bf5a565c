"""Read and write the addresses of Discord's channels and threads, and the references of messages."""

from __future__ import annotations

from dataclasses import replace

import discord

from botfeed.core.model import Address

PLATFORM = "discord"
DIRECT = "@"  # before a person's id in an address: their direct messages, opened when something is sent there
TOKEN = "~"  # parts a channel from an interaction's application and token in an address  # noqa: S105 - no secret


def address_of(channel: object, channel_id: int, guild: discord.Guild | None, guild_id: int | None) -> Address:
    """Return the address of a channel, which may not be known whole; its title is the server's name if that is known.

    Sensitive pictures are shown in age-restricted channels only.
    """
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


def of_channel(channel: discord.abc.GuildChannel | discord.Thread) -> Address:
    """Return the address of a server's channel or thread that the gateway described."""
    return address_of(channel, channel.id, channel.guild, channel.guild.id)


def direct_messages(user: str) -> Address:
    """Return the address of a person's direct messages."""
    return Address(PLATFORM, f"{DIRECT}{user}")


def by_token(what: discord.Interaction, address: Address) -> Address:
    """Return the address with the interaction's token, by which a private answer can be edited for 15 minutes."""
    return replace(address, ref=f"{address.ref}{TOKEN}{what.application_id}{TOKEN}{what.token}")


def message_ref(channel: int, message: int) -> str:
    """Return the reference of a message."""
    return f"{channel}/{message}"


def parts(ref: str) -> tuple[int, int]:
    """Return the channel and the number of a message."""
    channel, _, message = ref.partition("/")
    return int(channel), int(message)


def parent_channel(channel: object, channel_id: int) -> str:
    """Return the id of the channel that a space's rules name: for a thread its parent channel's."""
    return str(getattr(channel, "parent_id", None) if isinstance(channel, discord.Thread) else channel_id)
