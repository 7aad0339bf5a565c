"""The routes of a bot's menu: its slash commands and those of the message and user menus."""

from __future__ import annotations

from typing import Any

from botfeed.testing.discord import menu_rules
from botfeed.testing.discord.refusal import invalid_form, unknown
from botfeed.testing.discord.world import Call, World

Answer = tuple[int, Any]


def _scope(world: World, call: Call) -> int | None:
    if call.number("application_id") != world.bot.id:
        raise unknown("Application", 10002)
    return call.number("guild_id") if "guild_id" in call.params else None


def commands(world: World, call: Call) -> Answer:
    return 200, world.commands.get(_scope(world, call), [])


def overwrite_commands(world: World, call: Call) -> Answer:
    scope = _scope(world, call)
    wanted = call.body or []
    if flaws := menu_rules.menu(wanted):
        raise invalid_form(flaws)
    before = {(each["type"], each["name"]): each for each in world.commands.get(scope, [])}
    world.commands[scope] = [_registered(world, each, scope, before) for each in wanted]
    world.pulse.beat()
    return 200, world.commands[scope]


def create_command(world: World, call: Call) -> Answer:
    scope = _scope(world, call)
    before = {(each["type"], each["name"]): each for each in world.commands.get(scope, [])}
    if flaws := menu_rules.command(call.fields):
        raise invalid_form(flaws)
    made = _registered(world, call.fields, scope, before)
    key = (made["type"], made["name"])
    rest = {each: command for each, command in before.items() if each != key}
    if flaws := menu_rules.menu([*rest.values(), made]):
        raise invalid_form(flaws)
    world.commands[scope] = [*rest.values(), made]
    world.pulse.beat()
    return 200 if key in before else 201, made


def delete_command(world: World, call: Call) -> Answer:
    scope = _scope(world, call)
    kept = [each for each in world.commands.get(scope, []) if each["id"] != call.params["command_id"]]
    if len(kept) == len(world.commands.get(scope, [])):
        raise unknown("application command", 10063)
    world.commands[scope] = kept
    return 204, None


def _registered(
    world: World, body: dict[str, Any], scope: int | None, before: dict[tuple[int, str], dict[str, Any]]
) -> dict[str, Any]:
    kind = body.get("type") or menu_rules.CHAT_INPUT
    earlier = before.get((kind, body["name"]))
    given = {name: value for name, value in body.items() if value is not None}
    out = {"default_member_permissions": None, "description": "", "nsfw": False, **given, "type": kind}
    out |= {
        "id": earlier["id"] if earlier else str(world.ids.next()),
        "application_id": str(world.bot.id),
        "version": str(world.ids.next()),
    }
    if out["default_member_permissions"] is not None:
        out["default_member_permissions"] = str(out["default_member_permissions"])
    return out if scope is None else {**out, "guild_id": str(scope)}


# Messages ----------------------------------------------------------------------------------------
