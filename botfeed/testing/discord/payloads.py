"""Payload shapes, completed to what discord.py and the published contract require."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from botfeed.testing.discord.model import ORDINARY, Account, Message, Role, Room, Space, allowed

ATTACHMENT_LIMIT = 10 * 1024 * 1024  # bytes a file, for those who pay nothing
_JOINED = "2024-01-01T00:00:00.000000+00:00"


def moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def user(account: Account) -> dict[str, Any]:
    return {
        "id": str(account.id),
        "username": account.name,
        "global_name": account.name.capitalize(),
        "discriminator": "0",
        "avatar": None,
        "bot": account.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def me(account: Account) -> dict[str, Any]:
    return {**user(account), "mfa_enabled": False, "locale": account.locale, "verified": True}


def my_guild(space: Space) -> dict[str, Any]:
    """Return a server as its list for the bot shows it, with what the bot may do there."""
    about: dict[str, Any] = {"icon": None, "banner": None, "owner": False, "features": []}
    return {"id": str(space.id), "name": space.name, "permissions": str(space.bot_permissions), **about}


def member(account: Account, space: Space, permissions: int | None = None) -> dict[str, Any]:
    """Return a member, with `permissions` only inside interactions, with the user in all but messages."""
    out: dict[str, Any] = {
        "user": user(account),
        "roles": [str(role.id) for role in space.roles.values() if account.id in role.holders],
        "nick": None,
        "avatar": None,
        "banner": None,
        "joined_at": _JOINED,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    return out if permissions is None else {**out, "permissions": str(permissions)}


def author_member(account: Account, space: Space) -> dict[str, Any]:
    return {key: value for key, value in member(account, space).items() if key != "user"}


def application(bot: Account, now_guilds: int) -> dict[str, Any]:
    owner = Account(id=bot.id - 1, name="owner")
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(owner),
        "team": None,
        "approximate_guild_count": now_guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


def channel(room: Room, bot: Account) -> dict[str, Any]:
    if room.party:
        recipients = [user(each) for each in room.party]
        talk = {"id": str(room.id), "type": 3, "flags": 0, "last_message_id": None, "recipients": recipients}
        return {**talk, "name": room.name, "icon": None, "owner_id": recipients[0]["id"]}
    if room.space is None:
        assert room.person is not None
        recipients = [user(each) for each in (room.person,) if each is not bot]
        return {"id": str(room.id), "type": 1, "flags": 0, "last_message_id": None, "recipients": recipients}
    if room.parent is not None:
        return _thread(room, room.parent, bot)
    return {
        "id": str(room.id),
        "type": 0,
        "guild_id": str(room.space.id),
        "name": room.name,
        "position": 0,
        "flags": 0,
        "nsfw": room.nsfw,
        "topic": None,
        "parent_id": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "permission_overwrites": _denied(room, bot),
    }


def _denied(room: Room, bot: Account) -> list[dict[str, Any]]:
    """Return the overwrite by which a channel takes permissions from the bot."""
    taken = ORDINARY & ~allowed(room)
    return [{"id": str(bot.id), "type": 1, "allow": "0", "deny": str(taken)}] if taken else []


def _thread(room: Room, parent: Room, bot: Account) -> dict[str, Any]:
    assert room.space is not None
    moments = dict.fromkeys(("archive_timestamp", "create_timestamp"), _JOINED)
    metadata = {"archived": room.archived, "locked": room.locked, **moments}
    return {
        "id": str(room.id),
        "type": 11,
        "guild_id": str(room.space.id),
        "parent_id": str(parent.id),
        "owner_id": str(bot.id),
        "name": room.name,
        "flags": 0,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "bitrate": 64000,
        "user_limit": 0,
        "rtc_region": None,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {**metadata, "auto_archive_duration": 1440, "invitable": True},
    }


def roles(space: Space) -> list[dict[str, Any]]:
    """Return the role that everybody has, and the others."""
    everyone = Role(space.id, "@everyone", ORDINARY)
    return [role(everyone, 0), *(role(each, place) for place, each in enumerate(space.roles.values(), 1))]


def role(one: Role, position: int = 1) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.name,
        "description": None,
        "permissions": str(one.permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


_GUILD_SETTINGS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "icon",
            "description",
            "home_header",
            "splash",
            "discovery_splash",
            "banner",
            "application_id",
            "incidents_data",
        )
    ),
    **dict.fromkeys(
        ("afk_channel_id", "system_channel_id", "widget_channel_id", "vanity_url_code", "rules_channel_id")
    ),
    **dict.fromkeys(("safety_alerts_channel_id", "public_updates_channel_id", "max_presences")),
    **dict.fromkeys(("system_channel_flags", "verification_level", "mfa_level", "explicit_content_filter"), 0),
    **dict.fromkeys(("default_message_notifications", "premium_tier", "premium_subscription_count", "nsfw_level"), 0),
    **dict.fromkeys(("widget_enabled", "premium_progress_bar_enabled", "nsfw"), False),
    "afk_timeout": 300,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "region": "deprecated",
}


def guild(space: Space) -> dict[str, Any]:
    return {
        **_GUILD_SETTINGS,
        "id": str(space.id),
        "name": space.name,
        "owner_id": str(min(space.members, default=space.id)),
        "features": [],
        "preferred_locale": space.locale,
        "system_channel_id": str(space.system.id) if space.system else None,
        "roles": roles(space),
        "emojis": [],
        "stickers": [],
        "approximate_member_count": len(space.members),
        "approximate_presence_count": 0,
    }


def guild_create(space: Space, bot: Account, *, joined: bool = False) -> dict[str, Any]:
    """Return a GUILD_CREATE. A bot without the members intent sees itself alone; `unavailable` is only there for a
    guild that was known before.
    """
    again = {} if joined else {"unavailable": False}
    return {
        **again,
        **guild(space),
        "channels": [channel(room, bot) for room in space.rooms.values() if not room.gone and not room.parent],
        "threads": [
            channel(room, bot) for room in space.rooms.values() if room.parent and not (room.gone or room.archived)
        ],
        "members": [member(bot, space)],
        "member_count": len(space.members) + 1,
        "joined_at": _JOINED,
        "large": False,
        **{name: [] for name in ("voice_states", "presences", "stage_instances", "guild_scheduled_events")},
        "soundboard_sounds": [],
    }


def message(shown: Message, viewer: Account) -> dict[str, Any]:
    """Return a message as `viewer` gets it from REST: reactions included."""
    out = dict(shown.payload)
    if shown.reactions:
        out["reactions"] = [_reaction(emoji, people, viewer) for emoji, people in shown.reactions.items()]
    return out


def emoji(text: str) -> dict[str, Any]:
    """Return an emoji: `name:id` is a guild's own, anything else Unicode."""
    name, _, number = text.rpartition(":")
    return {"id": number, "name": name} if name and number.isdigit() else {"id": None, "name": text}


def _reaction(text: str, people: set[int], viewer: Account) -> dict[str, Any]:
    return {
        "emoji": emoji(text),
        "count": len(people),
        "count_details": {"burst": 0, "normal": len(people)},
        "burst_colors": [],
        "me_burst": False,
        "me": viewer.id in people,
    }


def reference(answered: Message) -> dict[str, Any]:
    """Return the message reference of a reply."""
    out: dict[str, Any] = {"type": 0, "channel_id": str(answered.room.id), "message_id": str(answered.id)}
    return out if answered.room.space is None else {**out, "guild_id": str(answered.room.space.id)}
