"""Make an INTERACTION_CREATE from a person's action."""

from __future__ import annotations

from typing import Any

from botfeed.testing.discord import payloads
from botfeed.testing.discord.model import Account, Message, Room, allowed
from botfeed.testing.discord.people.interaction import WAIT, Interaction
from botfeed.testing.discord.state import DiscordState

GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2  # contexts of an interaction


async def connected(state: DiscordState) -> None:
    """Wait until the bot is connected, so that no action gets lost while it is on its way."""
    announcer = state.announcer
    assert announcer is not None
    await state.condition.until(lambda: announcer.connected, WAIT)


def seen(message: Message | Interaction, person: Account) -> Message:
    """Return the message itself. Raises LookupError where that person cannot see it."""
    shown = message.original if isinstance(message, Interaction) else message
    if shown is None or shown.deleted or shown.loading:
        raise LookupError("there is no such message to be seen")
    if shown.ephemeral and shown.owner is not person:
        raise LookupError(f"that message is for {shown.owner.name if shown.owner else 'nobody'}'s eyes only")
    return shown


def interact(
    state: DiscordState, kind: int, person: Account, room: Room, data: dict[str, Any], *,
    permissions: int, source: Message | None = None,
) -> Interaction:  # fmt: skip
    """Send the event to the bot, and return the interaction that a test waits on."""
    id = state.ids.next()
    token = f"interaction-{id}"
    payload: dict[str, Any] = {
        "id": str(id),
        "application_id": str(state.bot.id),
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "channel_id": str(room.id),
        "channel": {**payloads.channel(room, state.bot), "permissions": str(permissions)},
        "app_permissions": str(allowed(room)),
        "locale": person.locale,
        "entitlements": [],
        "attachment_size_limit": payloads.ATTACHMENT_LIMIT,
    }
    if room.party:
        payload |= {"user": payloads.user(person), "context": PRIVATE_CHANNEL}
        payload["authorizing_integration_owners"] = {"1": str(person.id)}
    elif room.space is None:
        payload |= {"user": payloads.user(person), "context": BOT_DM, "authorizing_integration_owners": {"0": "0"}}
    else:
        payload |= {
            "guild_id": str(room.space.id),
            "guild": {"id": str(room.space.id), "locale": room.space.locale, "features": []},
            "guild_locale": room.space.locale,
            "member": payloads.member(person, room.space, permissions),
            "context": GUILD,
            "authorizing_integration_owners": {"0": str(room.space.id)},
        }
        if not room.space.bot_inside:
            payload["authorizing_integration_owners"] = {"1": str(person.id)}
    if source is not None:
        payload["message"] = payloads.message(source, state.bot)
    made = Interaction(
        state.condition, state.clock, id, token, kind, person, room, payload, state.clock.now(), source=source
    )
    state.interactions[id] = made
    state.emit("INTERACTION_CREATE", payload)
    return made
