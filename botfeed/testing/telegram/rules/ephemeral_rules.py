"""Telegram's rules of ephemeral messages: to whom they may be sent in a group, and when."""

from __future__ import annotations

from typing import Any

from botfeed.testing.telegram.api.calls import Json, bad
from botfeed.testing.telegram.state import HERE, Chat, TelegramState

CUED = 15  # seconds in which a tap or an ephemeral message may be answered


def receiver(state: TelegramState, chat: Chat, params: Json) -> int:
    """Return the person a message is for, 0 where it is for all. Raises ApiError where it may not be sent."""
    given: Json = params.get("ephemeral_message_parameters") or params
    whom = int(given.get("receiver_user_id", 0))
    answered = int((params.get("reply_parameters") or {}).get("ephemeral_message_id", 0))
    if not whom:
        if answered:
            raise bad("a reply to an ephemeral message must be one")
        return 0
    if chat.person:
        raise bad("BOT_NOT_ADMIN")
    if whom not in state.people or chat.members.get(whom) not in HERE:
        raise bad("PARTICIPANT_ID_INVALID")
    if tap := given.get("callback_query_id"):
        _tapped(state, chat, whom, str(tap), given)
    elif answered:
        _check_recent(state, chat, whom, answered)
    elif chat.bot != "administrator":
        raise bad("BOT_NOT_ADMIN")
    return whom


def _tapped(state: TelegramState, chat: Chat, whom: int, tap: str, given: Json) -> None:
    """Refuse an answer to a tap that is another person's, answered already, or too old."""
    who, message, when = state.tapped.get(tap, (0, {}, 0))
    fresh = state.taps.get(tap) is None and state.date() - when <= CUED
    if who != whom or message.get("chat", {}).get("id") != chat.id or not fresh:
        raise bad("QUERY_ID_INVALID")
    if given.get("replace_callback_query_message") and "ephemeral_message_id" in message:
        raise bad("an ephemeral message is edited, not replaced")


def _check_recent(state: TelegramState, chat: Chat, whom: int, number: int) -> None:
    when = state.received.get((chat.id, whom, number))
    if when is None or state.date() - when > CUED:
        raise bad("MESSAGE_ID_INVALID")


def post(state: TelegramState, chat: Chat, params: Json, **content: Any) -> Json:
    """Store a message: for one person, where that is asked for and allowed, else for all."""
    whom = receiver(state, chat, params)
    return state.post_ephemeral(chat, state.bot, whom, **content) if whom else state.post(chat, state.bot, **content)
