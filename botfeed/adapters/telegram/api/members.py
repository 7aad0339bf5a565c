"""Members of groups and channels, as Telegram is asked for them and describes them."""

from __future__ import annotations

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted

from botfeed.adapters.telegram.api.addresses import where
from botfeed.adapters.telegram.api.client import ApiClient
from botfeed.core.errors import NotPermitted, Rejected
from botfeed.core.model import Address

_INSIDE = ("creator", "administrator", "member", "restricted")


class Hidden(NotPermitted):
    """A group hides its members, and this person is none of its administrators."""


async def find(client: ApiClient, bot: Bot, address: Address, user: str) -> ChatMember | None:
    """Return a member of a place, None for a stranger.
    Raises Hidden where Telegram tells of administrators only, and SendError.
    """
    chat, _ = where(address)
    try:
        return await client.request(chat, lambda to: bot.get_chat_member(to, int(user)))
    except (NotPermitted, Rejected) as refused:  # a group that hides its members tells only who administers it
        if "participant" in str(refused):
            return None
        admins = await client.request(chat, bot.get_chat_administrators)
        if found := next((admin for admin in admins if admin.user.id == int(user)), None):
            return found
        raise Hidden(str(refused)) from None


def is_inside(member: ChatMember) -> bool:
    """Return True for who is in the place: a restricted person may be out of it."""
    return member.status in _INSIDE and not (isinstance(member, ChatMemberRestricted) and not member.is_member)


def governs(member: ChatMember) -> bool:
    """Return True for who owns a place, or administers it: of a channel, if they may post there themselves."""
    if isinstance(member, ChatMemberAdministrator):
        return member.can_post_messages is not False
    return member.status == "creator"
