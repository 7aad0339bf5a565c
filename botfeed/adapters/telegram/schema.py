"""Show the bot at Telegram: command lists by language and scope, descriptions, rights asked for, profile photo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    ChatAdministratorRights,
    InputProfilePhotoStatic,
    error,
)

from botfeed.adapters.telegram import profile_photo
from botfeed.core.cards import about
from botfeed.core.chat.context import Services
from botfeed.core.chat.verb import Verb, Verbs, Where, Who
from botfeed.core.language.i18n import LANGUAGES, L, words
from botfeed.core.language.text import shorten
from botfeed.core.parsing import command_names

log = structlog.get_logger()

MOST = 15  # commands of one list: more than anybody looks through above a keyboard; /help has all
FIRST = ("imagine", "feed", "mine", "publish", "search", "saved", "digest.show", "help")  # what a phone shows at once
PERSONAL = ("remix", "inbox", "settings", "digest.set", "follow", "profile", "privacy")
TOGETHER = ("remix", "like", "comment", "follow", "profile", "report", "privacy")
KEEPERS = ("space.setup", "space.show", "space.more", "space.log", "space.reports", "remix", "privacy")
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
_OURS = "botfeed."  # package of the commands that extensions did not add
LISTS = {PRIVATE: (*FIRST, *PERSONAL), GROUPS: (*FIRST, *TOGETHER), ADMINS: (*FIRST, *KEEPERS)}
GROUP_RIGHTS = ChatAdministratorRights.no_rights().to_dict() | {"can_delete_messages": True}
CHANNEL_RIGHTS = GROUP_RIGHTS | {"can_post_messages": True, "can_edit_messages": True}


def menu(verbs: Verbs, language: str, scope: str) -> list[tuple[str, str]]:
    """Return (name, description) of the commands that a scope lists, those of `FIRST` first.

    `digest.set` is `/digest_set`, in Italian `/digest_imposta`. What is not listed works when it is typed.
    """
    catalogue = words(language)
    usable = {c.name: c for group in about.groups(verbs, operator=False).values() for c in group if _belongs(c, scope)}
    added = [name for name, what in usable.items() if not what.run.__module__.startswith(_OURS)]  # by extensions
    order = dict.fromkeys((*FIRST, *added, *LISTS[scope]))
    listed = [usable[name] for name in order if name in usable]
    return [(command_names.of(c.name, language).replace(".", "_"), catalogue.s(c.says)[:256]) for c in listed[:MOST]]


def _belongs(what: Verb, scope: str) -> bool:
    if scope == PRIVATE:
        return what.where is not Where.SPACE
    return scope == ADMINS or what.who is Who.ANYONE


async def push(services: Services, bot: Bot) -> bool:
    """Set the lists, descriptions, rights and photo that differ from ours at Telegram. Returns True if any did.

    Another program, or its owner in @BotFather, may have changed them since. Raises TelegramError.
    """
    changed = False
    for language in LANGUAGES:
        code = None if language == "en" else language
        for name, scope in SCOPES.items():
            changed |= await _set_commands(services, bot, name, scope(), code)
        changed |= await _set_about(bot, language, code)
    for channels, rights in ((False, GROUP_RIGHTS), (True, CHANNEL_RIGHTS)):
        changed |= await _set_rights(bot, ChatAdministratorRights(**rights), channels=channels)
    return await _set_photo(bot) or changed


async def _set_commands(services: Services, bot: Bot, name: str, scope: BotCommandScope, code: str | None) -> bool:
    commands = tuple(BotCommand(*pair) for pair in menu(services.menu, code or "en", name))
    if await bot.get_my_commands(scope=scope, language_code=code) == commands:
        return False
    return await bot.set_my_commands(commands, scope=scope, language_code=code)


async def _set_about(bot: Bot, language: str, code: str | None) -> bool:
    """Set the two descriptions in one language."""
    description, short = _translated(language, ABOUT, ABOUT_MOST), _translated(language, SHORT, SHORT_MOST)
    changed = False
    if (await bot.get_my_description(language_code=code)).description != description:
        changed = await bot.set_my_description(description, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        changed = await bot.set_my_short_description(short, language_code=code)
    return changed


async def _set_rights(bot: Bot, rights: ChatAdministratorRights, *, channels: bool) -> bool:
    """Set the rights that Telegram offers to whoever makes the bot an administrator: no more than it uses."""
    if await bot.get_my_default_administrator_rights(for_channels=channels) == rights:
        return False
    return await bot.set_my_default_administrator_rights(rights, for_channels=channels)


async def _set_photo(bot: Bot) -> bool:
    """Set the profile photo of a bot that has none; one that its owner chose stays."""
    if (await bot.get_user_profile_photos(bot.id, limit=1)).total_count:
        return False
    photo = await asyncio.to_thread(profile_photo.draw)
    try:
        return await bot.set_my_profile_photo(InputProfilePhotoStatic(photo))
    except (error.InvalidToken, error.BadRequest) as refused:  # an older server, or one that wants another size
        log.info("the profile photo was not set", why=type(refused).__name__)
        return False


def _translated(language: str, text: str, most: int) -> str:
    return shorten(words(language).s(text), most)
