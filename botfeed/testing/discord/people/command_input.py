"""Commands of the bot's menu as a person picks them, checked as Discord's own clients check before they send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botfeed.testing.discord import payloads
from botfeed.testing.discord.model import ADMINISTRATOR, Account, Message, Room
from botfeed.testing.discord.people import resolved
from botfeed.testing.discord.people.interaction_events import BOT_DM, GUILD, PRIVATE_CHANNEL
from botfeed.testing.discord.rules import command_rules as kinds
from botfeed.testing.discord.state import DiscordState

Command = dict[str, Any]
_PYTHON: dict[int, set[type]] = {
    kinds.STRING: {str},
    kinds.INTEGER: {int},
    kinds.BOOLEAN: {bool},
    kinds.NUMBER: {int, float},
}


@dataclass(frozen=True, slots=True)
class Picked:
    """Picked command, the leaf of it that has the options, and the sub-commands on the way there."""

    command: Command
    leaf: Command
    path: list[Command]

    @property
    def name(self) -> str:
        return " ".join(each["name"] for each in (self.command, *self.path))

    @property
    def options(self) -> dict[str, Command]:
        return {each["name"]: each for each in self.leaf.get("options", [])}


def find(state: DiscordState, name: str, room: Room, permissions: int, locale: str) -> Picked:
    """Find a command by a name of either language, as the client of a person with this locale does.
    Raises LookupError for one that is not shown there, or not with these permissions.
    """
    first, *rest = name.split()
    command = _shown(state, first, kinds.CHAT_INPUT, room, permissions, locale)
    leaf, path = command, list[Command]()
    for word in rest:
        steps = (each for each in leaf.get("options", []) if each["type"] <= kinds.GROUP)
        inner = next((each for each in steps if _bears(each, word, locale)), None)
        if inner is None:
            raise LookupError(f"/{name}: there is no sub-command {word!r}")
        leaf = inner
        path.append(inner)
    if any(each["type"] <= kinds.GROUP for each in leaf.get("options", [])):
        raise LookupError(f"/{name} needs a sub-command: {', '.join(each['name'] for each in leaf['options'])}")
    return Picked(command, leaf, path)


def _bears(what: Command, name: str, locale: str) -> bool:
    return name in (what["name"], (what.get("name_localizations") or {}).get(locale))


def sent(picked: Picked, given: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Return options by their default names, in whichever language the client showed them: Discord sends those."""
    known = picked.options.values()
    return {next((o["name"] for o in known if _bears(o, name, locale)), name): given[name] for name in given}


def on_target(
    state: DiscordState, name: str, target: Message | Account, room: Room, permissions: int
) -> dict[str, Any]:
    kind = kinds.MESSAGE if isinstance(target, Message) else kinds.USER
    command = _shown(state, name, kind, room, permissions)
    if isinstance(target, Message):
        found: dict[str, Any] = {"messages": {str(target.id): payloads.message(target, state.bot)}}
    else:
        found = resolved.people([target], room)
    return {"id": command["id"], "name": command["name"], "type": kind, "target_id": str(target.id), "resolved": found}


def chosen(state: DiscordState, picked: Picked, given: dict[str, Any], room: Room) -> dict[str, Any]:
    """Return an interaction's data; LookupError where an option is unknown, missing, or out of its bounds."""
    known = picked.options
    for name in given.keys() - known.keys():
        raise LookupError(f"/{picked.name} has no option {name!r}; it has {', '.join(known) or 'none'}")
    for name, option in known.items():
        if option.get("required") and name not in given:
            raise LookupError(f"/{picked.name} cannot be sent without {name!r}")
    found = resolved.Resolved(state, room)
    options = [
        {"name": name, "type": option["type"], "value": _value(option, given[name], found)}
        for name, option in known.items()
        if name in given
    ]
    return _data(picked, options, found)


def typed(state: DiscordState, picked: Picked, given: dict[str, Any], room: Room) -> dict[str, Any]:
    """Return the data of a command being typed: the last option is focused and not checked yet."""
    known = picked.options
    focused = next(reversed(given))
    if not known.get(focused, {}).get("autocomplete"):
        raise LookupError(f"/{picked.name}: nothing is offered while {focused!r} is typed")
    found = resolved.Resolved(state, room)
    options = []
    for name, value in given.items():
        option: dict[str, Any] = {"name": name, "type": known[name]["type"]}
        last = name == focused
        option |= {"value": value, "focused": True} if last else {"value": _value(known[name], value, found)}
        options.append(option)
    return _data(picked, options, found)


def _data(picked: Picked, options: list[dict[str, Any]], found: resolved.Resolved) -> dict[str, Any]:
    command = picked.command
    for step in reversed(picked.path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": kinds.CHAT_INPUT, "options": options}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return {**data, "resolved": found.payload} if found.payload else data


def _shown(state: DiscordState, name: str, kind: int, room: Room, permissions: int, locale: str = "") -> Command:
    local = state.commands.get(room.space.id, []) if room.space is not None else []
    menu = [each for each in (*local, *(state.commands[None] or [])) if each["type"] == kind]
    command = next((each for each in menu if _bears(each, name, locale)), None)
    if command is None:
        raise LookupError(f"{name!r} is not in the menu: {', '.join(each['name'] for each in menu) or 'it is empty'}")
    away = room.party or (room.space is not None and not room.space.bot_inside)
    if away and 1 not in command.get("integration_types", [0]):
        raise LookupError(f"{name!r} is not shown where the bot is no member: it is not for users to install")
    contexts = command.get("contexts")
    context = GUILD if room.space else PRIVATE_CHANNEL if room.party else BOT_DM
    if contexts is not None and context not in contexts:
        raise LookupError(f"{name!r} is not shown in {('a guild', 'direct messages', 'a private talk')[context]}")
    if command["nsfw"] and room.space is not None and not room.nsfw:
        raise LookupError(f"{name!r} is shown in age-restricted channels only")
    needed = command["default_member_permissions"]
    barred = needed is not None and (int(needed) == 0 or permissions & int(needed) != int(needed))
    opened = room.space is not None and command["name"] in room.space.opened_commands
    if barred and not opened and room.space is not None and not permissions & ADMINISTRATOR:
        raise LookupError(f"{name!r} is not shown to members without the permissions {needed}")
    return command


def _value(option: Command, value: Any, found: resolved.Resolved) -> Any:
    kind, name = option["type"], option["name"]
    if kind in {kinds.PERSON, kinds.CHANNEL, kinds.ROLE, kinds.MENTIONABLE, kinds.ATTACHMENT}:
        return found.add(value)
    if offered := option.get("choices"):
        picked = next((each for each in offered if value in (each["name"], each["value"])), None)
        if picked is None:
            raise LookupError(f"{name!r} offers {', '.join(each['name'] for each in offered)}, not {value!r}")
        return picked["value"]
    if kind == kinds.STRING and type(value) is int:
        value = str(value)  # digits are typed, too
    if type(value) not in _PYTHON[kind]:
        raise LookupError(f"{name!r} cannot be {value!r}")
    size = len(value) if kind == kinds.STRING else value
    least = option.get("min_length" if kind == kinds.STRING else "min_value")
    most = option.get("max_length" if kind == kinds.STRING else "max_value")
    if (least is not None and size < least) or (most is not None and size > most):
        raise LookupError(f"{name!r} must be between {least} and {most}, it is {size}")
    return value
