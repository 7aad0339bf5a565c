"""Channels and roles of a server, picked from Discord's own lists: drawn in forms and commands, and vouched for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import ui

from botfeed.adapters.discord.api import addresses
from botfeed.core.chat.message import Field, Picked

KINDS = ("channel", "channels", "roles")
OPTION = 7  # a slash command's option that takes a channel
CHANNELS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.public_thread)
MOST = 25
_LISTS = (discord.ComponentType.role_select.value, discord.ComponentType.channel_select.value)


def component(field: Field) -> ui.Item[Any]:
    """A list of the server's channels or roles, with what stands now picked already."""
    ids = [int(id) for id in field.value.split(",") if id.isdecimal()]
    kind = discord.SelectDefaultValueType.role if field.kind == "roles" else discord.SelectDefaultValueType.channel
    stands = [discord.SelectDefaultValue(id=id, type=kind) for id in ids[:MOST]]
    most = 1 if field.kind == "channel" else MOST
    least = 1 if field.required else 0
    if field.kind == "roles":
        return ui.RoleSelect(
            custom_id=field.name, min_values=least, max_values=most, required=field.required, default_values=stands
        )
    return ui.ChannelSelect(
        custom_id=field.name,
        channel_types=list(CHANNELS),
        min_values=least,
        max_values=most,
        required=field.required,
        default_values=stands,
    )


def values(item: Mapping[str, Any]) -> str | None:
    """What was picked from such a list, also where that is nothing; None for another component."""
    return ",".join(item.get("values") or ()) if item.get("type") in _LISTS else None


def option(described: dict[str, Any]) -> dict[str, Any]:
    """Make a slash command's option one that takes a channel."""
    kinds = [kind.value for kind in CHANNELS]
    return {**described, "type": OPTION, "channel_types": kinds}


def vouched(guild: discord.Guild | None, ids: Iterable[str]) -> dict[str, Picked]:
    """Those of these ids that are channels or roles of this very server, as the gateway told us of it."""
    found: dict[str, Picked] = {}
    for id in ids:
        if guild is None or not id.isdecimal():
            continue
        if channel := guild.get_channel_or_thread(int(id)):
            found[id] = Picked(channel.name, addresses.inside(channel))
        elif role := guild.get_role(int(id)):
            found[id] = Picked(role.name)
    return found
