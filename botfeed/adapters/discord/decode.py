"""Turn Discord's interactions, messages and reactions into requests. No object of Discord's is passed on from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import discord

from botfeed.adapters.discord import schema
from botfeed.adapters.discord.api import context_menus, custom_ids, permissions, selects
from botfeed.adapters.discord.api.addresses import PLATFORM, address_of, direct_messages, message_ref, parent_channel
from botfeed.core.chat.message import Picked, Request, Sender
from botfeed.core.chat.verb import Verbs
from botfeed.core.model import Address, Identity


def interaction(menu: Verbs, what: discord.Interaction) -> Request | None:
    """Return the request of a slash command, a press or a form; None for what the bot never offered."""
    if what.type is discord.InteractionType.application_command:
        return _slash(menu, what) or _menu(menu, what)
    if what.type is discord.InteractionType.component:
        return _component(what)
    if what.type is discord.InteractionType.modal_submit:
        return _form(what)
    return None


def is_guest(what: discord.Interaction) -> bool:
    """Return True if the bot is no member here: a person who installed it used it in another server or group chat.

    Its answers are for that person alone then.
    """
    if what.context.private_channel:
        return True
    return bool(what.guild_id) and what.is_user_integration() and not what.is_guild_integration()


def here(what: discord.Interaction) -> Address:
    """Return the address of an interaction: its channel, or the person's direct messages where the bot is a guest."""
    if not is_guest(what):
        return address_of(what.channel, what.channel_id or 0, what.guild, what.guild_id)
    return direct_messages(str(what.user.id))


def sender(user: discord.abc.User, *, admin: bool | None) -> Sender:
    roles = tuple(str(role.id) for role in getattr(user, "roles", ()) if not role.is_default())
    shown = str(user.global_name or user.name)
    return Sender(PLATFORM, str(user.id), str(user.name), admin, direct_messages(str(user.id)), roles, shown)


def known(identity: Identity, *, admin: bool | None) -> Sender:
    """Return the sender of an event in which Discord gives a person's id only."""
    return Sender(PLATFORM, identity.user, identity.name, admin, direct_messages(identity.user))


def request(what: discord.Interaction, command: str, args: Mapping[str, str], picked: Iterable[str] = ()) -> Request:
    """Build the request of an interaction. `picked`: ids in its arguments from lists of channels and roles."""
    return Request(
        id=f"{PLATFORM}:{what.id}",
        command=command,
        sender=sender(what.user, admin=bool(what.guild_id) and not is_guest(what) and what.permissions.manage_guild),
        address=here(what),
        args=args,
        locale=str(what.locale),
        pressed=message_ref(what.channel_id or 0, what.message.id) if what.message else "",
        forms=True,
        brought=is_guest(what),
        channel=parent_channel(what.channel, what.channel_id or 0),
        picked={} if is_guest(what) else selects.verified(what.guild, picked),
        lacks=() if is_guest(what) else _lacks(what),
    )


def _lacks(what: discord.Interaction) -> tuple[str, ...]:
    if not what.guild_id or not what.app_permissions.value:
        return ()
    return permissions.lacking(what.app_permissions, thread=isinstance(what.channel, discord.Thread))


def options(data: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]]:
    """Return a slash command's path (`digest.set`, `people.mute`) and its options."""
    name, given = str(data.get("name", "")), list(data.get("options") or ())
    while given and given[0].get("type") in (1, 2):  # subcommand, subcommand group
        name, given = f"{name}.{given[0]['name']}", list(given[0].get("options") or ())
    return name, given


def _slash(menu: Verbs, what: discord.Interaction) -> Request | None:
    data: Any = what.data or {}
    if data.get("type", 1) != 1:
        return None
    path, given = options(data)
    name = command(menu, path)
    picked = [str(o.get("value", "")) for o in given if o.get("type") == selects.OPTION]
    args, people = arguments(menu, name, given)
    made = request(what, name, args, picked)
    return replace(made, picked={**made.picked, **people}) if people else made


def command(menu: Verbs, path: str) -> str:
    """Return the name of the command at a path of the menu; the path itself where there is none."""
    verb = menu.get(path)
    return verb.name if verb else path


def arguments(menu: Verbs, name: str, given: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, Picked]]:
    """Return the arguments of a slash command, and the people among them who were picked from Discord's list."""
    verb = menu.get(name)
    person = schema.person(verb) if verb else None
    args, people = dict[str, str](), dict[str, Picked]()
    for option in given:
        if option.get("type") == selects.PERSON and person:
            args[person.name] = f"{PLATFORM}:{option.get('value', '')}"
            people[args[person.name]] = Picked("")
        else:
            args.setdefault(option["name"], text(option.get("value", "")))
    return args, people


def _menu(menu: Verbs, what: discord.Interaction) -> Request | None:
    """Return the request of an entry chosen in a context menu."""
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
    """Return an option's value as a request carries it; a flag is 1 or 0."""
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def _component(what: discord.Interaction) -> Request:
    data: Any = what.data or {}
    return request(what, "payload", {"payload": custom_ids.payload(str(data.get("custom_id", "")))})


def _form(what: discord.Interaction) -> Request:
    data: Any = what.data or {}
    components, picked = data.get("components") or (), list[str]()
    fields = dict(_fields(components, picked))
    return request(what, "payload", {"payload": custom_ids.payload(str(data.get("custom_id", ""))), **fields}, picked)


def _fields(components: Iterable[Mapping[str, Any]], picked: list[str]) -> Iterable[tuple[str, str]]:
    """Yield what was filled in, inside labels and rows alike; add ids from the server's own lists to `picked`."""
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
    """Return the request of a message: one addressed to the bot (`me` is its id),
    or a reply to a message of its own.
    """
    if what.author.bot or not what.content.strip():
        return None
    guild = getattr(what.channel, "guild_id", None) or (what.guild.id if what.guild else None)  # maybe not known yet
    there = address_of(what.channel, what.channel.id, what.guild, guild)
    words, named = re.subn(rf"<@!?{me}>", "", what.content)
    words = words.strip()
    answered = what.reference.resolved if what.reference else None
    args = {"text": words}
    if isinstance(answered, discord.Message) and answered.author.id == me:
        command, args = "reply", {"message": message_ref(what.channel.id, answered.id), "text": words}
    elif there.private or named:
        command = "words"
    else:
        return None
    who = sender(what.author, admin=None if guild else False)
    parent = parent_channel(what.channel, what.channel.id)
    request = Request(f"{PLATFORM}:m{what.id}", command, who, there, args, channel=parent, called=bool(named))
    return _typed(menu, request, words) if there.private and re.match(r"/\w", words) else request


def _typed(menu: Verbs, request: Request, line: str) -> Request:
    """Return the command of a typed line: one in another language than the client's, or one that was pasted."""
    if found := menu.find(line):
        return replace(request, command=found[0].name, args={}, text=found[1])
    if request.command == "reply":
        return request
    return replace(request, command=line[1:].split(maxsplit=1)[0], args={})


def reaction(what: discord.RawReactionActionEvent, who: Sender) -> Request:
    args = {
        "message": message_ref(what.channel_id, what.message_id),
        "emoji": str(what.emoji),  # one of a server's own with its number
        "wanted": "1" if what.event_type == "REACTION_ADD" else "0",
    }
    there = address_of(None, what.channel_id, None, what.guild_id)
    return Request(f"{PLATFORM}:r{uuid4().hex}", "react", who, there, args)
