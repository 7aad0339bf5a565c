"""The slash commands that Discord shows, from the registry; pushed only when they changed."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any

import discord
import structlog

from botfeed.adapters.discord.messenger import refusals
from botfeed.core.chat.command import REGISTRY, Command, Spec, Where, Who
from botfeed.core.chat.context import House
from botfeed.core.chat.i18n import LANGUAGES, words
from botfeed.core.errors import SendError
from botfeed.core.model import Fact
from botfeed.core.ports import Unit

log = structlog.get_logger()

FACT = "discord:commands"
DESCRIPTION = 100
CHOICES = 25
_LOCALES = {"it": "it"}  # ours to Discord's, besides English
_TYPES: dict[type, int] = {str: 3, int: 4, bool: 5}
_MANAGE_GUILD = str(1 << 5)


def commands() -> list[dict[str, Any]]:
    """Give the whole menu as Discord's bulk overwrite takes it; `digest.set` becomes a subcommand of `digest`."""
    menu: dict[str, dict[str, Any]] = {}
    groups: dict[str, list[Command]] = {}
    for what in REGISTRY.values():
        name, _, sub = what.name.partition(".")
        if what.menu and sub:
            groups.setdefault(name, []).append(what)
        elif what.menu:
            menu[name] = {**_frame([what]), **_words(what.says, name), "options": _options(what)}
    return [*menu.values(), *(_group(name, inside) for name, inside in groups.items())]


def _group(name: str, inside: list[Command]) -> dict[str, Any]:
    """Say of a group what its first command does: that is what people look for there."""
    subs = [{**_words(c.says, c.name.partition(".")[2]), "type": 1, "options": _options(c)} for c in inside]
    return {**_frame(inside), **_words(inside[0].says, name), "options": subs}


def _frame(whats: list[Command]) -> dict[str, Any]:
    """Where it shows: servers and direct messages (0, 1). Discord hides from others what all of it asks rights for."""
    contexts = {c for what in whats for c in {Where.SPACE: [0], Where.ALONE: [1]}.get(what.where, [0, 1])}
    rights = None if any(what.who is Who.ANYONE for what in whats) else _MANAGE_GUILD
    return {"type": 1, "contexts": sorted(contexts), "integration_types": [0], "default_member_permissions": rights}


def _words(says: str, name: str) -> dict[str, Any]:
    there = {_LOCALES[lang]: words(lang).s(says)[:DESCRIPTION] for lang in LANGUAGES if lang in _LOCALES}
    return {"name": name, "description": (says or name)[:DESCRIPTION], "description_localizations": there}


def _options(what: Command) -> list[dict[str, Any]]:
    return [_option(spec) for spec in sorted(what.specs, key=lambda spec: not spec.required)]


def _option(spec: Spec) -> dict[str, Any]:
    kind = 3 if spec.param.ref or issubclass(spec.kind, StrEnum) else _TYPES[spec.kind]
    option: dict[str, Any] = {
        **_words(spec.param.says or spec.name, spec.name),
        "type": kind,
        "required": spec.required,
    }
    if issubclass(spec.kind, StrEnum):
        option["choices"] = [_choice(str(c)) for c in spec.kind][:CHOICES]
    elif spec.param.suggest:
        option["autocomplete"] = True
    least, most = spec.param.least, spec.param.most
    low, high = ("min_value", "max_value") if kind == 4 else ("min_length", "max_length")
    if least is not None and kind in (3, 4):
        option[low] = least
    if most is not None and kind in (3, 4):
        option[high] = min(most, 6000) if kind == 3 else most
    return option


def _choice(value: str) -> dict[str, Any]:
    there = {_LOCALES[lang]: words(lang).s(value)[:DESCRIPTION] for lang in LANGUAGES if lang in _LOCALES}
    return {"name": value, "name_localizations": there, "value": value}


async def push(house: House, client: discord.Client) -> bool:
    """Tell Discord, if anything changed since last time: it allows 200 creations a day. Gives whether it did."""
    menu = commands()
    digest = hashlib.sha256(json.dumps([client.application_id, menu], sort_keys=True).encode()).hexdigest()
    if await house.store.read(lambda uow: uow.count(Fact, name=FACT, value=digest)):
        return False
    assert client.application_id
    try:
        with refusals():
            await client.http.bulk_upsert_global_commands(client.application_id, menu)
    except SendError as error:
        log.warning("Discord did not take the menu; the one before stands", why=repr(error))
        return False
    await house.store.run(lambda uow: _remember(uow, digest))
    return True


def _remember(uow: Unit, digest: str) -> None:
    uow.remove(Fact, name=FACT)
    uow.add(Fact(uow.new_id(), FACT, digest))
