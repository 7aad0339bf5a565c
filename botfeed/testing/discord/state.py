"""State of the fake: routes and people change it, and notify `condition` for those who wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from botfeed.testing.condition import Condition
from botfeed.testing.discord.api.errors import Refused, unknown
from botfeed.testing.discord.cdn import Cdn
from botfeed.testing.discord.clock import Clock, Snowflakes
from botfeed.testing.discord.model import Account, File, Message, Role, Room, Space
from botfeed.testing.discord.people.interaction import Interaction


@dataclass(slots=True)
class Call:
    """Request of the bot, and its answer; `path` is without the /api/v10."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    files: dict[str, File] = field(default_factory=dict)
    token: str = ""
    status: int = 0
    params: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """Return a snowflake of the path. Raises Refused(400) for anything else."""
        value = self.params[name]
        if not value.isdigit():
            raise Refused(400, 50035, f"Value {value!r} is not snowflake.")
        return int(value)

    @property
    def fields(self) -> dict[str, Any]:
        return self.body if isinstance(self.body, dict) else {}


class Announcer(Protocol):
    """Gateway interface that the state uses."""

    @property
    def connected(self) -> bool: ...

    @property
    def begun(self) -> int:
        """Return how many sessions were begun."""

    def emit(self, event: str, data: dict[str, Any], *, intent: int = 0) -> None: ...

    def may_read(self, intent: int) -> bool: ...


class DiscordState:
    def __init__(self, clock: Clock, shards: int = 1) -> None:
        self.clock = clock
        self.shards = shards
        self.ids = Snowflakes(clock)
        self.condition = Condition()
        self.cdn = Cdn(clock, self.ids)
        self.ids.next()
        self.bot = Account(self.ids.next(), "botfeed", bot=True)
        self.token = f"fake.{self.bot.id}.token"
        self.accounts: dict[int, Account] = {self.bot.id: self.bot}
        self.spaces: dict[int, Space] = {}
        self.rooms: dict[int, Room] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[int | None, list[dict[str, Any]]] = {None: []}
        self.nonces: dict[tuple[int, str], tuple[Message, datetime]] = {}
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.uploaded_again: list[str] = []  # files that edits brought though the message had them
        self.announcer: Announcer | None = None

    def emit(self, event: str, data: dict[str, Any], *, intent: int = 0) -> None:
        assert self.announcer is not None
        self.announcer.emit(event, data, intent=intent)

    def account(self, name: str, locale: str = "en-US") -> Account:
        found = Account(self.ids.next(), name, locale)
        self.accounts[found.id] = found
        return found

    def space(self, name: str, locale: str) -> Space:
        found = Space(self.ids.next(), name, locale)
        self.spaces[found.id] = found
        self.commands[found.id] = []
        return found

    def room(self, name: str, space: Space, *, nsfw: bool, parent: Room | None = None) -> Room:
        found = Room(self.ids.next(), name, space, nsfw=nsfw, parent=parent)
        self.rooms[found.id] = space.rooms[found.id] = found
        return found

    def talk(self, name: str, party: tuple[Account, ...]) -> Room:
        """Make a group chat among people: a person brings the bot along; it gets no other events."""
        found = Room(self.ids.next(), name, party=party)
        self.rooms[found.id] = found
        return found

    def role(self, name: str, space: Space, permissions: int) -> Role:
        found = Role(self.ids.next(), name, permissions)
        space.roles[found.id] = found
        return found

    def dm_room(self, person: Account) -> Room:
        """Return the room that the bot and `person` have, made at first use."""
        for room in self.rooms.values():
            if room.person is person:
                return room
        found = Room(self.ids.next(), person.name, person=person)
        self.rooms[found.id] = found
        return found

    def find_room(self, id: int) -> Room:
        """Find a room for the bot. Raises Refused: 10003 where there is none, 50001 where the bot was sent away."""
        room = self.rooms.get(id)
        if room is None or room.gone:
            raise unknown("Channel", 10003)
        if room.party or (room.space is not None and not room.space.bot_inside):
            raise Refused(403, 50001, "Missing Access")
        if not room.bot_may_see or (room.parent and not room.parent.bot_may_see):
            raise Refused(403, 50001, "Missing Access")
        return room

    def find_writable(self, id: int) -> Room:
        room = self.find_room(id)
        if not room.bot_may_write or room.locked or (room.parent and not room.parent.bot_may_write):
            raise Refused(403, 50013, "Missing Permissions")
        room.archived = False  # a thread that rests is opened by a word
        if room.person is not None:
            if room.person.dms_closed:
                raise Refused(403, 50007, "Cannot send messages to this user")
            shared = any(space.bot_inside and room.person.id in space.members for space in self.spaces.values())
            if not shared and not self.said_something(room):
                raise Refused(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        return room

    def said_something(self, room: Room) -> bool:
        """Return True if a person let the bot in by writing or using a command in direct messages."""
        person = room.person
        spoke = any(message.room is room and message.author is person for message in self.messages.values())
        return spoke or any(each.room is room for each in self.interactions.values())

    def find_message(self, room: Room, id: int) -> Message:
        message = self.messages.get(id)
        if message is None or message.deleted or message.room is not room or message.ephemeral:
            raise unknown("Message", 10008)
        return message

    def visible(self, room: Room, viewer: Account | None) -> list[Message]:
        """Return messages oldest first: those that everybody there sees, and those that only `viewer` does."""
        return [
            message
            for _, message in sorted(self.messages.items())
            if message.room is room
            and not message.deleted
            and not message.loading
            and (not message.ephemeral or (viewer is not None and message.owner is viewer))
        ]
