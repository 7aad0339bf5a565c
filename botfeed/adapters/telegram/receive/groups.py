"""Follow the bot's own membership in groups and channels."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberRestricted, Update

from botfeed.adapters.telegram import decode
from botfeed.core.chat.context import Services
from botfeed.core.spaces import spaces

INSIDE = ("member", "administrator", "creator", "restricted")


async def follow(services: Services, update: Update) -> None:
    """Record that the bot joined or left a chat. It is silent in channels, whose readers cannot answer."""
    change = update.my_chat_member
    if change is None or change.chat.type == "private":
        return
    here = decode.address(change.chat)
    if not _inside(change.new_chat_member):
        await services.store.run(lambda uow: spaces.left(uow, here.platform, here.space))
    elif not _inside(change.old_chat_member):
        welcome_at = here if change.chat.type != "channel" and _may_write(change.new_chat_member) else None
        locale = change.from_user.language_code or ""
        await services.store.run(lambda uow: spaces.joined(uow, here, welcome_at, locale))


def _inside(member: ChatMember) -> bool:
    return member.status in INSIDE and not (isinstance(member, ChatMemberRestricted) and not member.is_member)


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages
