"""The routes of a bot's menu: its slash commands and those of the message and user menus."""

from __future__ import annotations

from typing import Any

from botfeed.testing.discord.api.errors import invalid_form, unknown
from botfeed.testing.discord.rules import command_rules
from botfeed.testing.discord.state import Call, DiscordState

Answer = tuple[int, Any]


def _scope(state: DiscordState, call: Call) -> int | None:
    if call.number("application_id") != state.bot.id:
        raise unknown("Application", 10002)
    return call.number("guild_id") if "guild_id" in call.params else None


def commands(state: DiscordState, call: Call) -> Answer:
    return 200, state.commands.get(_scope(state, call), [])


def overwrite_commands(state: DiscordState, call: Call) -> Answer:
    scope = _scope(state, call)
    wanted = call.body or []
    if flaws := command_rules.menu(wanted):
        raise invalid_form(flaws)
    before = {(each["type"], each["name"]): each for each in state.commands.get(scope, [])}
    state.commands[scope] = [_registered(state, each, scope, before) for each in wanted]
    state.condition.notify()
    return 200, state.commands[scope]


def create_command(state: DiscordState, call: Call) -> Answer:
    scope = _scope(state, call)
    before = {(each["type"], each["name"]): each for each in state.commands.get(scope, [])}
    if flaws := command_rules.command(call.fields):
        raise invalid_form(flaws)
    made = _registered(state, call.fields, scope, before)
    key = (made["type"], made["name"])
    rest = {each: command for each, command in before.items() if each != key}
    if flaws := command_rules.menu([*rest.values(), made]):
        raise invalid_form(flaws)
    state.commands[scope] = [*rest.values(), made]
    state.condition.notify()
    return 200 if key in before else 201, made


def delete_command(state: DiscordState, call: Call) -> Answer:
    scope = _scope(state, call)
    kept = [each for each in state.commands.get(scope, []) if each["id"] != call.params["command_id"]]
    if len(kept) == len(state.commands.get(scope, [])):
        raise unknown("application command", 10063)
    state.commands[scope] = kept
    return 204, None


def _registered(
    state: DiscordState, body: dict[str, Any], scope: int | None, before: dict[tuple[int, str], dict[str, Any]]
) -> dict[str, Any]:
    kind = body.get("type") or command_rules.CHAT_INPUT
    earlier = before.get((kind, body["name"]))
    given = {name: value for name, value in body.items() if value is not None}
    out = {"default_member_permissions": None, "description": "", "nsfw": False, **given, "type": kind}
    out |= {
        "id": earlier["id"] if earlier else str(state.ids.next()),
        "application_id": str(state.bot.id),
        "version": str(state.ids.next()),
    }
    if out["default_member_permissions"] is not None:
        out["default_member_permissions"] = str(out["default_member_permissions"])
    return out if scope is None else {**out, "guild_id": str(scope)}


# Messages ----------------------------------------------------------------------------------------
