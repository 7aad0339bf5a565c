"""Users, guilds, channels and messages of the fake. `people` acts on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botfeed.testing.discord import components

EPHEMERAL = 1 << 6
LOADING = 1 << 7
V2 = 1 << 15

VIEW, SEND, REACT, EMBED, ATTACH, HISTORY, COMMANDS = 1 << 10, 1 << 11, 1 << 6, 1 << 14, 1 << 15, 1 << 16, 1 << 31
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
SEND_IN_THREADS = 1 << 38
ORDINARY = SEND_IN_THREADS | VIEW | SEND | REACT | EMBED | ATTACH | HISTORY | COMMANDS


@dataclass(frozen=True, slots=True)
class File:
    """File: bytes under a name, as a person or the bot uploaded them."""

    name: str
    content: bytes
    mime: str = "image/png"
    description: str | None = None


@dataclass(slots=True, eq=False)
class Account:
    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    dms_closed: bool = False  # the bot's direct messages are refused: 50007


@dataclass(slots=True, eq=False)
class Space:
    """Guild. `bot_inside` ends with `kick_bot`."""

    id: int
    name: str
    locale: str = "en-US"
    bot_inside: bool = True
    bot_permissions: int = (1 << 40) - 1  # of the bot in this guild: all unless a test takes some away
    members: dict[int, Account] = field(default_factory=dict)
    rooms: dict[int, Room] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    system: Room | None = None  # where Discord itself greets who comes
    opened_commands: set[str] = field(default_factory=set)  # in its integration settings, to everybody


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    holders: set[int] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Room:
    """Channel: `space` is None for direct messages with `person`, and for a group chat between `party`, where a bot
    is no
    member. `parent` is the channel of a thread.
    """

    id: int
    name: str
    space: Space | None = None
    person: Account | None = None
    nsfw: bool = False
    bot_may_write: bool = True
    bot_may_see: bool = True
    gone: bool = False
    party: tuple[Account, ...] = ()
    parent: Room | None = None
    archived: bool = False
    locked: bool = False


def allowed(room: Room) -> int:
    """Return the bot's permissions in a room."""
    places = [room, *([room.parent] if room.parent else ())]
    has = ORDINARY
    if not all(each.bot_may_see for each in places):
        has &= ~VIEW
    if not all(each.bot_may_write for each in places):
        has &= ~(SEND | SEND_IN_THREADS)
    return has


@dataclass(slots=True, eq=False)
class Message:
    """Message: `payload` is its present JSON, `attached` all its files. `revision` counts the changes:
    0 as first shown, 1 after the first edit.
    """

    id: int
    room: Room
    author: Account
    payload: dict[str, Any]
    owner: Account | None = None  # who alone sees it, where it is ephemeral
    interaction: int | None = None
    revision: int = 0
    deleted: bool = False
    edited_at: datetime | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)
    attached: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        return bool(self.payload["flags"] & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Return True if the bot has only sent the "thinking" state."""
        return bool(self.payload["flags"] & LOADING)

    @property
    def v2(self) -> bool:
        return bool(self.payload["flags"] & V2)

    @property
    def content(self) -> str:
        return str(self.payload["content"])

    @property
    def text(self) -> str:
        """Return all readable text: content, embeds, text displays."""
        said = [self.content]
        for embed in self.payload["embeds"]:
            said += [embed.get("title", ""), embed.get("description", "")]
            said += [f"{each['name']}: {each['value']}" for each in embed.get("fields", [])]
        said += [
            part["content"] for part in components.walk(self.payload["components"]) if part["type"] == components.TEXT
        ]
        return "\n".join(line for line in said if line)

    @property
    def buttons(self) -> list[str]:
        """Return the buttons that can be pressed, by label (or emoji), in order."""
        found = components.of_kind(self.payload["components"], components.BUTTON)
        return [components.label(part) for part in found if not part.get("disabled")]

    @property
    def menus(self) -> list[str]:
        """Return the select menus, by placeholder (or custom id)."""
        found = components.of_kind(self.payload["components"], *components.SELECTS)
        return [part.get("placeholder") or part["custom_id"] for part in found if not part.get("disabled")]

    @property
    def pictures(self) -> list[dict[str, Any]]:
        """Return gallery items, thumbnails and embedded images as {"url", "description"}; else attachments."""
        shown = components.pictures(self.payload["components"])
        shown += [
            {"url": each["image"]["url"], "description": None} for each in self.payload["embeds"] if "image" in each
        ]
        return shown or [
            {"url": each["url"], "description": each.get("description")} for each in self.payload["attachments"]
        ]
