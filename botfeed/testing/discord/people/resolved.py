"""Users, channels and files that an interaction names by id, spelled out beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botfeed.testing.discord import payloads
from botfeed.testing.discord.model import ORDINARY, Account, File, Role, Room
from botfeed.testing.discord.state import DiscordState


class Resolved:
    """Collector of resolved objects; `add` takes a User, a Channel, a Role, a File,
    or their records and returns its id.
    """

    def __init__(self, state: DiscordState, room: Room) -> None:
        self._state = state
        self._room = room
        self.payload: dict[str, dict[str, Any]] = {}

    def thing(self, default: dict[str, Any]) -> Any:
        """Return the user, channel or role that a list shows as picked already; LookupError where it is gone."""
        id, space = int(default["id"]), self._room.space
        found: Any = {
            "user": self._state.accounts.get(id),
            "channel": self._state.rooms.get(id),
            "role": space.roles.get(id) if space else None,
        }[default["type"]]
        if found is None or getattr(found, "gone", False):
            raise LookupError(f"there is no {default['type']} {id} that could be picked already")
        return found

    def add(self, thing: Any) -> str:
        thing = getattr(thing, "account", getattr(thing, "room", thing))
        if isinstance(thing, Account):
            for kind, entries in people([thing], self._room).items():
                self.payload.setdefault(kind, {}).update(entries)
            return str(thing.id)
        if isinstance(thing, Room):
            shown = {**payloads.channel(thing, self._state.bot), "permissions": str(ORDINARY)}
            self.payload.setdefault("channels", {})[str(thing.id)] = shown
            return str(thing.id)
        if isinstance(thing, Role):
            self.payload.setdefault("roles", {})[str(thing.id)] = payloads.role(thing)
            return str(thing.id)
        if isinstance(thing, File):
            kept = {**self._state.cdn.keep(thing, self._room.id), "ephemeral": True}
            self.payload.setdefault("attachments", {})[kept["id"]] = kept
            return str(kept["id"])
        raise LookupError(f"{thing!r} is no user, channel, role or file")


def people(accounts: Sequence[Account], room: Room) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {"users": {str(each.id): payloads.user(each) for each in accounts}}
    if room.space is not None:
        found["members"] = {
            str(each.id): {**payloads.author_member(each, room.space), "permissions": str(ORDINARY)}
            for each in accounts
            if each.id in room.space.members
        }
    return found
