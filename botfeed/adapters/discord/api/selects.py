"""Let people pick channels and roles from Discord's own lists, and check that they belong to this server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import ui

from botfeed.adapters.discord.api import addresses, permissions
from botfeed.core.chat.message import Field, Picked

KINDS = ("channel", "channels", "roles")
PERSON = 6  # a slash command's option that takes a person
OPTION = 7  # a slash command's option that takes a channel
CHANNELS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.public_thread)
MOST = 25
_LISTS = (discord.ComponentType.role_select.value, discord.ComponentType.channel_select.value)


def component(field: Field) -> ui.Item[Any]:
    """Return a list of the server's channels or roles in which the present ones are picked."""
    ids = [int(id) for id in field.value.split(",") if id.isdecimal()]
    kind = discord.SelectDefaultValueType.role if field.kind == "roles" else discord.SelectDefaultValueType.channel
    current = [discord.SelectDefaultValue(id=id, type=kind) for id in ids[:MOST]]
    most = 1 if field.kind == "channel" else MOST
    least = 1 if field.required else 0
    if field.kind == "roles":
        return ui.RoleSelect(
            custom_id=field.name, min_values=least, max_values=most, required=field.required, default_values=current
        )
    return ui.ChannelSelect(
        custom_id=field.name,
        channel_types=list(CHANNELS),
        min_values=least,
        max_values=most,
        required=field.required,
        default_values=current,
    )


def values(item: Mapping[str, Any]) -> str | None:
    """Return what was picked from a list, maybe nothing; None for another component."""
    return ",".join(item.get("values") or ()) if item.get("type") in _LISTS else None


def option(described: dict[str, Any]) -> dict[str, Any]:
    """Turn a slash command's option into one that takes a channel."""
    kinds = [kind.value for kind in CHANNELS]
    return {**described, "type": OPTION, "channel_types": kinds}


def _lacks(guild: discord.Guild, channel: discord.abc.GuildChannel | discord.Thread) -> tuple[str, ...]:
    """Return the permissions that the bot is missing in a channel; none where the gateway did not say yet."""
    try:
        has = channel.permissions_for(guild.me)
    except (AttributeError, discord.ClientException):  # a thread whose channel is not known
        return ()
    return permissions.lacking(has, thread=isinstance(channel, discord.Thread))


def verified(guild: discord.Guild | None, ids: Iterable[str]) -> dict[str, Picked]:
    """Return those of these ids that are channels or roles of this server, as the gateway described it."""
    found: dict[str, Picked] = {}
    for id in ids:
        if guild is None or not id.isdecimal():
            continue
        if channel := guild.get_channel_or_thread(int(id)):
            found[id] = Picked(channel.name, addresses.of_channel(channel), _lacks(guild, channel))
        elif role := guild.get_role(int(id)):
            found[id] = Picked(role.name)
    return found
