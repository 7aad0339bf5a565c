"""Push the commands and context menus to Discord where it shows others: checked at each start and once a day."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import discord
import structlog

from botfeed.adapters import key_value_cache
from botfeed.adapters.discord import schema
from botfeed.adapters.discord.api import refusals
from botfeed.core.chat.context import Services
from botfeed.core.chat.verb import Verbs
from botfeed.core.errors import SendError
from botfeed.core.language.i18n import LANGUAGES
from botfeed.core.model import KeyValue
from botfeed.core.parsing import command_names
from botfeed.core.ports import Unit

log = structlog.get_logger()

FACT, SHOWN = "discord:commands", "discord:commands.shown"  # digests: of our menu, and of what Discord made of it
DAY = 86_400.0  # seconds between two checks
AGAIN, AGAIN_MOST = 60.0, 3600.0  # seconds to the next attempt after a refusal, longer each time


class MenuPush:
    """The bot's menu at Discord. `mentions` has what opens each command, by the line that texts spell it with."""

    def __init__(self, services: Services, client: discord.Client, *, pushes: bool) -> None:
        self._services = services
        self._client = client
        self._pushes = pushes
        self.mentions: Mapping[str, str] = {}

    async def keep(self, good: bool) -> None:
        """Check the menu once a day, and more often while Discord refuses it, until cancelled. `good`: it is there."""
        pause = AGAIN
        while True:
            await asyncio.sleep(DAY if good else pause)
            try:
                good = await self.check()
            except Exception:  # of the store, or a bug: the menu is checked again, and the connection goes on
                log.exception("the menu was not checked")
                good = False
            pause = AGAIN if good else min(pause * 2, AGAIN_MOST)

    async def check(self) -> bool:
        """Compare what Discord shows with what it was given last, and push the menu if either changed.

        Return False where Discord refused. A menu that stands costs none of the 200 creations a day.
        """
        assert self._client.application_id
        menu = schema.commands(self._services.menu)
        ours = _digest([self._client.application_id, menu])
        try:
            with refusals.as_core_errors():
                shown = await self._client.http.get_global_commands(self._client.application_id)
                if self._pushes and not await self._stands(ours, shown):
                    shown = await self._client.http.bulk_upsert_global_commands(self._client.application_id, menu)
                    await self._services.store.run(lambda uow: _keep(uow, ours, shown))
        except SendError as error:
            log.warning("Discord did not take the menu; the one before stands", why=repr(error))
            return False
        self.mentions = _mentions(self._services.menu, shown)
        return True

    async def _stands(self, ours: str, shown: Sequence[Any]) -> bool:
        """Return True if our menu was pushed before, and nobody changed it at Discord since. Other processes on the
        same database need not push it again.
        """
        kept = {FACT: ours, SHOWN: _versions(shown)}
        return await self._services.store.read(
            lambda uow: all(uow.count(KeyValue, name=name, value=value) for name, value in kept.items())
        )


def _mentions(menu: Verbs, shown: Sequence[Any]) -> Mapping[str, str]:
    """Return the mention of every command, by its line in every language."""
    ids = {each["name"]: each["id"] for each in shown if each.get("type", 1) == 1}
    found = dict[str, str]()
    for what in (verb for verb in menu if verb.menu):
        if id := ids.get(what.path.partition(".")[0]):
            path = what.path.replace(".", " ")
            for language in LANGUAGES:
                found[f"/{command_names.path(what, language).replace('.', ' ')}"] = f"</{path}:{id}>"
    return found


def _keep(uow: Unit, ours: str, shown: Sequence[Any]) -> None:
    key_value_cache.keep(uow, FACT, ours)
    key_value_cache.keep(uow, SHOWN, _versions(shown))


def _versions(shown: Sequence[Any]) -> str:
    """Return a digest of commands as Discord numbers them: each change gives a command another version."""
    return _digest(sorted([str(each["id"]), str(each.get("version", ""))] for each in shown))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
