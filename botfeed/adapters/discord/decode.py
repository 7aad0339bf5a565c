"""Discord's interactions, messages and reactions to requests. Nothing of Discord's goes further in than this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import discord

from botfeed.adapters.discord import render, selects
from botfeed.adapters.discord.receive import channels, context_menus
from botfeed.core.chat.message import Picked, Request, Sender
from botfeed.core.chat.verb import Verbs
from botfeed.core.model import Address, Identity

PLATFORM = channels.PLATFORM
ALONE = "@"  # before a person's id in an address: their direct messages, opened when something is sent there
TOKEN = "~"  # parts a channel from an interaction's application and token in an address  # noqa: S105 - no secret


def interaction(menu: Verbs, what: discord.Interaction) -> Request | None:
    """Give the request behind a slash command, a press or a form; None for what we never offered."""
    if what.type is discord.InteractionType.application_command:
        return _slash(what) or _menu(menu, what)
    if what.type is discord.InteractionType.component:
        return _component(what)
    if what.type is discord.InteractionType.modal_submit:
        return _form(what)
    return None


def elsewhere(what: discord.Interaction) -> bool:
    """Whether we are not there ourselves: somebody brought us along, into a server that did not take us in or into a
    talk of theirs. Nobody but them hears us then.
    """
    if what.context.private_channel:
        return True
    return bool(what.guild_id) and what.is_user_integration() and not what.is_guild_integration()


def here(what: discord.Interaction) -> Address:
    """Where an interaction is answered. Where we are not, that is no space, and its asker is alone with us."""
    if not elsewhere(what):
        return channels.place(what.channel, what.channel_id or 0, what.guild, what.guild_id)
    return Address(PLATFORM, f"{ALONE}{what.user.id}", private=True)


def by_token(what: discord.Interaction, here: Address) -> Address:
    """The same place, with the token by which a private answer can be edited for a while."""
    return replace(here, ref=f"{here.ref}{TOKEN}{what.application_id}{TOKEN}{what.token}")


def message_ref(channel: int, message: int) -> str:
    return f"{channel}/{message}"


def sender(user: discord.abc.User, *, admin: bool | None) -> Sender:
    roles = tuple(str(role.id) for role in getattr(user, "roles", ()) if not role.is_default())
    return Sender(PLATFORM, str(user.id), str(user.name), admin, Address(PLATFORM, f"{ALONE}{user.id}"), roles)


def known(identity: Identity, *, admin: bool | None) -> Sender:
    """Somebody we know, where Discord gives no more than their id."""
    return Sender(PLATFORM, identity.user, identity.name, admin, Address(PLATFORM, f"{ALONE}{identity.user}"))


def hall(channel: object, channel_id: int) -> str:
    """The channel that a rule of the place names: for a thread the one it hangs on."""
    return str(getattr(channel, "parent_id", None) if isinstance(channel, discord.Thread) else channel_id)


def request(what: discord.Interaction, command: str, args: Mapping[str, str], picked: Iterable[str] = ()) -> Request:
    """`picked`: the ids that the arguments took from lists of this server's channels and roles."""
    return Request(
        id=f"{PLATFORM}:{what.id}",
        command=command,
        sender=sender(what.user, admin=bool(what.guild_id) and not elsewhere(what) and what.permissions.manage_guild),
        address=here(what),
        args=args,
        locale=str(what.locale),
        pressed=message_ref(what.channel_id or 0, what.message.id) if what.message else "",
        forms=True,
        brought=elsewhere(what),
        channel=hall(what.channel, what.channel_id or 0),
        picked={} if elsewhere(what) else selects.vouched(what.guild, picked),
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
    picked = [str(o.get("value", "")) for o in given if o.get("type") == selects.OPTION]
    return request(what, name, {o["name"]: text(o.get("value", "")) for o in given}, picked)


def _menu(menu: Verbs, what: discord.Interaction) -> Request | None:
    """Something chosen in the menu of a message or of a person."""
    data: Any = what.data or {}
    kind, target = int(data.get("type", 0)), int(data.get("target_id") or 0)
    verb = context_menus.verb(menu, kind, str(data.get("name", "")))
    if verb is None:
        return None
    if kind == context_menus.USER:
        who = f"{PLATFORM}:{target}"
        return replace(request(what, verb, {"who": who}), picked={who: Picked("")})
    return request(what, "menu", {"verb": verb, "message": message_ref(what.channel_id or 0, target)})


def text(value: Any) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def _component(what: discord.Interaction) -> Request:
    data: Any = what.data or {}
    return request(what, "payload", {"payload": render.payload(str(data.get("custom_id", "")))})


def _form(what: discord.Interaction) -> Request:
    data: Any = what.data or {}
    components, picked = data.get("components") or (), list[str]()
    fields = dict(_fields(components, picked))
    return request(what, "payload", {"payload": render.payload(str(data.get("custom_id", ""))), **fields}, picked)


def _fields(components: Iterable[Mapping[str, Any]], picked: list[str]) -> Iterable[tuple[str, str]]:
    """Find what was filled in, inside labels and rows alike; ids of the server's own lists are added to `picked`."""
    for item in components:
        if inner := item.get("component"):
            yield from _fields((inner,), picked)
        yield from _fields(item.get("components") or (), picked)
        if name := item.get("custom_id"):
            values = item.get("values")
            if (chosen := selects.values(item)) is not None:
                picked.extend(values or ())
                yield str(name), chosen
            elif values or "value" in item:
                value = values[0] if values else item.get("value")
                yield str(name), "" if value is None else text(value)


def message(menu: Verbs, what: discord.Message, me: int) -> Request | None:
    """Give the request of a message: plain words to us, or a reply to a message of ours."""
    if what.author.bot or not what.content.strip():
        return None
    guild = getattr(what.channel, "guild_id", None) or (what.guild.id if what.guild else None)  # maybe not known yet
    there = channels.place(what.channel, what.channel.id, what.guild, guild)
    said, named = re.subn(rf"<@!?{me}>", "", what.content)
    said = said.strip()
    answered = what.reference.resolved if what.reference else None
    args = {"text": said}
    if isinstance(answered, discord.Message) and answered.author.id == me:
        command, args = "reply", {"message": message_ref(what.channel.id, answered.id), "text": said}
    elif there.private or named:
        command = "words"
    else:
        return None
    who = sender(what.author, admin=None if guild else False)
    hallway = hall(what.channel, what.channel.id)
    request = Request(f"{PLATFORM}:m{what.id}", command, who, there, args, channel=hallway, called=bool(named))
    return _typed(menu, request, said) if there.private and re.match(r"/\w", said) else request


def _typed(menu: Verbs, request: Request, line: str) -> Request:
    """The command of a line that the client did not take: of its other language, or copied from elsewhere."""
    if found := menu.find(line):
        return replace(request, command=found[0].name, args={}, text=found[1])
    if request.command == "reply":
        return request
    return replace(request, command=line[1:].split(maxsplit=1)[0], args={})


def reaction(what: discord.RawReactionActionEvent, who: Sender) -> Request:
    args = {
        "message": message_ref(what.channel_id, what.message_id),
        "emoji": what.emoji.name or "",
        "wanted": "1" if what.event_type == "REACTION_ADD" else "0",
    }
    there = channels.place(None, what.channel_id, None, what.guild_id)
    return Request(f"{PLATFORM}:r{uuid4().hex}", "react", who, there, args)
