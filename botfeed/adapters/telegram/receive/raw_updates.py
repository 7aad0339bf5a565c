"""Raw updates: their numbers, and what the library makes of them."""

from __future__ import annotations

from typing import Any

import structlog
from telegram import Bot, Update

from botfeed.adapters.telegram import contents

log = structlog.get_logger()

ALLOWED = (  # kinds of updates that are asked for
    "message",
    "edited_message",
    "callback_query",
    "message_reaction",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
)
UNSOUND = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # a bad update, not a failed store


def parsed(raw: Any, bot: Bot) -> Update:
    """Parse an update. Where the library cannot read a message's content, the rest of the message is read: a poll,
    or the message that is replied to, has fields that a server left out or that came later.
    """
    try:
        return Update.de_json(raw, bot)
    except UNSOUND as e:
        message = raw.get("message") if isinstance(raw, dict) else None
        if not isinstance(message, dict):
            raise
        log.warning("a message is read without its content", update=numbered(raw), why=repr(e)[:200])
        rest = {name: value for name, value in message.items() if name in contents.PLAIN}
        return Update.de_json({"update_id": raw["update_id"], "message": {**rest, "unreadable": True}}, bot)


def numbered(raw: Any) -> int | None:
    """Return the number of a raw update, None if it has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None
