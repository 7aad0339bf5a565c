"""Name ephemeral messages, which one person in a group sees, and build the parameters that make a message ephemeral.

They exist since Bot API 10.2, which python-telegram-bot 22.8 does not know. Such a message has no number in its chat:
it is known by chat, person and an id of its own, so its reference differs from any other message's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from telegram import MaybeInaccessibleMessage

from botfeed.core.model import Address

_MARK = "~"  # no other reference of Telegram's has it


@dataclass(frozen=True, slots=True)
class Cue:
    """A tap, or an ephemeral message to the bot. For 15 s it allows an ephemeral answer without any rights."""

    callback: str = ""
    message: int = 0

    def __bool__(self) -> bool:
        return bool(self.callback or self.message)


def address_of(group: Address, user: str) -> Address:
    """Return the address of one person in a group; it stays a shared place for the rules of what may be shown."""
    return replace(group, ref=f"{group.ref}{_MARK}{user}")


def ref(chat: int, user: int, number: int) -> str:
    """Return the reference of an ephemeral message."""
    return f"{chat:d}{_MARK}{user:d}/{number:d}"


def is_ephemeral(ref: str) -> bool:
    """Return True if a reference, of a message or of an address, belongs to one person in a group."""
    return _MARK in ref


def parts(ref: str) -> tuple[int, int, int]:
    """Return the chat, the person and the number of an ephemeral message."""
    there, _, number = ref.partition("/")
    chat, _, user = there.partition(_MARK)
    return int(chat), int(user), int(number)


def number(message: MaybeInaccessibleMessage) -> int:
    """Return the id of an ephemeral message; 0 for a message that has a number in its chat, which all may read."""
    found = message.api_kwargs.get("ephemeral_message_id")
    return found if isinstance(found, int) and not message.message_id else 0


def options(user: int, cue: Cue) -> dict[str, Any]:
    """Return both parameter forms that make a message ephemeral (10.2 and 10.3); servers ignore unknown fields."""
    tap = {"callback_query_id": cue.callback} if cue.callback else {}
    whom: dict[str, Any] = {"receiver_user_id": user, **tap}
    reply = {"reply_parameters": {"ephemeral_message_id": cue.message}} if cue.message else {}
    return {"ephemeral_message_parameters": whom, **whom, **reply}
