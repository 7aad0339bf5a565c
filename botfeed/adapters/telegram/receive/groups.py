"""Follow the bot's own membership in groups and channels."""

from __future__ import annotations

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Update

from botfeed.adapters import key_value_cache
from botfeed.adapters.telegram import decode
from botfeed.core.chat.context import Services
from botfeed.core.model import KeyValue
from botfeed.core.spaces import channels, spaces

INSIDE = ("member", "administrator", "creator", "restricted")


FACT = "telegram:admin:"  # and a chat where the bot is an administrator, so that it hears all messages
KNOWN = 10_000  # chats


class Hearing:
    """Chats all of whose messages the bot gets: those where it is an administrator, or all without privacy mode."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self._bot = bot
        self._chats: set[int] = set()

    async def load(self) -> None:
        rows = await self._services.store.read(lambda uow: uow.all(KeyValue, name__begins=FACT, limit=KNOWN))
        self._chats = {int(row.name.removeprefix(FACT)) for row in rows}

    def hears_all(self, chat: int) -> bool:
        return chat in self._chats or bool(self._bot.can_read_all_group_messages)

    async def follow(self, update: Update) -> None:
        """Record that the bot became an administrator, or is none any more."""
        change = update.my_chat_member
        if change is None or change.chat.type == "private":
            return
        chat, admin = change.chat.id, change.new_chat_member.status == "administrator"
        if admin != (chat in self._chats):
            await self._services.store.run(lambda uow: key_value_cache.keep(uow, f"{FACT}{chat}", "1" if admin else ""))
            (self._chats.add if admin else self._chats.discard)(chat)


async def follow(services: Services, update: Update) -> None:
    """Record that the bot joined or left a chat, or may post in a channel by now. It greets nobody in channels."""
    change = update.my_chat_member
    if change is None or change.chat.type == "private":
        return
    here = decode.address(change.chat)
    if change.chat.type == "channel" and _inside(change.new_chat_member):
        user, locale = f"{change.from_user.id:d}", change.from_user.language_code or ""
        if _may_post(change.new_chat_member):
            await services.store.run(lambda uow: channels.opened(uow, here, user, locale))
        else:
            await services.store.run(lambda uow: spaces.lost(uow, here))
    elif not _inside(change.new_chat_member):
        await services.store.run(lambda uow: spaces.left(uow, here.platform, here.space))
    elif not _inside(change.old_chat_member):
        welcome_at = here if _may_write(change.new_chat_member) else None
        locale = change.from_user.language_code or ""
        await services.store.run(lambda uow: spaces.joined(uow, here, welcome_at, locale))


def _inside(member: ChatMember) -> bool:
    return member.status in INSIDE and not (isinstance(member, ChatMemberRestricted) and not member.is_member)


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages


def _may_post(member: ChatMember) -> bool:
    """Return True for an administrator of a channel who may post."""
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
