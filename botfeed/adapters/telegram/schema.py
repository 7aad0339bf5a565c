"""The command list that Telegram shows, per language, from the registry."""

from __future__ import annotations

import hashlib
import json

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from botfeed.core.chat.command import REGISTRY, Where, Who
from botfeed.core.chat.context import House
from botfeed.core.chat.i18n import LANGUAGES, words
from botfeed.core.model import Fact
from botfeed.core.ports import Unit

FACT = "telegram:commands"
MOST = 100
SCOPES = ("all_private_chats", "all_group_chats")


def menu(language: str, scope: str) -> list[tuple[str, str]]:
    """Give (name, description) in the order of declaration. `digest.set` is typed `/digest_set`."""
    say = words(language)
    shown = [
        c
        for c in REGISTRY.values()
        if c.menu and c.who is not Who.OPERATOR and (scope == SCOPES[1] or c.where is not Where.SPACE)
    ]
    return [(c.name.replace(".", "_"), say.s(c.says)[:256]) for c in shown][:MOST]


async def push(house: House, bot: Bot) -> bool:
    """Tell Telegram, if anything changed since last time. Gives whether it did."""
    wanted = {f"{lang}:{scope}": menu(lang, scope) for lang in LANGUAGES for scope in SCOPES}
    digest = hashlib.sha256(json.dumps([bot.id, wanted]).encode()).hexdigest()
    if await house.store.read(lambda uow: uow.count(Fact, name=FACT, value=digest)):
        return False
    scopes = {SCOPES[0]: BotCommandScopeAllPrivateChats(), SCOPES[1]: BotCommandScopeAllGroupChats()}
    for language in LANGUAGES:
        for name, scope in scopes.items():
            commands = [BotCommand(*pair) for pair in wanted[f"{language}:{name}"]]
            code = None if language == "en" else language
            await bot.set_my_commands(commands, scope=scope, language_code=code)
    await house.store.run(lambda uow: _remember(uow, digest))
    return True


def _remember(uow: Unit, digest: str) -> None:
    uow.remove(Fact, name=FACT)
    uow.add(Fact(uow.new_id(), FACT, digest))
