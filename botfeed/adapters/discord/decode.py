"""Discord's interactions, messages and reactions to requests. Nothing of Discord's goes further in than this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

import discord

from botfeed.adapters.discord import render
from botfeed.core.chat.message import Request, Sender
from botfeed.core.model import Address

PLATFORM = "discord"
TOKEN = "~"  # parts a channel from an interaction's application and token in an address  # noqa: S105 - no secret


def interaction(what: discord.Interaction) -> Request | None:
    """Give the request behind a slash command, a press or a form; None for what we never offered."""
    if what.type is discord.InteractionType.application_command:
        return _slash(what)
    if what.type is discord.InteractionType.component:
        return _component(what)
    if what.type is discord.InteractionType.modal_submit:
        return _form(what)
    return None


def address(what: discord.Interaction) -> Address:
    """Where an interaction is answered: its channel, and the token by which its answers can be edited for a while."""
    ref = f"{what.channel_id}{TOKEN}{what.application_id}{TOKEN}{what.token}"
    return _place(ref, what.guild_id, what.channel)


def channel_address(channel: object, channel_id: int, guild_id: int | None) -> Address:
    return _place(str(channel_id), guild_id, channel)


def _place(ref: str, guild_id: int | None, channel: object) -> Address:
    title = str(getattr(channel, "name", "") or "")
    space = str(guild_id) if guild_id else ""
    return Address(
        PLATFORM, ref, space, title, private=not guild_id, age_restricted=bool(getattr(channel, "nsfw", False))
    )


def message_ref(channel: int, message: int) -> str:
    return f"{channel}/{message}"


def sender(user: discord.abc.User, *, admin: bool | None, private: Address | None = None) -> Sender:
    return Sender(PLATFORM, str(user.id), user.name, admin, private)


def _request(what: discord.Interaction, command: str, args: Mapping[str, str]) -> Request:
    here = address(what)
    home = channel_address(what.channel, what.channel_id or 0, None) if here.private else None
    pressed = message_ref(what.message.channel.id, what.message.id) if what.message else ""
    return Request(
        id=f"{PLATFORM}:{what.id}",
        command=command,
        sender=sender(what.user, admin=bool(what.guild_id) and what.permissions.manage_guild, private=home),
        address=here,
        args=args,
        locale=str(what.locale),
        pressed=pressed,
    )


def options(data: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]]:
    """Give a slash command's full name (`digest.set`) and its options."""
    name, given = str(data.get("name", "")), list(data.get("options") or ())
    while given and given[0].get("type") in (1, 2):  # subcommand, subcommand group
        name, given = f"{name}.{given[0]['name']}", list(given[0].get("options") or ())
    return name, given


def _slash(what: discord.Interaction) -> Request | None:
    data: Any = what.data or {}
    if data.get("type", 1) != 1:
        return None
    name, given = options(data)
    return _request(what, name, {o["name"]: text(o.get("value", "")) for o in given})


def text(value: Any) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def _component(what: discord.Interaction) -> Request:
    data: Any = what.data or {}
    return _request(what, "payload", {"payload": render.payload(str(data.get("custom_id", "")))})


def _form(what: discord.Interaction) -> Request:
    data: Any = what.data or {}
    fields = dict(_fields(data.get("components") or ()))
    return _request(what, "payload", {"payload": render.payload(str(data.get("custom_id", ""))), **fields})


def _fields(components: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Find what was filled in, inside labels and rows alike."""
    for item in components:
        if inner := item.get("component"):
            yield from _fields((inner,))
        yield from _fields(item.get("components") or ())
        if name := item.get("custom_id"):
            values = item.get("values")
            if values or "value" in item:
                yield str(name), text(values[0] if values else item.get("value") or "")


def message(what: discord.Message, me: int) -> Request | None:
    """Give the request of a message: plain words in a direct message, or a reply to one of ours."""
    if what.author.bot or not what.content.strip():
        return None
    guild = what.guild.id if what.guild else None
    here = channel_address(what.channel, what.channel.id, guild)
    said = what.content.replace(f"<@{me}>", "").strip()
    answered = what.reference.resolved if what.reference else None
    args = {"text": said}
    if isinstance(answered, discord.Message) and answered.author.id == me:
        command, args = "reply", {"message": message_ref(answered.channel.id, answered.id), "text": said}
    elif here.private:
        command = "words"
    else:
        return None
    who = sender(what.author, admin=None if guild else False, private=None if guild else here)
    return Request(f"{PLATFORM}:m{what.id}", command, who, here, args)


def reaction(what: discord.RawReactionActionEvent, user: discord.abc.User) -> Request:
    here = channel_address(None, what.channel_id, what.guild_id)
    args = {
        "message": message_ref(what.channel_id, what.message_id),
        "emoji": what.emoji.name or "",
        "wanted": "1" if what.event_type == "REACTION_ADD" else "0",
    }
    who = sender(user, admin=None if what.guild_id else False)
    return Request(f"{PLATFORM}:r{uuid4().hex}", "react", who, here, args)
