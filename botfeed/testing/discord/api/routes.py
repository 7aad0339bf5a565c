"""Remaining routes: the bot itself, its menu, channels and their messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from botfeed.testing.discord import messages, payloads
from botfeed.testing.discord.api import command_routes, interaction_routes
from botfeed.testing.discord.api.errors import Flaw, Refused, invalid_form, unknown
from botfeed.testing.discord.model import Message, Room, Space
from botfeed.testing.discord.state import Call, DiscordState

Answer = tuple[int, Any]
Handler = Callable[[DiscordState, Call], Answer]
_SESSIONS_A_DAY = 1000
_SAME_NONCE = timedelta(minutes=5)  # "the past few minutes" of the documents


def me(state: DiscordState, _: Call) -> Answer:
    return 200, payloads.me(state.bot)


def my_guilds(state: DiscordState, _: Call) -> Answer:
    return 200, [payloads.my_guild(space) for space in state.spaces.values() if space.bot_inside]


def application(state: DiscordState, _: Call) -> Answer:
    return 200, payloads.application(state.bot, sum(space.bot_inside for space in state.spaces.values()))


def gateway(_: DiscordState, __: Call) -> Answer:
    return 200, {"url": "wss://gateway.discord.gg"}


def gateway_bot(state: DiscordState, _: Call) -> Answer:
    assert state.announcer is not None
    left = max(0, _SESSIONS_A_DAY - state.announcer.begun)
    limit = {"total": _SESSIONS_A_DAY, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": "wss://gateway.discord.gg", "shards": state.shards, "session_start_limit": limit}


def user(state: DiscordState, call: Call) -> Answer:
    found = state.accounts.get(call.number("user_id"))
    if found is None:
        raise unknown("User", 10013)
    return 200, payloads.user(found)


def open_dm(state: DiscordState, call: Call) -> Answer:
    person = state.accounts.get(int(call.fields.get("recipient_id") or 0))
    if person is None:
        raise unknown("User", 10013)
    return 200, payloads.channel(state.dm_room(person), state.bot)


def _guild(state: DiscordState, call: Call) -> Space:
    found = state.spaces.get(call.number("guild_id"))
    if found is None:
        raise unknown("Guild", 10004)
    if not found.bot_inside:
        raise Refused(403, 50001, "Missing Access")
    return found


def guild(state: DiscordState, call: Call) -> Answer:
    return 200, payloads.guild(_guild(state, call))


def guild_channels(state: DiscordState, call: Call) -> Answer:
    found = _guild(state, call)
    return 200, [payloads.channel(room, state.bot) for room in found.rooms.values() if not (room.gone or room.parent)]


def guild_roles(state: DiscordState, call: Call) -> Answer:
    return 200, payloads.roles(_guild(state, call))


def guild_member(state: DiscordState, call: Call) -> Answer:
    found = _guild(state, call)
    account = found.members.get(call.number("user_id"))
    if account is None:
        raise unknown("Member", 10007)
    return 200, payloads.member(account, found)


def channel(state: DiscordState, call: Call) -> Answer:
    return 200, payloads.channel(state.find_room(call.number("channel_id")), state.bot)


def edit_channel(state: DiscordState, call: Call) -> Answer:
    """Archive or reopen a thread; anybody who may write there may, unless it is locked."""
    room = state.find_room(call.number("channel_id"))
    if room.parent is None or room.locked or set(call.fields) != {"archived"}:
        raise Refused(403, 50013, "Missing Permissions")
    room.archived = bool(call.fields["archived"])
    told = payloads.channel(room, state.bot)
    state.emit("THREAD_UPDATE", told, intent=1)
    return 200, told


def archived_threads(state: DiscordState, call: Call) -> Answer:
    found = state.find_room(call.number("channel_id"))
    assert found.space is not None, "threads are for a guild's channels"
    rest = [room for room in found.space.rooms.values() if room.parent is found and room.archived and not room.gone]
    threads = [payloads.channel(room, state.bot) for room in rest]
    return 200, {"threads": threads, "members": [], "has_more": False}


def typing(state: DiscordState, call: Call) -> Answer:
    state.find_writable(call.number("channel_id"))
    return 204, None


# The menu ----------------------------------------------------------------------------------------


def _found(state: DiscordState, call: Call) -> tuple[Room, Message]:
    room = state.find_room(call.number("channel_id"))
    return room, state.find_message(room, call.number("message_id"))


def _own(state: DiscordState, call: Call) -> Message:
    _, message = _found(state, call)
    if message.author is not state.bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    return message


def history(state: DiscordState, call: Call) -> Answer:
    """Return messages newest first, as Discord gives them."""
    room = state.find_room(call.number("channel_id"))
    found = list(reversed(state.visible(room, None)))
    before, after = (int(call.query[name][0]) if name in call.query else None for name in ("before", "after"))
    if before is not None:
        found = [message for message in found if message.id < before]
    limit = int(call.query.get("limit", ["50"])[0])
    if after is not None:
        return 200, [payloads.message(each, state.bot) for each in found if each.id > after][-limit:]
    return 200, [payloads.message(each, state.bot) for each in found[:limit]]


def message(state: DiscordState, call: Call) -> Answer:
    return 200, payloads.message(_found(state, call)[1], state.bot)


def create_message(state: DiscordState, call: Call) -> Answer:
    room = state.find_writable(call.number("channel_id"))
    nonce, reference = call.fields.get("nonce"), call.fields.get("message_reference")
    key = (room.id, str(nonce))
    now = state.clock.now()
    if nonce is not None and call.fields.get("enforce_nonce") and key in state.nonces:
        first, when = state.nonces[key]
        if now - when <= _SAME_NONCE:
            return 200, payloads.message(first, state.bot)
    extra: dict[str, Any] = {}
    if reference:
        answered = state.messages.get(int(reference["message_id"]))
        if answered is None or answered.deleted:
            words = "Unknown message"
            raise invalid_form([Flaw(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", words)])
        extra = {
            "type": 19,
            "message_reference": {"type": 0, "channel_id": str(room.id), "message_id": str(answered.id)},
        }
        extra["referenced_message"] = answered.payload
    made = messages.create(state, room, state.bot, call.fields, call.files, extra=extra)
    if nonce is not None:
        state.nonces[key] = (made, now)
    return 200, payloads.message(made, state.bot)


def _changeable(state: DiscordState, call: Call) -> Message:
    message = _own(state, call)
    if message.room.archived:
        raise Refused(400, 50083, "Thread is archived")
    return message


def edit_message(state: DiscordState, call: Call) -> Answer:
    return 200, payloads.message(messages.edit(state, _changeable(state, call), call.fields, call.files), state.bot)


def delete_message(state: DiscordState, call: Call) -> Answer:
    messages.delete(state, _changeable(state, call))
    return 204, None


def add_reaction(state: DiscordState, call: Call) -> Answer:
    messages.react(state, _found(state, call)[1], state.bot, call.params["emoji"], wanted=True)
    return 204, None


def remove_reaction(state: DiscordState, call: Call) -> Answer:
    messages.react(state, _found(state, call)[1], state.bot, call.params["emoji"], wanted=False)
    return 204, None


_APP = "/applications/{application_id}"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
OPEN = ("/interactions/", "/webhooks/")  # where the token in the path is what lets one in
TABLE: list[tuple[str, str, Handler]] = [
    ("GET", "/users/@me", me),
    ("GET", "/users/@me/guilds", my_guilds),
    ("GET", "/users/{user_id}", user),
    ("POST", "/users/@me/channels", open_dm),
    ("GET", "/applications/@me", application),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/gateway", gateway),
    ("GET", "/gateway/bot", gateway_bot),
    ("GET", "/guilds/{guild_id}", guild),
    ("GET", "/guilds/{guild_id}/channels", guild_channels),
    ("GET", "/guilds/{guild_id}/roles", guild_roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", guild_member),
    ("GET", "/channels/{channel_id}", channel),
    ("PATCH", "/channels/{channel_id}", edit_channel),
    ("GET", "/channels/{channel_id}/threads/archived/public", archived_threads),
    ("POST", "/channels/{channel_id}/typing", typing),
    *(
        (method, f"{_APP}{scope}/commands{one}", handler)
        for scope in ("", "/guilds/{guild_id}")
        for method, one, handler in (
            ("GET", "", command_routes.commands),
            ("PUT", "", command_routes.overwrite_commands),
            ("POST", "", command_routes.create_command),
            ("DELETE", "/{command_id}", command_routes.delete_command),
        )
    ),
    ("GET", "/channels/{channel_id}/messages", history),
    ("POST", "/channels/{channel_id}/messages", create_message),
    ("GET", _MESSAGE, message),
    ("PATCH", _MESSAGE, edit_message),
    ("DELETE", _MESSAGE, delete_message),
    ("PUT", _MESSAGE + "/reactions/{emoji}/@me", add_reaction),
    ("DELETE", _MESSAGE + "/reactions/{emoji}/@me", remove_reaction),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", interaction_routes.callback),
    ("POST", _WEBHOOK, interaction_routes.follow_up),
    ("GET", _WEBHOOK + "/messages/{message_id}", interaction_routes.get_message),
    ("PATCH", _WEBHOOK + "/messages/{message_id}", interaction_routes.edit_message),
    ("DELETE", _WEBHOOK + "/messages/{message_id}", interaction_routes.delete_message),
]
