"""Push the bot's command lists, by language and scope, and its descriptions to Telegram."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from botfeed.adapters import key_value_cache
from botfeed.core.cards import about
from botfeed.core.chat.context import Services
from botfeed.core.chat.verb import Verb, Verbs, Where, Who
from botfeed.core.language.i18n import LANGUAGES, L, words
from botfeed.core.language.text import shorten
from botfeed.core.model import KeyValue
from botfeed.core.parsing import command_names

FACT = "telegram:commands"
MOST = 100  # commands of one list
FIRST = ("imagine", "feed", "mine", "publish", "search", "saved", "digest.show", "help")  # what a phone shows at once
PRIVATE, GROUPS, ADMINS = "all_private_chats", "all_group_chats", "all_chat_administrators"
SCOPES: dict[str, Callable[[], BotCommandScope]] = {
    PRIVATE: BotCommandScopeAllPrivateChats,
    GROUPS: BotCommandScopeAllGroupChats,
    ADMINS: BotCommandScopeAllChatAdministrators,
}
ABOUT = L(
    "Say what you want to see, and it is painted. Only you see a picture until you publish it; then others can like "
    "it, comment, follow you, and remix it with credit. Once a day, at your hour, the best of it comes to you."
)
SHORT = L("Pictures from words, shared where you chat already.")
ABOUT_MOST = 512  # characters, shown in an empty chat
SHORT_MOST = 120  # characters, shown on the profile


def menu(verbs: Verbs, language: str, scope: str) -> list[tuple[str, str]]:
    """Return (name, description) of each command, those of `FIRST` first, then in the order of /help.

    `digest.set` is `/digest_set`, in Italian `/digest_imposta`.
    """
    catalogue = words(language)
    listed = [c for inside in about.groups(verbs, operator=False).values() for c in inside if _belongs(c, scope)]
    listed.sort(key=lambda c: FIRST.index(c.name) if c.name in FIRST else len(FIRST))
    return [(command_names.of(c.name, language).replace(".", "_"), catalogue.s(c.says)[:256]) for c in listed[:MOST]]


def _belongs(what: Verb, scope: str) -> bool:
    if scope == PRIVATE:
        return what.where is not Where.SPACE
    return scope == ADMINS or what.who is Who.ANYONE


async def push(services: Services, bot: Bot) -> bool:
    """Push lists and descriptions if they changed since the last push. Returns True if they did."""
    menus = {f"{lang}:{scope}": menu(services.menu, lang, scope) for lang in LANGUAGES for scope in SCOPES}
    about = {lang: (_translated(lang, ABOUT, ABOUT_MOST), _translated(lang, SHORT, SHORT_MOST)) for lang in LANGUAGES}
    digest = hashlib.sha256(json.dumps([bot.id, menus, about]).encode()).hexdigest()
    if await services.store.read(lambda uow: uow.count(KeyValue, name=FACT, value=digest)):
        return False
    for language in LANGUAGES:
        code = None if language == "en" else language
        for name, scope in SCOPES.items():
            commands = [BotCommand(*pair) for pair in menus[f"{language}:{name}"]]
            await bot.set_my_commands(commands, scope=scope(), language_code=code)
        description, short = about[language]
        await bot.set_my_description(description, language_code=code)
        await bot.set_my_short_description(short, language_code=code)
    await services.store.run(lambda uow: key_value_cache.keep(uow, FACT, digest))
    return True


def _translated(language: str, text: str, most: int) -> str:
    return shorten(words(language).s(text), most)
