"""Ephemeral messages: in a group, for one person's eyes. Their names, and what is sent along for them.

They are of Bot API 10.2 and later, which python-telegram-bot 22.8 does not know. One has no number among the messages
of its chat: it is known by chat, person and an id of its own, so its ref looks like no other message's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from telegram import MaybeInaccessibleMessage

from botfeed.core.model import Address

_MARK = "~"  # in the ref of what one person sees: nothing else of Telegram's has it


@dataclass(frozen=True, slots=True)
class Cue:
    """What is answered: a tap, or a message that only we saw. For 15 s either lets us whisper without any right."""

    callback: str = ""
    message: int = 0

    def __bool__(self) -> bool:
        return bool(self.callback or self.message)


def place(here: Address, user: str) -> Address:
    """Give the address of one pair of eyes in a group: a shared place still, for what may stand there."""
    return replace(here, ref=f"{here.ref}{_MARK}{user}")


def ref(chat: int, user: int, number: int) -> str:
    return f"{chat:d}{_MARK}{user:d}/{number:d}"


def told(ref: str) -> bool:
    """Whether a ref, of a message or of an address, is one person's."""
    return _MARK in ref


def parts(ref: str) -> tuple[int, int, int]:
    """Give the chat, the person and the number of an ephemeral message."""
    there, _, number = ref.partition("/")
    chat, _, user = there.partition(_MARK)
    return int(chat), int(user), int(number)


def number(message: MaybeInaccessibleMessage) -> int:
    """Give the id of an ephemeral message, 0 for what has a number in its chat: that all may read."""
    found = message.api_kwargs.get("ephemeral_message_id")
    return found if isinstance(found, int) and not message.message_id else 0


def options(user: int, cue: Cue) -> dict[str, Any]:
    """Give what makes a message ephemeral, in both of its forms.

    10.3 put one object in the place of 10.2's two parameters. A server ignores what it does not know, so whichever of
    them it is reads the form that it has; one that had an objection to the other would refuse, and nobody reads more.
    """
    tap = {"callback_query_id": cue.callback} if cue.callback else {}
    whom: dict[str, Any] = {"receiver_user_id": user, **tap}
    reply = {"reply_parameters": {"ephemeral_message_id": cue.message}} if cue.message else {}
    return {"ephemeral_message_parameters": whom, **whom, **reply}
