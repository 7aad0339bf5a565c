"""Channels and guilds of a test's dialogue; changes to them are announced to the bot."""

from __future__ import annotations

from typing import Protocol

from botfeed.testing.discord import payloads
from botfeed.testing.discord.model import Role, Room, Space
from botfeed.testing.discord.state import DiscordState


class Person(Protocol):
    """Person who may hold a role."""

    @property
    def id(self) -> int: ...


class Channel:
    """Channel to write in.

    `forbid_bot` takes the bot's right to write there: 50013; `hide_from_bot` that to see it: 50001.
    """

    def __init__(self, state: DiscordState, room: Room) -> None:
        self._state = state
        self.room = room
        self.id = room.id

    def forbid_bot(self, forbidden: bool = True) -> None:
        self.room.bot_may_write = not forbidden
        self._changed()

    def hide_from_bot(self, hidden: bool = True) -> None:
        self.room.bot_may_see = not hidden
        self._changed()

    def _changed(self) -> None:
        event = "THREAD_UPDATE" if self.room.parent else "CHANNEL_UPDATE"
        self._state.emit(event, payloads.channel(self.room, self._state.bot), intent=1)

    def delete(self) -> None:
        """Delete the channel and announce it; from now on it is unknown: 10003."""
        payload = payloads.channel(self.room, self._state.bot)
        self.room.gone = True
        self._state.emit("THREAD_DELETE" if self.room.parent else "CHANNEL_DELETE", payload, intent=1)

    def restrict(self, nsfw: bool = True) -> None:
        """Make it age-restricted, or open again."""
        self.room.nsfw = nsfw
        self._changed()

    def thread(self, name: str) -> Channel:
        """Open a thread that hangs on this channel."""
        assert self.room.space is not None, "threads are for a guild's channels"
        room = self._state.room(name, self.room.space, nsfw=self.room.nsfw, parent=self.room)
        self._state.emit("THREAD_CREATE", payloads.channel(room, self._state.bot), intent=1)
        return Channel(self._state, room)

    def archive(self, archived: bool = True) -> None:
        """Archive a thread, as after a while without messages, or open it again."""
        self.room.archived = archived
        self._state.emit("THREAD_UPDATE", payloads.channel(self.room, self._state.bot), intent=1)

    def lock(self) -> None:
        """Lock a thread: nobody can write there any more."""
        self.room.locked = self.room.archived = True
        self._state.emit("THREAD_UPDATE", payloads.channel(self.room, self._state.bot), intent=1)


class Guild:
    def __init__(self, state: DiscordState, space: Space) -> None:
        self._state = state
        self.space = space
        self.id = space.id

    def channel(self, name: str, *, nsfw: bool = False) -> Channel:
        """Make a channel, announced to a bot that is connected."""
        room = self._state.room(name, self.space, nsfw=nsfw)
        self._state.emit("CHANNEL_CREATE", payloads.channel(room, self._state.bot), intent=1)
        return Channel(self._state, room)

    def role(self, name: str, *holders: Person, permissions: int = 0) -> Role:
        made = self._state.role(name, self.space, permissions)
        made.holders |= {holder.id for holder in holders}
        about = {"guild_id": str(self.id), "role": payloads.role(made)}
        self._state.emit("GUILD_ROLE_CREATE", about, intent=1)
        return made

    def opens(self, command: str) -> None:
        """Show a command to everybody, by the integration settings of the server."""
        self.space.opened_commands.add(command)

    def greets_in(self, channel: Channel) -> None:
        """Make this its system channel."""
        self.space.system = channel.room

    def kick_bot(self) -> None:
        self.space.bot_inside = False
        self._state.emit("GUILD_DELETE", {"id": str(self.id)}, intent=1)

    def invite_bot(self) -> None:
        self.space.bot_inside = True
        self._state.emit("GUILD_CREATE", payloads.guild_create(self.space, self._state.bot, joined=True), intent=1)
