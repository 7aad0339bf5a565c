"""The other routes: who the bot is, its menu, channels and their messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from botfeed.testing.discord import interaction_routes, menu_routes, payloads, posts
from botfeed.testing.discord.model import Message, Room, Space
from botfeed.testing.discord.refusal import Flaw, Refused, invalid_form, unknown
from botfeed.testing.discord.world import Call, World

Answer = tuple[int, Any]
Handler = Callable[[World, Call], Answer]
_SESSIONS_A_DAY = 1000
_SAME_NONCE = timedelta(minutes=5)  # "the past few minutes" of the documents


def me(world: World, _: Call) -> Answer:
    return 200, payloads.me(world.bot)


def application(world: World, _: Call) -> Answer:
    return 200, payloads.application(world.bot, sum(space.bot_inside for space in world.spaces.values()))


def gateway(_: World, __: Call) -> Answer:
    return 200, {"url": "wss://gateway.discord.gg"}


def gateway_bot(world: World, _: Call) -> Answer:
    assert world.announcer is not None
    left = max(0, _SESSIONS_A_DAY - world.announcer.begun)
    limit = {"total": _SESSIONS_A_DAY, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": "wss://gateway.discord.gg", "shards": world.shards, "session_start_limit": limit}


def user(world: World, call: Call) -> Answer:
    found = world.accounts.get(call.number("user_id"))
    if found is None:
        raise unknown("User", 10013)
    return 200, payloads.user(found)


def open_dm(world: World, call: Call) -> Answer:
    person = world.accounts.get(int(call.fields.get("recipient_id") or 0))
    if person is None:
        raise unknown("User", 10013)
    return 200, payloads.channel(world.dm_room(person), world.bot)


def _guild(world: World, call: Call) -> Space:
    found = world.spaces.get(call.number("guild_id"))
    if found is None:
        raise unknown("Guild", 10004)
    if not found.bot_inside:
        raise Refused(403, 50001, "Missing Access")
    return found


def guild(world: World, call: Call) -> Answer:
    return 200, payloads.guild(_guild(world, call))


def guild_channels(world: World, call: Call) -> Answer:
    found = _guild(world, call)
    return 200, [payloads.channel(room, world.bot) for room in found.rooms.values() if not (room.gone or room.parent)]


def guild_roles(world: World, call: Call) -> Answer:
    return 200, payloads.roles(_guild(world, call))


def guild_member(world: World, call: Call) -> Answer:
    found = _guild(world, call)
    account = found.members.get(call.number("user_id"))
    if account is None:
        raise unknown("Member", 10007)
    return 200, payloads.member(account, found)


def channel(world: World, call: Call) -> Answer:
    return 200, payloads.channel(world.find_room(call.number("channel_id")), world.bot)


def edit_channel(world: World, call: Call) -> Answer:
    """Of a thread: whether it rests. Who may write there may open it, unless it is locked."""
    room = world.find_room(call.number("channel_id"))
    if room.parent is None or room.locked or set(call.fields) != {"archived"}:
        raise Refused(403, 50013, "Missing Permissions")
    room.archived = bool(call.fields["archived"])
    told = payloads.channel(room, world.bot)
    world.emit("THREAD_UPDATE", told, intent=1)
    return 200, told


def archived_threads(world: World, call: Call) -> Answer:
    found = world.find_room(call.number("channel_id"))
    assert found.space is not None, "threads are for a guild's channels"
    rest = [room for room in found.space.rooms.values() if room.parent is found and room.archived and not room.gone]
    threads = [payloads.channel(room, world.bot) for room in rest]
    return 200, {"threads": threads, "members": [], "has_more": False}


def typing(world: World, call: Call) -> Answer:
    world.find_writable(call.number("channel_id"))
    return 204, None


# The menu ----------------------------------------------------------------------------------------


def _found(world: World, call: Call) -> tuple[Room, Message]:
    room = world.find_room(call.number("channel_id"))
    return room, world.find_message(room, call.number("message_id"))


def _own(world: World, call: Call) -> Message:
    _, message = _found(world, call)
    if message.author is not world.bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    return message


def history(world: World, call: Call) -> Answer:
    """Newest first, as Discord gives them."""
    room = world.find_room(call.number("channel_id"))
    found = list(reversed(world.visible(room, None)))
    before, after = (int(call.query[name][0]) if name in call.query else None for name in ("before", "after"))
    if before is not None:
        found = [message for message in found if message.id < before]
    limit = int(call.query.get("limit", ["50"])[0])
    if after is not None:
        return 200, [payloads.message(each, world.bot) for each in found if each.id > after][-limit:]
    return 200, [payloads.message(each, world.bot) for each in found[:limit]]


def message(world: World, call: Call) -> Answer:
    return 200, payloads.message(_found(world, call)[1], world.bot)


def create_message(world: World, call: Call) -> Answer:
    room = world.find_writable(call.number("channel_id"))
    nonce, reference = call.fields.get("nonce"), call.fields.get("message_reference")
    key = (room.id, str(nonce))
    now = world.clock.now()
    if nonce is not None and call.fields.get("enforce_nonce") and key in world.nonces:
        first, when = world.nonces[key]
        if now - when <= _SAME_NONCE:
            return 200, payloads.message(first, world.bot)
    extra: dict[str, Any] = {}
    if reference:
        answered = world.messages.get(int(reference["message_id"]))
        if answered is None or answered.deleted:
            words = "Unknown message"
            raise invalid_form([Flaw(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", words)])
        extra = {
            "type": 19,
            "message_reference": {"type": 0, "channel_id": str(room.id), "message_id": str(answered.id)},
        }
        extra["referenced_message"] = answered.payload
    made = posts.create(world, room, world.bot, call.fields, call.files, extra=extra)
    if nonce is not None:
        world.nonces[key] = (made, now)
    return 200, payloads.message(made, world.bot)


def _changeable(world: World, call: Call) -> Message:
    message = _own(world, call)
    if message.room.archived:
        raise Refused(400, 50083, "Thread is archived")
    return message


def edit_message(world: World, call: Call) -> Answer:
    return 200, payloads.message(posts.edit(world, _changeable(world, call), call.fields, call.files), world.bot)


def delete_message(world: World, call: Call) -> Answer:
    posts.delete(world, _changeable(world, call))
    return 204, None


def add_reaction(world: World, call: Call) -> Answer:
    posts.react(world, _found(world, call)[1], world.bot, call.params["emoji"], wanted=True)
    return 204, None


def remove_reaction(world: World, call: Call) -> Answer:
    posts.react(world, _found(world, call)[1], world.bot, call.params["emoji"], wanted=False)
    return 204, None


_APP = "/applications/{application_id}"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
OPEN = ("/interactions/", "/webhooks/")  # where the token in the path is what lets one in
TABLE: list[tuple[str, str, Handler]] = [
    ("GET", "/users/@me", me),
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
            ("GET", "", menu_routes.commands),
            ("PUT", "", menu_routes.overwrite_commands),
            ("POST", "", menu_routes.create_command),
            ("DELETE", "/{command_id}", menu_routes.delete_command),
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
