"""Read and write the addresses and message references of Telegram's chats, topics and messages."""

from __future__ import annotations

from botfeed.adapters.telegram.api import ephemeral
from botfeed.core.errors import MessageGone, Unreachable
from botfeed.core.model import Address

PLATFORM = "telegram"


def message_ref(chat: int, message: int) -> str:
    """Return the reference of a message that everybody in its chat may read."""
    return f"{chat:d}/{message:d}"


def where(address: Address) -> tuple[int, int | None]:
    """Return the chat and the topic of an address. Raises Unreachable for one person in a group."""
    if ephemeral.is_ephemeral(address.ref):
        raise Unreachable("one person in a group is spoken to by an answer alone")
    chat, _, thread = address.ref.partition(":")
    return int(chat), int(thread) if thread else None


def parts(ref: str) -> tuple[int, int]:
    """Return the chat and the number of a message that everybody may read. Raises MessageGone for an ephemeral one."""
    if ephemeral.is_ephemeral(ref):
        raise MessageGone("an ephemeral message is none of its chat's")
    chat, _, message = ref.partition("/")
    return int(chat), int(message)
